"""What request lines want of their parts, from their file to the result."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crossdock.models import SupplierGroup
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.run import run
from crossdock.results.lines_query import LinesFile, LinesQuery
from crossdock.results.summary import Summary
from crossdock.spreadsheets.messages import file_notes
from tests.factories import make_group, make_offer, make_price_list, make_supplier
from tests.pipeline.test_run import Recorder
from tests.spreadsheets.format_files import Write, write_xls, write_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> SupplierGroup:
    north, south = make_supplier("North"), make_supplier("South")
    make_offer(make_price_list(north), article="1", price="120.50", quantity="5")
    make_offer(make_price_list(south), article="1", price="140", quantity="5")
    return make_group(north, south)


def process(
    folder: Path, group: SupplierGroup, *lines: str
) -> tuple[list[dict[str, Any]], Summary, LinesFile]:
    """The result's rows by their headings, the summary, and the lines for the page."""
    path, result, kept = (folder / name for name in ("a.csv", "result.xlsx", "lines.sqlite3"))
    path.write_text("\n".join(lines) + "\n")
    search = OfferSearch(group, 2)
    summary = run(path, result, search, Recorder(), filename="a.csv", lines_path=kept)
    headings, *rows = openpyxl.load_workbook(result).worksheets[0].values
    return (
        [dict(zip(map(str, headings), row, strict=True)) for row in rows],
        summary,
        LinesFile(kept),
    )


def test_offers_above_the_ceiling_do_not_count(tmp_path: Path, group: SupplierGroup) -> None:
    rows, summary, kept = process(
        tmp_path,
        group,
        "Brand;Article;Max price",
        "BOSCH;1;130",
        "BOSCH;1;100,5",
        "BOSCH;1;",
        "BOSCH;1;120.50",
        "BOSCH;1;0",
    )
    prices = [(row["Best price 1"], row["Best price 2"]) for row in rows]
    both, first = (120.5, 140), (120.5, None)
    assert prices == [first, (None, None), both, first, both]
    too_dear = "Offers only above the ceiling price. The cheapest costs 120.5, that is 20 over"
    assert [row["Outcome"] for row in rows] == ["Found", too_dear, "Found", "Found", "Found"]
    assert summary.outcome_counts() == {"found": 4, "above_ceiling": 1}
    line = kept.lines(LinesQuery(lambda _kind: True), range(5))[1]
    assert (line.remark.cheapest, line.remark.excess) == (120.5, 20)
    assert rows[0]["Max price"] == "130"


def test_what_cannot_be_read_is_named_and_not_taken_for_one(
    tmp_path: Path, group: SupplierGroup
) -> None:
    rows, _summary, kept = process(
        tmp_path,
        group,
        "Brand;Article;Остаток;Заказ;Целевая цена",
        "BOSCH;1;9;2 шт.;",
        "BOSCH;1;9;10,0;",
        "BOSCH;1;9;1 компл;",
        "BOSCH;1;9;пара;дёшево",
        "BOSCH;1;9;1;1.500",
        "BOSCH;1;9;1;150 USD",
    )
    assert [row["Asked for, pcs"] for row in rows] == [2, 10, 1, None, 1, 1]
    assert [row["Outcome"] for row in rows[2:]] == [
        "Found",
        "Found. Quantity not read: пара. Ceiling price not read: дёшево",
        "Found. Ceiling price not read: 1.500",
        "Found. Ceiling price not read: 150 USD",
    ]
    lines = kept.lines(LinesQuery(lambda _kind: True), range(6))
    assert lines[3].remark[:2] == ("пара", "дёшево")


def test_a_ceiling_in_another_currency_is_not_compared(
    tmp_path: Path, group: SupplierGroup
) -> None:
    rows, *_rest = process(tmp_path, group, "Brand;Article;Target price, USD", "BOSCH;1;2")
    assert rows[0]["Best price 1"] == 120.5
    assert rows[0]["Outcome"] == "Found. Ceiling price not read: 2 USD"


@pytest.mark.parametrize("write", [write_xlsx, write_xls])
def test_numbers_with_formats_are_read_as_their_formats_show_them(
    tmp_path: Path, group: SupplierGroup, write: Write
) -> None:
    path = tmp_path / "a.bin"
    headings = ("Brand", "Article", "Заказ", "Целевая цена", "Наш код")
    formats = {(1, 2): "#,##0", (1, 3): "#,##0.00", (1, 4): "00000"}
    formats |= {(2, 2): "0.00", (2, 3): "[$$-409]0.00"}
    write(path, [headings, ("BOSCH", "1", 3, 130, 123), ("BOSCH", "1", 2, 200, 7)], formats)
    result = tmp_path / "result.xlsx"
    run(path, result, OfferSearch(group, 2), Recorder(), filename="a.bin")
    headings, *rows = openpyxl.load_workbook(result).worksheets[0].values
    first, second = (dict(zip(headings, row, strict=True)) for row in rows)
    assert [first["Asked for, pcs"], first["Best price 2"], first["Own code"]] == [3, None, "00123"]
    assert [second["Asked for, pcs"], second["Own code"]] == [2, "7"]
    assert second["Outcome"] == "Found. Ceiling price not read: 200.00 USD"
    assert second["Целевая цена"] == 200


def test_the_own_code_stands_beside_the_part_and_the_same_part_keeps_both_lines(
    tmp_path: Path, group: SupplierGroup
) -> None:
    rows, _summary, kept = process(
        tmp_path, group, "Наш код;Brand;Article;Note", "007;BOSCH;1;a", ";BOSCH;1;b", "<8>;BOSCH;2;"
    )
    assert list(rows[0])[:4] == ["SKU", "Brand", "Article", "Own code"]
    assert "Наш код" not in rows[0]
    assert [row["Own code"] for row in rows] == ["007", None, "<8>"]
    assert [row["Note"] for row in rows] == ["a", "b", None]
    lines = kept.lines(LinesQuery(lambda _kind: True), range(3))
    assert [line.code for line in lines] == ["007", "", "<8>"]


def test_a_column_that_could_be_another_is_told(tmp_path: Path, group: SupplierGroup) -> None:
    lines = ("Brand;Article;Заказ;Потребность", "BOSCH;1;1;2")
    rows, summary, _kept = process(tmp_path, group, *lines)
    assert rows[0]["Asked for, pcs"] == 1
    assert "«Заказ»; it could also be: «Потребность»" in file_notes(summary.notes)[0]
