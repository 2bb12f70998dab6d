import datetime
import re
import resource
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from random import Random
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from crossdock.errors import UserError
from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results import file as result_file
from crossdock.results.file import write_result
from crossdock.results.lines import ResultFacts, ResultLine, ResultLines
from crossdock.spreadsheets.cells import Cell, FormattedNumber
from tests.lines import columns

FACTS = ResultFacts(
    "parts.xlsx", "ОПТ-2", 2, datetime.datetime(2025, 11, 24, 9, 30, tzinfo=datetime.UTC)
)
OFFERS = [
    BestOffer(1234.5, 5.0, "Armtek"),
    BestOffer(1300.0, 2.5, "Rossko"),
    BestOffer(1300.01, 1.0, "Zeta"),
]
OWN_COLUMNS = 13
DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    '=HYPERLINK("http://example.com")',
    "{=A1}",
    "http://example.com",
    "mailto:a@example.com",
    "internal:'Sheet'!A1",
]


def line(
    article: str = "0012",
    other: Sequence[Cell] = (),
    offers: Sequence[BestOffer] = (),
    outcome: Outcome = Outcome.NOT_FOUND,
) -> ResultLine:
    return ResultLine("BOSCH", article, offers, outcome, other)


def written(
    path: Path, lines: list[ResultLine], headings: Sequence[str] = (), russian: bool = False
) -> Workbook:
    write_result(path, batches(lines), other_headings=headings, russian=russian, facts=FACTS)
    return load_workbook(path)


def batches(lines: Iterable[ResultLine]) -> Iterator[ResultLines]:
    stream = iter(lines)
    return map(columns, iter(lambda: list(islice(stream, 2000)), []))


