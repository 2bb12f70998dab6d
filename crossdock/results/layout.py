"""Which columns of the first sheet are ours: what a line asks for, its offers, what came of it.

The terms of the best offer stand beside them; those of the others at the far right, beyond the
request's own columns, where they are not printed: with them the sheet would not fit A4.
"""

from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

from django.utils import timezone

from crossdock.offers.answers import OFFERS_PER_LINE
from crossdock.offers.days import FIRST_DAY
from crossdock.results.cells import part_cells, text_cell
from crossdock.results.lines import ResultFacts, ResultLine
from crossdock.results.purchases import purchase
from crossdock.results.texts import ResultTexts
from crossdock.spreadsheets.cells import Cell
from crossdock.spreadsheets.sheets import column_letters

T = TypeVar("T")


class TermLetters(NamedTuple):
    """The letters of the columns that say on what terms an offer is made."""

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
    terms: tuple[TermLetters, ...]


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
        return [*part, *offers, texts.outcome, *line_sum, *_term_headings(texts)]

    @property
    def further_headings(self) -> list[str]:
        """The headings beyond the request's own columns."""
        return of_further_offers(self.texts, _term_headings(self.texts))

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
        terms = tuple(
            TermLetters(*(take() for _term in TermLetters._fields))
            for _rank in range(OFFERS_PER_LINE)
        )
        return Letters(*part, offers, *came_of, terms)

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
            *self._terms(line, 0),
        ]

    def further_cells(self, line: ResultLine) -> list[Cell]:
        """Its cells beyond the request's own columns."""
        ranks = range(1, OFFERS_PER_LINE)
        return [cell for rank in ranks for cell in self._terms(line, rank)]

    def _terms(self, line: ResultLine, rank: int) -> list[Cell]:
        """On what terms one of its offers is made; the first has rank 0."""
        if rank >= len(line.offers):
            return [None] * len(TermLetters._fields)
        offer = line.offers[rank]
        terms = offer.terms
        hours = terms.hours
        if hours is None:
            hours = self.facts.delivery_hours.get(offer.supplier)
        return [
            *(offer.valid_from, self.made_on - offer.day, hours, terms.pack, terms.minimum),
            *(text_cell(terms.brand), text_cell(terms.article)),
        ]

    def _if_asked(self, cell: T) -> list[T]:
        return [cell] if self.facts.asks_quantities else []


def _term_headings(texts: ResultTexts) -> TermLetters:
    """What TermLetters has the letters of."""
    return TermLetters(
        *(texts.price_day, texts.price_age, texts.delivery, texts.pack, texts.minimum),
        *(texts.supplier_brand, texts.supplier_article),
    )


def of_further_offers(texts: ResultTexts, terms: Sequence[str]) -> list[str]:
    """The headings for the terms of the second and the third offer.

    >>> from crossdock.results.texts import ENGLISH
    >>> of_further_offers(ENGLISH, ["Pack, pcs"])
    ['Offer 2: pack, pcs', 'Offer 3: pack, pcs']
    """
    return [
        texts.of_offer.format(rank, f"{term[0].lower()}{term[1:]}")
        for rank in range(2, OFFERS_PER_LINE + 1)
        for term in terms
    ]
