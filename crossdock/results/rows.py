"""A result's lines as rows of its first sheet."""

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache, partial
from math import isfinite
from typing import NamedTuple

from crossdock.offers.answers import Answers
from crossdock.offers.days import FIRST_DAY
from crossdock.offers.outcomes import Outcome
from crossdock.offers.terms import SEPARATOR, Terms
from crossdock.results.cells import ForeignCells, part_cells, text_cell
from crossdock.results.layout import Layout, sku
from crossdock.results.lines import ResultLines
from crossdock.results.purchases import Purchase
from crossdock.results.remarks import NO_REMARK, Remark
from crossdock.results.sheet_cells import cell_xml
from crossdock.spreadsheets.cells import Cell, FormattedNumber
from crossdock.spreadsheets.sheets import column_letters

PIECES = 2_500
"""Of text are put together at once, some 500 rows: of what is larger the memory is given back to
the system and asked for again each time."""

ROW = "\0"
"""Where the row's number goes in what is put together for many rows."""
NOTHING_BOUGHT = Purchase(0, 0, 0)

MAX_REMARKS = 4_096
"""So many texts are kept to be written again."""

NO_TERMS = ("", "")

MAX_PLAIN = 100
PLAIN = re.compile(r"[A-Z\d](?:[A-Z\d ./,()+-]*[A-Z\d)])?", re.IGNORECASE | re.ASCII)


class RowStyles(NamedTuple):
    """The numbers of the formats that cells have."""

    text: int
    price: int
    supplier: int
    day: int
    moment: int


