"""A result's lines as CSV, as they come: parted by semicolons, as Excel opens them in Russia."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from django.utils import timezone

from crossdock.offers.answers import OFFERS_PER_LINE
from crossdock.results.layout import further_headings, sku, told_terms
from crossdock.results.line_blocks import NumberedLine
from crossdock.results.lines_query import LinesFile
from crossdock.results.texts import RUSSIAN, ResultTexts
from crossdock.spreadsheets.cells import as_text
from crossdock.spreadsheets.csv_formulas import no_formula

ENCODINGS = {"utf-8": "utf-8-sig", "cp1251": "cp1251"}
"""By the name that is asked for: the first with a mark that Excel knows it by."""

LINES_AT_ONCE = 500

NOBODYS: Mapping[str, int] = {}


def csv_chunks(
    lines: LinesFile,
    texts: ResultTexts,
    encoding: str = "utf-8",
    delivery_hours: Mapping[str, int] = NOBODYS,
    prices_as_of: datetime | None = None,
) -> Iterator[bytes]:
    """The file in pieces. Letters that the encoding has not got become question marks.

    `delivery_hours` are suppliers', by their names, for offers that have none of their own. Prices
    are as old as they were at `prices_as_of` (default: now), whenever the file is asked for. Raises
    what LinesFile does.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    codec = ENCODINGS[encoding]
    writer.writerow(_headings(texts))
    made_on = timezone.localdate(prices_as_of)
    for line in lines.every_line():
        writer.writerow([*_row(line, texts), *_terms(line, texts, delivery_hours, made_on)])
        if line.number % LINES_AT_ONCE == 0:
            yield text.getvalue().encode(codec, "replace")
            codec = codec.removesuffix("-sig")  # one mark is enough
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode(codec, "replace")


def _headings(texts: ResultTexts) -> list[str]:
    offers = [
        kind.format(rank)
        for rank in range(1, OFFERS_PER_LINE + 1)
        for kind in (texts.price, texts.quantity, texts.supplier)
    ]
    part = [texts.sku, texts.brand, texts.article, texts.asked]
    terms = (
        *(texts.price_day, texts.delivery, texts.pack, texts.minimum),
        *(texts.supplier_brand, texts.supplier_article),
    )
    return [*part, *offers, texts.outcome, *terms, *further_headings(texts)]


def _row(line: NumberedLine, texts: ResultTexts) -> Sequence[str]:
    brand, article = no_formula(line.brand), no_formula(line.article)
    offers = [
        cell
        for offer in line.offers
        for cell in (
            _number(offer.price, texts),
            _number(offer.quantity, texts),
            no_formula(offer.supplier),
        )
    ]
    offers += [""] * (3 * OFFERS_PER_LINE - len(offers))
    asked = "" if line.demand is None else _number(line.demand, texts)
    outcome = texts.came_of(line.outcome, line.purchase, line.remark)
    sku = no_formula(f"{line.brand}|{line.article}")
    return [sku, brand, article, asked, *offers, outcome]


def _terms(
    line: NumberedLine, texts: ResultTexts, hours_of: Mapping[str, int], made_on: date
) -> Iterator[str]:
    """On what terms each offer is made, and how its supplier spells the part."""
    for rank, offer in enumerate(line.offers):
        terms = offer.terms
        hours = hours_of.get(offer.supplier) if terms.hours is None else terms.hours
        if rank:
            yield told_terms(
                texts, offer.valid_from, (made_on - offer.valid_from).days, hours, terms
            )
            yield no_formula(sku(terms.brand, terms.article))
            continue
        yield f"{offer.valid_from:{texts.day_strftime}}"
        for number in (hours, terms.pack, terms.minimum):
            yield "" if number is None else str(number)
        yield no_formula(terms.brand)
        yield no_formula(terms.article)
    of_best, further = (0 if line.offers else 6), OFFERS_PER_LINE - max(1, len(line.offers))
    yield from [""] * (of_best + 2 * further)


def _number(number: float, texts: ResultTexts) -> str:
    text = as_text(number)
    return text.replace(".", ",") if texts is RUSSIAN else text
