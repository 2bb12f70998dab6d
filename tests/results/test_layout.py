from dataclasses import replace

import pytest

from crossdock.offers.outcomes import Outcome
from crossdock.results.layout import Layout
from crossdock.results.lines import ResultLine
from crossdock.results.texts import ENGLISH, RUSSIAN
from tests.results.written import DAY, FACTS, OFFERS


@pytest.fixture(params=[(False, False), (True, False), (False, True), (True, True)])
def layout(request: pytest.FixtureRequest) -> Layout:
    asks, codes = request.param
    return Layout(
        RUSSIAN if asks else ENGLISH, replace(FACTS, asks_quantities=asks, has_codes=codes)
    )


def test_headings_letters_and_cells_agree(layout: Layout) -> None:
    line = ResultLine("BOSCH", "1", OFFERS[:2], Outcome.FOUND, (), 6.0, "own")
    values = dict(zip(layout.headings, layout.cells(line), strict=True))
    assert len(values) == len(layout.headings)
    where = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", layout.headings, strict=False))
    letters, texts = layout.letters, layout.texts
    assert where[letters.brand] == texts.brand
    assert where[letters.outcome] == texts.outcome
    assert where[letters.offers[1][2]] == texts.supplier.format(2)
    assert where[letters.delivery] == texts.delivery
    assert where[letters.pack] == texts.pack
    assert where[letters.supplier_article] == texts.supplier_article
    assert bool(letters.code) == layout.facts.has_codes
    assert bool(letters.line_sum) == layout.facts.asks_quantities
    assert values[texts.sku] == "BOSCH|1"
    assert values[texts.price.format(1)] == OFFERS[0].price
    assert values[texts.price.format(3)] is None
    assert values[texts.price_age] == layout.made_on - DAY == 2
    assert values[texts.delivery] == 48
    assert values[texts.pack] == 10
    assert (values[texts.supplier_brand], values[texts.supplier_article]) == ("Bosch", "00-12")
    if layout.facts.asks_quantities:
        assert values[texts.asked] == 6
        assert values[texts.line_sum.format("RUB")] == 5 * 1234.5 + 1300
    if layout.facts.has_codes:
        assert values[texts.code] == "own"


def test_a_line_without_offers_has_no_terms(layout: Layout) -> None:
    cells = layout.cells(ResultLine("BOSCH", "1", (), Outcome.NOT_FOUND, ()))
    assert cells[-6:] == [None] * 6


def test_an_offers_own_delivery_time_comes_before_its_suppliers(layout: Layout) -> None:
    offer = OFFERS[0]._replace(terms_text="\x1f\x1f\x1f\x1f\x1f5")
    cells = layout.cells(ResultLine("BOSCH", "1", [offer], Outcome.FOUND, ()))
    assert dict(zip(layout.headings, cells, strict=True))[layout.texts.delivery] == 5