class ResultRows:
    """Makes rows of lines, one batch after the other.

    Most texts are letters and digits, and each line has the cells of the one before: what can be
    put together once is, and only what needs care goes the longer way through `cell_xml`.
    """

    def __init__(
        self,
        layout: Layout,
        foreign: ForeignCells,
        styles: RowStyles,
        days: Sequence[bool],
        number_styles: Mapping[str, int],
    ) -> None:
        """`days` says for each of the other columns whether its dates have no times.

        `number_styles` are the numbers of the formats that numbers bring with them.
        """
        self._number_styles = {code: f' s="{style}"' for code, style in number_styles.items()}
        self._layout = layout
        self._letters = layout.letters
        self._foreign = foreign
        self._lines = 0
        self._text_style = f' s="{styles.text}"'
        self._text = f'"{self._text_style} t="inlineStr"><is><t>'
        self._price = f'" s="{styles.price}"><v>'
        supplier_style = f' s="{styles.supplier}"'
        self._supplier = cache(lambda name: _without_reference(supplier_style, text_cell(name)))
        self._outcomes = {
            outcome: _without_reference("", text) for outcome, text in layout.texts.outcomes.items()
        }
        self._remark = lru_cache(MAX_REMARKS)(partial(_remark, layout))
        self._terms = cache(partial(_terms, layout, f' s="{styles.day}"'))
        self._told = cache(partial(_told, layout))
        self._others = [
            (column_letters(index), f' s="{styles.day if day else styles.moment}"')
            for index, day in enumerate(days, len(layout.headings))
        ]

    def xml(self, lines: ResultLines) -> Iterator[str]:
        """The rows of the lines that follow those before, some at a time."""
        answers, price_start = lines.answers, self._price
        first = self._lines + 2  # below the headings
        self._lines += len(lines)
        rows = list(map(str, range(first, self._lines + 2)))
        ends, wishes = self._after(rows, lines), self._wishes(rows, lines)
        columns = (lines.brands, lines.articles, answers.counts, ends, wishes)
        offers = zip(
            map(repr, answers.prices),
            map(repr, answers.quantities),
            map(self._supplier, answers.suppliers),
            strict=True,
        )
        part, pieces = self._part, list[str]()
        for row, brand, article, count, after, wishes in zip(rows, *columns, strict=True):
            pieces.append(part(row, brand, article) + wishes)
            # Its own columns come first: where they end, no offer of the next line is taken.
            for (d, e, f), (price, quantity, supplier) in zip(
                self._letters.offers[:count], offers, strict=False
            ):
                pieces.append(
                    f'<c r="{d}{row}{price_start}{price}</v></c>'
                    f'<c r="{e}{row}"><v>{quantity}</v></c>'
                    f'<c r="{f}{row}{supplier}'
                )
            pieces.append(after)
            if len(pieces) >= PIECES:
                yield "".join(pieces)
                pieces.clear()
        yield "".join(pieces)

    def _wishes(self, rows: Sequence[str], lines: ResultLines) -> list[str]:
        """The cells of each line's own code, and of what it asks for."""
        letters = self._letters
        cells = [""] * len(rows)
        if letters.code and lines.codes is not None:
            cells = [
                cell_xml(f"{letters.code}{row}", self._text_style, fit)
                if (fit := text_cell(code))
                else ""
                for row, code in zip(rows, lines.codes, strict=True)
            ]
        asked = letters.asked
        if not asked or lines.demands is None:
            return cells
        return [
            cell if demand is None else f'{cell}<c r="{asked}{row}"><v>{demand!r}</v></c>'
            for cell, row, demand in zip(cells, rows, lines.demands, strict=True)
        ]

    def _after(self, rows: Sequence[str], lines: ResultLines) -> list[str]:
        """What follows the offers of each row, to its end."""
        answers, letters, price_start = lines.answers, self._letters, self._price
        outcomes = list(map(self._outcomes.__getitem__, answers.outcomes))
        sums = [""] * len(rows)
        if column := letters.line_sum:
            sums = [
                "" if cost is None else f'<c r="{column}{row}{price_start}{cost!r}</v></c>'
                for row, cost in zip(rows, lines.purchases.costs, strict=True)
            ]
        short = lines.purchases.short
        for place, bought in short.items():
            outcomes[place] = self._remark(answers.outcomes[place], bought.demand, bought.pieces)
        for place, remark in lines.remarks.items():
            bought = short.get(place, NOTHING_BOUGHT)
            said = (bought.demand, bought.pieces, remark)
            outcomes[place] = self._remark(answers.outcomes[place], *said)
        terms = self._terms_of_offers(rows, answers)
        column, other = letters.outcome, map(self._other, rows, lines.other)
        return [
            f'<c r="{column}{row}{outcome}{line_sum}{of_best}{others}{of_others}</row>'
            for row, outcome, line_sum, (of_best, of_others), others in zip(
                rows, outcomes, sums, terms, other, strict=True
            )
        ]

    def _terms_of_offers(self, rows: Sequence[str], answers: Answers) -> Iterator[tuple[str, str]]:
        """For each row the cells of the best offer's terms, and those of the others'."""
        offers = zip(answers.suppliers, answers.days, answers.terms, strict=True)
        brand_at, article_at = self._letters.terms[-2:]
        told, text = self._told, self._text
        for row, count in zip(rows, answers.counts, strict=True):
            if not count:
                yield NO_TERMS
                continue
            supplier, day, terms_text = next(offers)
            brand, article, rest = _spelled(terms_text)
            of_best, of_others = self._terms(supplier, day, rest).replace(ROW, row), ""
            if _is_plain_part(brand, article):
                of_best = (
                    f'{of_best}<c r="{brand_at}{row}{text}{brand}</t></is></c>'
                    f'<c r="{article_at}{row}{text}{article}</t></is></c>'
                )
            else:
                of_best += self._spelling(row, (brand_at, brand), (article_at, article))
            for told_at, sku_at in self._letters.further[: count - 1]:
                supplier, day, terms_text = next(offers)
                brand, article, rest = _spelled(terms_text)
                of_others += f'<c r="{told_at}{row}{told(supplier, day, rest)}'
                if _is_plain_part(brand, article):
                    of_others += f'<c r="{sku_at}{row}{text}{brand}|{article}</t></is></c>'
                else:
                    of_others += self._spelling(row, (sku_at, sku(brand, article)))
            yield of_best, of_others

    def _spelling(self, row: str, *spelled: tuple[str, str]) -> str:
        """The cells of texts that need care, by their columns; none for what is not known."""
        return "".join(
            cell_xml(f"{at}{row}", self._text_style, cell)
            for at, name in spelled
            if (cell := text_cell(name))
        )

    def _part(self, row: str, brand: str, article: str) -> str:
        """The start of a row, to the article."""
        if _is_plain_part(brand, article):
            text = self._text
            return (
                f'<row r="{row}"><c r="A{row}{text}{brand}|{article}</t></is></c>'
                f'<c r="B{row}{text}{brand}</t></is></c>'
                f'<c r="C{row}{text}{article}</t></is></c>'
            )
        cells = zip("ABC", part_cells(brand, article), strict=True)
        xml = [cell_xml(f"{letters}{row}", self._text_style, cell) for letters, cell in cells]
        return f'<row r="{row}">{"".join(xml)}'

    def _other(self, row: str, cells: Sequence[Cell]) -> str:
        foreign, xml = self._foreign, ""
        for index, cell in enumerate(cells):
            letters, date_style = self._others[index]
            if type(cell) is float and foreign.holds_dates[index] is False and isfinite(cell):
                xml += f'<c r="{letters}{row}"><v>{cell!r}</v></c>'  # a quantity, mostly
            elif (fit := foreign.cell(index, cell)) is not None:
                style = date_style if isinstance(fit, datetime.date) else ""
                if isinstance(fit, FormattedNumber):
                    style = self._number_styles[fit.code]
                xml += cell_xml(f"{letters}{row}", style, fit)
        return xml


