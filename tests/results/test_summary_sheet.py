import re
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results.file import write_result
from crossdock.results.lines import ResultFacts, ResultLine
from crossdock.spreadsheets.cells import Cell
from tests.results.written import FACTS, OFFERS, batches, line, written


def beside(sheet: Worksheet, label: str) -> list[Cell]:
    """The cells to the right of those with this label."""
    return [
        row[index + 1].value
        for row in sheet.iter_rows()
        for index, cell in enumerate(row[:-1])
        if cell.value == label and str(row[index + 1].value).strip() not in ("", "None")
    ]


def test_no_lines_are_none_found(path: Path) -> None:
    assert set(beside(written(path, []).worksheets[1], "Lines")) == {0}


def summary_lines() -> list[ResultLine]:
    armtek, rossko, zeta = OFFERS
    return [
        *[line("1", offers=[armtek, rossko, zeta], outcome=Outcome.FOUND)] * 3,
        line("2", offers=[rossko, zeta], outcome=Outcome.FOUND_IGNORING_ZEROS),
        *[line("3", offers=[zeta], outcome=Outcome.FOUND)] * 2,
        *[line("4", outcome=Outcome.TOO_OLD)] * 2,
    ]


def test_summary_sheet_has_the_numbers_of_the_lines(path: Path) -> None:
    sheet = written(path, summary_lines()).worksheets[1]
    assert sheet.title == "Summary"
    assert beside(sheet, "Request file") == ["parts.xlsx"]
    assert beside(sheet, "Supplier group") == ["ОПТ-2"]
    assert beside(sheet, "Lookback, days") == [2]
    assert beside(sheet, "Prices as of") == ["2025-11-24 12:30"]
    assert beside(sheet, "Lines") == [8]
    assert beside(sheet, "Lines found") == [6]
    assert beside(sheet, "Share found") == [0.75]
    total = 3 * 1234.5 + 1300 + 2 * 1300.01
    assert beside(sheet, "Sum of best prices, without quantities") == [pytest.approx(total)]
    labels = ("No offers", "1 offer", "2 offers", "3 offers")
    assert [beside(sheet, label) for label in labels] == [[2], [2], [1], [3]]
    assert beside(sheet, "Found") == [5]
    assert beside(sheet, "Found, leading zeros ignored") == [1]
    assert beside(sheet, "Only older offers") == [2]
    assert beside(sheet, "Out of stock") == []


def test_summary_sheet_formats_shares_and_sums(path: Path) -> None:
    sheet = written(path, summary_lines()).worksheets[1]
    formats = {
        row[index - 1].value: cell.number_format
        for row in sheet.iter_rows()
        for index, cell in enumerate(row)
        if index and isinstance(cell.value, int | float)
    }
    assert formats["Share found"] == "0.0%"
    assert formats["Sum of best prices, without quantities"] == "#,##0.00"
    assert formats["Lines"] == formats["3 offers"] == formats["Armtek"] == "#,##0"


def supplier_cells(sheet: Worksheet, heading: str) -> tuple[int, int]:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == heading:
                return cell.row, cell.column
    raise AssertionError(heading)


def test_summary_sheet_ranks_the_suppliers(path: Path) -> None:
    sheet = written(path, summary_lines()).worksheets[1]
    row, column = supplier_cells(sheet, "Supplier")
    block = sheet.iter_rows(
        min_row=row + 1, max_row=row + 3, min_col=column, max_col=column + 2, values_only=True
    )
    assert list(block) == [
        ("Armtek", 3, pytest.approx(3 / 6)),
        ("Zeta", 2, pytest.approx(2 / 6)),
        ("Rossko", 1, pytest.approx(1 / 6)),
    ]


def test_summary_chart_draws_the_lines_won_by_supplier(path: Path) -> None:
    sheet = written(path, summary_lines()).worksheets[1]
    row, column = supplier_cells(sheet, "Supplier")
    (chart,) = sheet._charts
    (series,) = chart.series
    first_name = sheet.cell(row + 1, column).coordinate
    first_count = sheet.cell(row + 1, column + 1).coordinate
    absolute = re.compile(r"\$?([A-Z]+)\$?(\d+)")
    categories = absolute.findall((series.cat.strRef or series.cat.numRef).f)
    values = absolute.findall(series.val.numRef.f)
    assert "".join(categories[0]) == first_name
    assert "".join(values[0]) == first_count
    assert int(values[1][1]) >= row + 3


def test_summary_sheet_speaks_russian_with_russian_headings(path: Path) -> None:
    sheet = written(path, summary_lines(), russian=True).worksheets[1]
    assert sheet.title == "Сводка"
    assert beside(sheet, "Файл запроса") == ["parts.xlsx"]
    assert beside(sheet, "Доля найденных") == [0.75]
    assert beside(sheet, "Нет предложений") == [2]
    assert beside(sheet, "Найдено") == [5]


def test_summary_sheet_takes_names_that_look_like_formulas(path: Path) -> None:
    facts = ResultFacts("=1+1.xlsx", "@group\x00", 0, FACTS.prices_as_of)
    offers = [BestOffer(1.0, 1.0, "=supplier")]
    write_result(
        path, batches([line(offers=offers)]), other_headings=[], russian=False, facts=facts
    )
    sheet = load_workbook(path).worksheets[1]
    assert beside(sheet, "Request file") == ["=1+1.xlsx"]
    assert beside(sheet, "Supplier group") == ["@group"]
    assert beside(sheet, "=supplier") == [1]
    with ZipFile(path) as archive:
        assert not re.search(rb"<f[ >/]", archive.read("xl/worksheets/sheet2.xml"))


def test_the_summary_that_is_returned_is_that_of_the_sheet(path: Path) -> None:
    summary = write_result(
        path, batches(summary_lines()), other_headings=[], russian=False, facts=FACTS
    )
    assert summary.lines == 8
    assert summary.outcome_counts() == {"found": 5, "found_ignoring_zeros": 1, "too_old": 2}


def test_what_lines_ask_for_stands_beside_their_parts_and_is_summed_up(path: Path) -> None:
    facts = replace(FACTS, asks_quantities=True)
    lines = [
        line("1", ["4"], OFFERS, Outcome.FOUND)._replace(demand=4.0),
        line("2", ["116"], OFFERS, Outcome.FOUND_IGNORING_ZEROS)._replace(demand=116.0),
        line("3", ["7"])._replace(demand=7.0),
        line("4", ["some"], OFFERS, Outcome.FOUND),
    ]
    write_result(path, batches(lines), other_headings=["Qty"], russian=False, facts=facts)
    book = load_workbook(path)
    heading, *rows = book.worksheets[0].values
    places = [heading.index(name) for name in ("Asked for, pcs", "Outcome", "Sum, RUB", "Qty")]
    bought = 5 * 1234.5 + 2.5 * 1300 + 1300.01
    assert places[0] == 3
    assert [tuple(row[place] for place in places) for row in rows] == [
        (4, "Found", 4 * 1234.5, "4"),
        (116, "Found, leading zeros ignored. Not enough: 8.5 of 116", bought, "116"),
        (7, "Not found", None, "7"),
        (None, "Found", None, "some"),
    ]
    assert book.worksheets[0].freeze_panes == "E2"
    summary = book.worksheets[1]
    assert beside(summary, "Sum of all lines") == [pytest.approx(4 * 1234.5 + bought)]
    assert beside(summary, "Lines that offers cannot fill") == [1]
    assert beside(summary, "Lines without a quantity") == [1]
    assert beside(summary, "Currency") == ["RUB"]
