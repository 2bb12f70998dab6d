"""Which columns of the first sheet are ours: what a line asks for, its offers, what came of it.

The terms of the best offer stand beside them; those of the others at the far right, beyond the
request's own columns, where they are not printed: with them the sheet would not fit A4. There they
are told in one cell, which is put together once for many lines: a column for each took three times
as long to write.
"""

from datetime import date
from itertools import chain
from typing import NamedTuple, TypeVar

from django.utils import timezone

from crossdock.offers.answers import OFFERS_PER_LINE
from crossdock.offers.days import FIRST_DAY, as_date
from crossdock.offers.terms import Terms
from crossdock.results.cells import part_cells, text_cell
from crossdock.results.lines import ResultFacts, ResultLine
from crossdock.results.purchases import purchase
from crossdock.results.texts import ResultTexts
from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.sheets import column_letters

T = TypeVar("T")


class TermLetters(NamedTuple):
    """The letters of the columns that say on what terms the best offer is made."""

    price_day: str
    price_age: str
    delivery: str
    pack: str
    minimum: str
    supplier_brand: str
    supplier_article: str


class Letters(NamedTuple):
    """The letters of our columns; `code`, `asked` and `line_sum` are empty where there are none."""

    part: str
    brand: str
    article: str
    code: str
    asked: str
    offers: tuple[tuple[str, str, str], ...]
    outcome: str
    line_sum: str
    terms: TermLetters
    further: tuple[tuple[str, str], ...]


class Layout:
    """Our columns in one language: their headings and letters, and a line's cells in them."""

    def __init__(self, texts: ResultTexts, facts: ResultFacts, others: int = 0) -> None:
        """`others` is the number of the request's own columns, which stand between ours."""
        self.texts = texts
        self.facts = facts
        self.others = others
        self.made_on = (timezone.localtime(facts.prices_as_of).date() - FIRST_DAY).days

    @property
    def headings(self) -> list[str]:
        """The headings, in order, up to the request's own columns."""
        texts = self.texts
        offers = [
            kind.format(rank)
            for rank in range(1, OFFERS_PER_LINE + 1)
            for kind in (texts.price, texts.quantity, texts.supplier)
        ]
        codes = [texts.code] if self.facts.has_codes else []
        part = [texts.sku, texts.brand, texts.article, *codes, *self._if_asked(texts.asked)]
        line_sum = self._if_asked(texts.line_sum.format(self.facts.currency))
        terms = (
            *(texts.price_day, texts.price_age, texts.delivery, texts.pack, texts.minimum),
            *(texts.supplier_brand, texts.supplier_article),
        )
        return [*part, *offers, texts.outcome, *line_sum, *terms]

    @property
    def further_headings(self) -> list[str]:
        """The headings beyond the request's own columns."""
        return further_headings(self.texts)

    @property
    def letters(self) -> Letters:
        """The letters of each of our columns, from A on."""
        own = len(self.headings)
        end = own + self.others + len(self.further_headings)
        free = map(column_letters, chain(range(own), range(own + self.others, end)))

        def take(is_there: bool = True) -> str:
            return next(free) if is_there else ""

        asks = self.facts.asks_quantities
        part = (take(), take(), take(), take(self.facts.has_codes), take(asks))
        offers = tuple((take(), take(), take()) for _rank in range(OFFERS_PER_LINE))
        came_of = (take(), take(asks))
        terms = TermLetters(*(take() for _term in TermLetters._fields))
        further = tuple((take(), take()) for _rank in range(1, OFFERS_PER_LINE))
        return Letters(*part, offers, *came_of, terms, further)

    def cells(self, line: ResultLine) -> list[Cell]:
        """A line's cells up to the request's own columns, as many as there are headings."""
        offers: list[Cell] = [
            cell
            for offer in line.offers
            for cell in (offer.price, offer.quantity, text_cell(offer.supplier))
        ]
        offers += [None] * (3 * OFFERS_PER_LINE - len(offers))
        bought = purchase(line.offers, line.demand)
        return [
            *part_cells(line.brand, line.article),
            *([text_cell(line.code)] if self.facts.has_codes else []),
            *self._if_asked(line.demand),
            *offers,
            self.texts.came_of(line.outcome, bought, line.remark),
            *self._if_asked(bought.cost if bought and line.offers else None),
            *self._terms(line),
        ]

    def further_cells(self, line: ResultLine) -> list[Cell]:
        """Its cells beyond the request's own columns."""
        cells = [
            cell
            for offer in line.offers[1:]
            for cell in (
                self.told(offer.supplier, offer.day, offer.terms),
                text_cell(sku(offer.terms.brand, offer.terms.article)),
            )
        ]
        return [*cells, *[None] * (2 * (OFFERS_PER_LINE - 1) - len(cells))]

    def told(self, supplier: str, day: int, terms: Terms) -> str:
        """On what terms an offer is made, but for the supplier's spelling."""
        hours = self.hours(supplier, terms)
        return told_terms(self.texts, as_date(day), self.made_on - day, hours, terms)

    def hours(self, supplier: str, terms: Terms) -> int | None:
        """An offer's delivery time: its own, else its supplier's."""
        return self.facts.delivery_hours.get(supplier) if terms.hours is None else terms.hours

    def _terms(self, line: ResultLine) -> list[Cell]:
        """On what terms the best offer is made."""
        if not line.offers:
            return [None] * len(TermLetters._fields)
        offer = line.offers[0]
        terms, age = offer.terms, self.made_on - offer.day
        return [
            *(offer.valid_from, age, self.hours(offer.supplier, terms), terms.pack, terms.minimum),
            *(text_cell(terms.brand), text_cell(terms.article)),
        ]

    def _if_asked(self, cell: T) -> list[T]:
        return [cell] if self.facts.asks_quantities else []


def further_headings(texts: ResultTexts) -> list[str]:
    """The headings of what is told of the second and the third offer.

    >>> from crossdock.results.texts import ENGLISH
    >>> further_headings(ENGLISH)[:2]
    ['Offer 2: terms', 'Offer 2: SKU']
    """
    ranks = range(2, OFFERS_PER_LINE + 1)
    kinds = (texts.offer_terms, texts.offer_sku)
    return [kind.format(rank) for rank in ranks for kind in kinds]


def told_terms(texts: ResultTexts, day: date, age: int, hours: int | None, terms: Terms) -> str:
    """An offer's day, its age in days, and what is known of its delivery time, pack and minimum.

    >>> from crossdock.results.texts import ENGLISH
    >>> told_terms(ENGLISH, date(2026, 11, 26), 2, 48, Terms(pack=10))
    '2026-11-26, days old: 2; in 48 h; pack of 10'
    """
    of_day, *of_numbers = texts.told
    numbers = zip(of_numbers, (hours, terms.pack, terms.minimum), strict=True)
    said = [told.format(number) for told, number in numbers if number is not None]
    return "; ".join([of_day.format(day.strftime(texts.day_strftime), age), *said])


def sku(brand: str, article: str) -> str:
    """A part as its supplier spells it, in one text; "" where that is not known."""
    return f"{brand}|{article}" if brand or article else ""
