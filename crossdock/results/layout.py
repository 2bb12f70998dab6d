"""Which columns of the first sheet are ours: what a line asks for, its offers, what came of it."""

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
    price_day: str
    price_age: str
    delivery: str
    pack: str
    supplier_brand: str
    supplier_article: str


class Layout:
    """Our columns in one language: their headings and letters, and a line's cells in them."""

    def __init__(self, texts: ResultTexts, facts: ResultFacts) -> None:
        self.texts = texts
        self.facts = facts
        self.made_on = (timezone.localtime(facts.prices_as_of).date() - FIRST_DAY).days

    @property
    def headings(self) -> list[str]:
        """The headings, in order."""
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
            *(texts.price_day, texts.price_age, texts.delivery),
            *(texts.pack, texts.supplier_brand, texts.supplier_article),
        )
        return [*part, *offers, texts.outcome, *line_sum, *terms]

    @property
    def letters(self) -> Letters:
        """The letters of each of our columns, from A on."""
        free = iter(map(column_letters, range(len(self.headings))))

        def take(is_there: bool = True) -> str:
            return next(free) if is_there else ""

        asks = self.facts.asks_quantities
        part = (take(), take(), take(), take(self.facts.has_codes), take(asks))
        offers = tuple((take(), take(), take()) for _rank in range(OFFERS_PER_LINE))
        came_of = (take(), take(asks))
        return Letters(*part, offers, *came_of, *(take() for _term in range(6)))

    def cells(self, line: ResultLine) -> list[Cell]:
        """A line's cells, as many as there are headings."""
        offers: list[Cell] = [
            cell
            for offer in line.offers
            for cell in (offer.price, offer.quantity, text_cell(offer.supplier))
        ]
        offers += [None] * (3 * OFFERS_PER_LINE - len(offers))
        bought = purchase(line.offers, line.demand)
        terms: list[Cell] = [None] * 6
        if line.offers:
            best, of_best = line.offers[0], line.offers[0].terms
            hours = of_best.hours
            if hours is None:
                hours = self.facts.delivery_hours.get(best.supplier)
            terms = [
                *(best.valid_from, self.made_on - best.day, hours, of_best.pack),
                *(text_cell(of_best.brand), text_cell(of_best.article)),
            ]
        return [
            *part_cells(line.brand, line.article),
            *([text_cell(line.code)] if self.facts.has_codes else []),
            *self._if_asked(line.demand),
            *offers,
            self.texts.came_of(line.outcome, bought, line.remark),
            *self._if_asked(bought.cost if bought and line.offers else None),
            *terms,
        ]

    def _if_asked(self, cell: T) -> list[T]:
        return [cell] if self.facts.asks_quantities else []
