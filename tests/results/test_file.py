import datetime
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from crossdock.errors import UserError
from crossdock.offers.answers import BestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.results import file as result_file
from crossdock.results.file import write_result
from crossdock.results.lines import ResultFacts, ResultLine
from tests.results.written import FACTS, OFFERS, OWN_COLUMNS, batches, line, written

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
            *("Price of", "Price age, days", "Delivery, hours"),
            *("Pack, pcs", "Minimum, pcs", "Supplier's brand", "Supplier's article"),
            "Remark",
            *("Offer 2: terms", "Offer 2: SKU", "Offer 3: terms", "Offer 3: SKU"),
        ),
        (
            "BOSCH|0012",
            "BOSCH",
            "0012",
            *(1234.5, 5, "Armtek"),
            *(1300, 2.5, "Rossko"),
            *(1300.01, 1, "Zeta"),
            "Found",
            *(datetime.datetime(2025, 11, 22), 2, 48),
            *(10, None, "Bosch", "00-12"),
            "x",
            *("2025-11-21, days old: 3; in 24 h; at least 3", "BOSCH.|0012"),
            *("2025-11-22, days old: 2", None),
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
    assert heading[11:13] == ("Название поставщика 3", "Итог")
    assert heading[13:16] == ("Дата цены", "Возраст цены, дней", "Срок поставки, ч")
    assert heading[16:18] == ("Кратность, шт.", "Минимум, шт.")
    assert heading[18:21] == ("Бренд у поставщика", "Артикул у поставщика", "Примечание")
    assert heading[-1] == "Предложение 3: SKU"
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
    assert (row[0], row[1], row[2], row[5], row[OWN_COLUMNS]) == (f"{text}|{text}", *[text] * 4)


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
    own = slice(OWN_COLUMNS, OWN_COLUMNS + 5)
    assert heading[own] == ("Remark", "Remark (2)", "SKU (2)", "Column X", "Column Y")
    assert row[own] == ("a", "b", "c", "d", "e")


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
    assert sheet.freeze_panes == "D2"
    assert sheet.page_setup.paperSize == 9
    assert sheet.auto_filter.ref == "A1:Y31"
    formats = [sheet[f"{letter}2"].number_format for letter in "NSVW"]
    assert formats == ["yyyy-mm-dd", "@", "General", "@"]
    assert all(cell.font.bold for cell in sheet[1])
    assert [sheet["D2"].number_format, sheet["E2"].number_format] == ["#,##0.00", "General"]
    assert {sheet[f"{letter}2"].number_format for letter in "ABC"} == {"@"}
    widths = {letter: sheet.column_dimensions[letter].width for letter in "ACDU"}
    assert widths["A"] > len("BOSCH|000000000000")
    assert widths["C"] > 12
    assert widths["D"] > len("Best price 1")
    assert 40 < widths["U"] < 60
    with ZipFile(path) as archive:
        xml = archive.read("xl/worksheets/sheet1.xml").decode()
        printed = re.search(rb"Print_Area[^>]*>([^<]*)<", archive.read("xl/workbook.xml"))
    assert printed is not None
    assert printed[1] == b"Result!$A:$U"  # without the terms of the other offers
    ignored = re.search(r'<ignoredError sqref="([^"]+)" numberStoredAsText="1"/>', xml)
    assert ignored is not None
    assert ignored[1] == "A2:A31 C2:C31"


def test_no_lines_make_a_file_with_headings(path: Path) -> None:
    book = written(path, [], ["Remark"])
    assert book.worksheets[0].cell(1, OWN_COLUMNS + 1).value == "Remark"


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