def other_column(workbook: Workbook, index: int = 0) -> list[Cell]:
    sheet = workbook.worksheets[0]
    return [row[OWN_COLUMNS + index] for row in sheet.iter_rows(min_row=2, values_only=True)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "result.xlsx"


def test_a_line_has_its_part_three_offers_outcome_and_other_columns(path: Path) -> None:
    book = written(path, [line("0012", ["x"], OFFERS, Outcome.FOUND)], ["Remark"])
    assert list(book.worksheets[0].values) == [
        (
            "SKU",
            "Brand",
            "Article",
            "Best price 1",
            "Quantity 1",
            "Supplier name 1",
            "Best price 2",
            "Quantity 2",
            "Supplier name 2",
            "Best price 3",
            "Quantity 3",
            "Supplier name 3",
            "Outcome",
            "Remark",
        ),
        (
            "BOSCH|0012",
            "BOSCH",
            "0012",
            *(1234.5, 5, "Armtek"),
            *(1300, 2.5, "Rossko"),
            *(1300.01, 1, "Zeta"),
            "Found",
            "x",
        ),
    ]


def test_russian_requests_get_russian_headings_and_outcomes(path: Path) -> None:
    book = written(path, [line("1", ["x"])], ["Примечание"], russian=True)
    heading, row = book.worksheets[0].values
    assert heading[:6] == (
        "SKU",
        "Бренд",
        "Артикул",
        "Лучшая цена 1",
        "Количество 1",
        "Название поставщика 1",
    )
    assert heading[11:] == ("Название поставщика 3", "Результат", "Примечание")
    assert row[12] == "Не найдено"
    assert book.sheetnames == ["Результат", "Сводка"]


def test_lines_keep_their_order_and_duplicates(path: Path) -> None:
    articles = [str(number * 7 % 500) for number in range(600)]
    book = written(path, [line(article) for article in articles])
    assert [row[2] for row in book.worksheets[0].values][1:] == articles


def test_each_line_is_written_once(path: Path) -> None:
    written(path, [line(str(number), offers=OFFERS) for number in range(1234)])
    with ZipFile(path) as archive:
        rows = re.findall(rb'<row r="(\d+)"', archive.read("xl/worksheets/sheet1.xml"))
    assert list(map(int, rows)) == list(range(1, 1236))


def test_text_never_becomes_a_formula_or_a_link(path: Path) -> None:
    lines = [
        ResultLine(text, text, [BestOffer(1.0, 1.0, text)], Outcome.FOUND, [text])
        for text in DANGEROUS
    ]
    sheet = written(path, lines, ["=1+1"]).worksheets[0]
    for text, row in zip(DANGEROUS, sheet.iter_rows(min_row=2), strict=True):
        for cell in (row[1], row[2], row[5], row[OWN_COLUMNS]):
            assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    assert sheet.cell(1, OWN_COLUMNS + 1).data_type == "s"
    with ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                assert not re.search(rb"<f[ >/]|<hyperlink", archive.read(name))


@pytest.mark.parametrize(
    "text", ["a&b", "<i>", " a", "a ", "a\nb", "Ёлка-1", "ß", "a" * 300, "1\u00a02", "١"]
)
def test_text_is_text_wherever_it_stands(path: Path, text: str) -> None:
    offers = [BestOffer(1.0, 1.0, text)]
    cells = ResultLine(text, text, offers, Outcome.FOUND, [text])
    row = list(written(path, [cells], [text]).worksheets[0].values)[1]
    assert (row[0], row[1], row[2], row[5], row[13]) == (f"{text}|{text}", *[text] * 4)


def test_other_columns_keep_their_types(path: Path) -> None:
    day, moment = datetime.date(2025, 3, 1), datetime.datetime(2025, 3, 1, 14, 30)
    cells: list[Cell] = ["0012", 7, 2.5, True, day, moment, None, "2025-03-01"]
    sheet = written(path, [line(other=cells)], list("abcdefgh")).worksheets[0]
    got = [cell.value for cell in sheet[2]][OWN_COLUMNS:]
    midnight = datetime.datetime(2025, 3, 1)
    assert got == ["0012", 7, 2.5, True, midnight, moment, None, "2025-03-01"]
    assert got[3] is True
    formats = [cell.number_format for cell in sheet[2]][OWN_COLUMNS:]
    assert formats[4:6] == ["yyyy-mm-dd", "yyyy-mm-dd hh:mm"]


@pytest.mark.parametrize(
    "column",
    [
        [None, 1, 2.5, "text", None],
        [None, None, "text", 3, True],
        [1, "text", None],
        ["text", 1, 2.5],
        [True, "text", 1],
        ["1", 1, "1"],
    ],
)
def test_the_first_cell_of_a_column_decides_nothing_about_the_next(
    path: Path, column: list[Cell]
) -> None:
    book = written(path, [line(other=[cell]) for cell in column], ["Mixed"])
    got = other_column(book)
    assert got == column
    assert [isinstance(cell, str) for cell in got] == [isinstance(cell, str) for cell in column]


def test_types_that_change_far_below_the_first_lines_come_out_right(path: Path) -> None:
    day = datetime.datetime(2025, 3, 1, 8)
    column: list[Cell] = [None] * 1500 + [day, "text", 5]
    sheet = written(path, [line(other=[cell]) for cell in column], ["Late"]).worksheets[0]
    last = [row[OWN_COLUMNS] for row in sheet.iter_rows(min_row=1502)]
    assert [cell.value for cell in last] == [day, "text", "5"]
    assert last[0].number_format == "yyyy-mm-dd hh:mm"


@pytest.mark.parametrize("days", [1, 2500])
def test_days_above_a_moment_do_not_take_its_time(path: Path, days: int) -> None:
    day, moment = datetime.datetime(2025, 3, 1), datetime.datetime(2025, 3, 1, 14, 30)
    column: list[Cell] = [day.date()] * days + [moment]
    book = written(path, [line(other=[cell]) for cell in column], ["When"])
    assert other_column(book) == [day] * days + [moment]


def test_numbers_beside_dates_are_not_shown_as_dates(path: Path) -> None:
    column: list[Cell] = [5, datetime.date(2025, 3, 1), 6]
    sheet = written(path, [line(other=[cell]) for cell in column], ["Mixed"]).worksheets[0]
    cells = [row[OWN_COLUMNS] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [5, "2025-03-01", 6]
    assert not any(cell.is_date for cell in cells)


def test_impossible_values_do_not_break_the_file(path: Path) -> None:
    nan, infinity = float("nan"), float("inf")
    column: list[Cell] = [nan, infinity, -infinity, "a\x00\x0bb\ud800", "x" * 40_000, 10**400, 1.0]
    book = written(path, [line(other=[cell]) for cell in column], ["Odd\x01"])
    got = other_column(book)
    assert got[:4] == [None, None, None, "ab"]
    assert got[4] == "x" * 32_767
    assert got[5:] == [str(10**400), 1]
    assert book.worksheets[0].cell(1, OWN_COLUMNS + 1).value == "Odd"


@pytest.mark.parametrize("sign", ["A", "ё", "\U0001d7d8", "&", " "])
@pytest.mark.parametrize("russian", [True, False])
def test_no_text_of_either_sheet_is_longer_than_a_cell_holds(
    path: Path, sign: str, russian: bool
) -> None:
    long = sign * 40_000
    lines = [
        ResultLine(brand, article, [BestOffer(1.0, 1.0, long)], Outcome.FOUND, [long, long])
        for brand, article in ((long, "1"), ("1", long), (long, long), ("A" * 99, "A" * 32_767))
    ]
    facts = ResultFacts(long, long, 2, FACTS.prices_as_of)
    write_result(path, batches(lines), other_headings=[long, long], russian=russian, facts=facts)
    book = load_workbook(path)
    assert all(0 < len(sheet.title) <= 31 for sheet in book)
    texts = [
        cell for sheet in book for row in sheet.values for cell in row if isinstance(cell, str)
    ]
    lengths = [len(text.encode("utf-16-le")) // 2 for text in texts]
    assert max(lengths) <= 32_767
    assert max(lengths) > 32_700  # and no shorter than it must be


def test_headings_that_clash_or_are_empty_lose_no_column(path: Path) -> None:
    headings = ["Remark", "Remark", "SKU", "", ""]
    book = written(path, [line(other=["a", "b", "c", "d", "e"])], headings)
    heading, row = book.worksheets[0].values
    assert heading[OWN_COLUMNS:] == ("Remark", "Remark (2)", "SKU (2)", "Column Q", "Column R")
    assert row[OWN_COLUMNS:] == ("a", "b", "c", "d", "e")


def test_missing_parts_are_empty_cells(path: Path) -> None:
    lines = [
        ResultLine("", "0012", (), Outcome.NO_BRAND, ()),
        ResultLine("BOSCH", "", (), Outcome.NO_ARTICLE, ()),
    ]
    rows = list(written(path, lines).worksheets[0].values)[1:]
    assert [row[:3] for row in rows] == [("|0012", None, "0012"), ("BOSCH|", "BOSCH", None)]
    assert [row[12] for row in rows] == ["No brand", "No article"]


def test_sheet_is_made_for_reading(path: Path) -> None:
    remark = "a remark of some length, too long for a column of the usual width"
    lines = [line(f"{number:012}", [remark], OFFERS, Outcome.FOUND) for number in range(30)]
    sheet = written(path, lines, ["Remark"]).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:N31"
    assert all(cell.font.bold for cell in sheet[1])
    assert [sheet["D2"].number_format, sheet["E2"].number_format] == ["#,##0.00", "General"]
    assert {sheet[f"{letter}2"].number_format for letter in "ABC"} == {"@"}
    widths = {letter: sheet.column_dimensions[letter].width for letter in "ACDN"}
    assert widths["A"] > len("BOSCH|000000000000")
    assert widths["C"] > 12
    assert widths["D"] > len("Best price 1")
    assert 40 < widths["N"] < 60
    with ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
    ignored = re.search(r'<ignoredError sqref="([^"]+)" numberStoredAsText="1"/>', xml)
    assert ignored is not None
    assert ignored[1] == "A2:A31 C2:C31"


def test_no_lines_make_a_file_with_headings(path: Path) -> None:
    book = written(path, [], ["Remark"])
    assert [cell.value for cell in book.worksheets[0][1]][-1] == "Remark"
    assert set(beside(book.worksheets[1], "Lines")) == {0}


class Cancelled(BaseException):
    """What a cancelled worker raises: no `Exception`, so that nothing swallows it."""


@pytest.mark.parametrize("error", [Cancelled("stop"), UserError("row 7"), RuntimeError("x")])
@pytest.mark.parametrize("after", [0, 5, 3000])
def test_what_the_lines_raise_comes_out_unchanged_and_leaves_nothing(
    path: Path, error: BaseException, after: int
) -> None:
    def lines() -> Iterator[ResultLine]:
        yield from [line()] * after
        raise error

    with pytest.raises(type(error)) as caught:
        write_result(path, batches(lines()), other_headings=[], russian=False, facts=FACTS)
    assert caught.value is error
    assert list(path.parent.iterdir()) == []


def test_a_failure_leaves_the_earlier_file_as_it_was(path: Path) -> None:
    path.write_bytes(b"earlier")

    def lines() -> Iterator[ResultLine]:
        yield line()
        raise Cancelled

    with pytest.raises(Cancelled):
        write_result(path, batches(lines()), other_headings=[], russian=False, facts=FACTS)
    assert path.read_bytes() == b"earlier"
    assert list(path.parent.iterdir()) == [path]


def test_a_success_replaces_the_earlier_file_and_leaves_nothing_else(path: Path) -> None:
    path.write_bytes(b"earlier")
    assert written(path, [line("1")]).worksheets[0]["C2"].value == "1"
    assert list(path.parent.iterdir()) == [path]


def test_a_disk_that_takes_no_more_is_an_error_of_the_system(path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    chance = Random(1)
    lines = [line(chance.randbytes(50).hex()) for _ in range(5000)]
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_result(path, batches(lines), other_headings=[], russian=False, facts=FACTS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(path.parent.iterdir()) == []


def test_too_many_lines_say_what_to_do(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_file, "MAX_LINES", 1000)
    assert written(path, [line()] * 1000).worksheets[0].max_row == 1001
    path.unlink()
    with pytest.raises(UserError, match=r"more than 1,000 lines.*Split the file"):
        written(path, [line()] * 1001)
    assert list(path.parent.iterdir()) == []


def test_the_limit_of_lines_is_that_of_a_worksheet() -> None:
    assert result_file.MAX_LINES + 1 == 2**20


def test_too_many_columns_say_what_to_do(path: Path) -> None:
    with pytest.raises(UserError, match="too many columns"):
        written(path, [line()], [""] * (16_384 - OWN_COLUMNS + 1))


def beside(sheet: Worksheet, label: str) -> list[Cell]:
    """The cells to the right of those with this label."""
    return [
        row[index + 1].value
        for row in sheet.iter_rows()
        for index, cell in enumerate(row[:-1])
        if cell.value == label and str(row[index + 1].value).strip() not in ("", "None")
    ]


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
    assert beside(sheet, "Sum of best prices") == [pytest.approx(total)]
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
    assert formats["Sum of best prices"] == "#,##0.00"
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


def test_numbers_keep_the_formats_that_they_bring(path: Path) -> None:
    cells = [FormattedNumber(123, "00000000"), FormattedNumber(0.15, "0%"), 7.0]
    write_result(
        path,
        batches([line(other=cells), line(other=[None, FormattedNumber(9, "00000000"), 1.0])]),
        other_headings=["Code", "Discount", "Sum"],
        russian=False,
        facts=FACTS,
        number_formats=["00000000", "0%"],
    )
    rows = list(load_workbook(path).worksheets[0].iter_rows(min_row=2, min_col=OWN_COLUMNS + 1))
    assert [cell.value for cell in rows[0]] == [123, 0.15, 7]
    assert [cell.number_format for cell in rows[0]] == ["00000000", "0%", "General"]
    assert rows[1][1].number_format == "00000000"