def _terms(layout: Layout, day_style: str, supplier: str, day: int, terms_text: str) -> str:
    """The cells of the best offer's terms, but for the supplier's spelling, in the row ROW."""
    terms, letters = _parsed(terms_text), layout.letters.terms
    cells: list[tuple[str, str, Cell]] = [
        (letters.price_day, day_style, FIRST_DAY + datetime.timedelta(days=day)),
        (letters.price_age, "", layout.made_on - day),
        (letters.delivery, "", layout.hours(supplier, terms)),
        (letters.pack, "", terms.pack),
        (letters.minimum, "", terms.minimum),
    ]
    return "".join(cell_xml(f"{at}{ROW}", style, cell) for at, style, cell in cells)


def _told(layout: Layout, supplier: str, day: int, terms_text: str) -> str:
    """What follows the reference of the cell that tells another offer's terms."""
    return _without_reference("", layout.told(supplier, day, _parsed(terms_text)))


def _spelled(terms_text: str) -> tuple[str, str, str]:
    """A supplier's spelling of brand and article, and what is left of the terms."""
    brand, _separator, rest = terms_text.partition(SEPARATOR)
    article, _separator, rest = rest.partition(SEPARATOR)
    return brand, article, rest


def _parsed(terms_text: str) -> Terms:
    """Terms of a text without the supplier's spelling."""
    return Terms.parse(f"{SEPARATOR}{SEPARATOR}{terms_text}")


def _remark(
    layout: Layout, outcome: Outcome, demand: float, pieces: float, remark: Remark = NO_REMARK
) -> str:
    """What follows the reference of a cell that says more than the outcome."""
    bought = Purchase(demand, pieces, cost=0)  # of which the text says nothing
    return _without_reference("", layout.texts.came_of(outcome, bought, remark))


def _without_reference(style: str, text: str | None) -> str:
    """What follows a cell's reference."""
    return cell_xml("", style, text).removeprefix('<c r="') if text else '"/>'


def _is_plain_part(brand: str, article: str) -> bool:
    """Whether both go into XML as they are."""
    # The lengths come first: long texts are not to be kept in the cache of brands.
    return len(brand) <= MAX_PLAIN >= len(article) and _is_plain_brand(brand) and _is_plain(article)


def _is_plain(text: str) -> bool:
    """Whether a text goes into XML as it is."""
    return len(text) <= MAX_PLAIN and (text.isalnum() or PLAIN.fullmatch(text) is not None)


_is_plain_brand = lru_cache(maxsize=65_536)(_is_plain)
