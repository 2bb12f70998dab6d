from dataclasses import replace

import pytest

from crossdock.offers.outcomes import Outcome
from crossdock.results.layout import Layout
from crossdock.results.lines import ResultLine
from crossdock.results.texts import ENGLISH, RUSSIAN
from crossdock.spreadsheets.sheets import column_letters
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
    where = dict(zip(map(column_letters, range(99)), layout.headings, strict=False))
    letters, texts = layout.letters, layout.texts
    assert where[letters.brand] == texts.brand
    assert where[letters.outcome] == texts.outcome
    assert where[letters.offers[1][2]] == texts.supplier.format(2)
    assert where[letters.terms.delivery] == texts.delivery
    assert where[letters.terms.pack] == texts.pack
    assert where[letters.terms.supplier_article] == texts.supplier_article
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
    assert cells[-7:] == [None] * 7


def test_an_offers_own_delivery_time_comes_before_its_suppliers(layout: Layout) -> None:
    offer = OFFERS[0]._replace(terms_text="\x1f\x1f\x1f\x1f\x1f5")
    cells = layout.cells(ResultLine("BOSCH", "1", [offer], Outcome.FOUND, ()))
    assert dict(zip(layout.headings, cells, strict=True))[layout.texts.delivery] == 5


def test_the_terms_of_the_other_offers_stand_beyond_the_requests_own_columns() -> None:
    layout = Layout(ENGLISH, FACTS, 2)
    headings, letters = [*layout.headings, "", "", *layout.further_headings], layout.letters
    where = dict(zip(map(column_letters, range(99)), headings, strict=False))
    assert where[letters.further[0][0]] == "Offer 2: terms"
    assert where[letters.further[1][1]] == "Offer 3: SKU"
    line = ResultLine("BOSCH", "1", OFFERS[:2], Outcome.FOUND, ())
    assert layout.further_cells(line) == [
        *("2025-11-21, days old: 3; in 24 h; at least 3", "BOSCH.|0012"),
        *(None, None),
    ]
    assert layout.further_cells(line._replace(offers=())) == [None] * 4
