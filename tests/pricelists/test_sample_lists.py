"""The layouts that suppliers really send; the figures were read out of the files by other means."""

import csv
import datetime
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlrd

from crossdock.errors import UserError
from crossdock.models import Offer, PriceList, Supplier
from crossdock.parts.keys import brand_key
from crossdock.pricelists.columns import describe
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.reasons import SkipReason
from crossdock.pricelists.report import ImportReport
from crossdock.spreadsheets.columns import Column

DAY = datetime.date(2026, 1, 31)
IN_WORDS = {
    "очікуємо": 0,
    "0 шт.": 0,
    "1 шт.": 1,
    "2 шт.": 2,
    ">10 шт.": 10,
    "<5": 1,
    "+": 1,
    "есть": 1,
    "нет": 0,
    "-": 0,
    "3": 3,
    "10-50": 10,
    ">10": 10,
    "100+": 100,
}


@pytest.fixture
def price_lists(shared_data: Path) -> Path:
    return shared_data / "price_lists"


def offers(report: ImportReport) -> list[tuple[str, str, Decimal, Decimal]]:
    rows = report.price_list.offers.order_by("id")
    return list(rows.values_list("brand", "article", "price", "quantity"))


def price_heading(report: ImportReport) -> str:
    return next(line for line in describe(report.mapping) if line.startswith("Price"))


def four_decimals(number: str | float) -> Decimal:
    return Decimal(str(number)).quantize(Decimal("0.0001"))


def of_1c(path: Path, first_row: int) -> list[tuple[str, str, Decimal, Decimal]]:
    """Brand, article, purchase price and quantity, the articles as their number format shows."""
    book = xlrd.open_workbook(str(path), formatting_info=True)
    sheet = book.sheet_by_index(0)
    rows = []
    for row in range(first_row, sheet.nrows):
        cell = sheet.cell(row, 1)
        article = str(cell.value)
        if cell.ctype == xlrd.XL_CELL_NUMBER:
            number_format = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            zeros = len(number_format) if not number_format.strip("0") else 0
            article = str(int(cell.value)).zfill(zeros)
        price, quantity = sheet.cell_value(row, 4), sheet.cell_value(row, 3)
        rows.append(
            (sheet.cell_value(row, 0), article, four_decimals(price), Decimal(int(quantity)))
        )
    return rows


def of_csv(path: Path, encoding: str, delimiter: str) -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_1c_with_two_prices(supplier: Supplier, price_lists: Path) -> None:
    path = price_lists / "1c_two_prices_numeric_articles.xls"
    report = import_price_list(path, supplier, DAY)
    assert price_heading(report) == "Price: «Цена закупки (шт)» (column E)"
    assert (report.rows_taken, report.rows_left_out) == (150, 0)
    stored = offers(report)
    assert stored == of_1c(path, first_row=1)
    assert stored[0] == ("BOSCH", "0310945355", Decimal("800.62"), Decimal(1))
    assert stored[1] == ("SACHS", "03831124", Decimal("1627.83"), Decimal(3))


def test_1c_without_headings(supplier: Supplier, price_lists: Path) -> None:
    path = price_lists / "1c_no_header.xls"
    report = import_price_list(path, supplier, DAY)
    assert (report.rows_taken, report.rows_left_out) == (150, 0)
    assert offers(report) == of_1c(path, first_row=0)
    assert offers(report)[1] == ("BOSCH", "0904980220", Decimal("4501.87"), Decimal(12))

    other_price = import_price_list(path, supplier, DAY, column_names={Column.PRICE: ["F"]})
    assert offers(other_price)[0] == ("GATES", "K016277", Decimal("450.9135"), Decimal(8))
    assert offers(other_price)[1][2] == Decimal("6077.5245")


def test_text_quantities(supplier: Supplier, price_lists: Path, settings: Any) -> None:
    settings.CURRENCIES = ["RUB", "UAH"]
    path = price_lists / "header_row_6_text_quantities.xlsx"
    report = import_price_list(path, supplier, DAY)
    assert price_heading(report) == "Price: «Ціна, грн» (column D)"
    assert (report.rows_taken, report.rows_left_out) == (150, 0)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    rows = list(sheet.iter_rows(min_row=7, values_only=True))
    assert offers(report) == [
        (brand, str(article), four_decimals(price), IN_WORDS[str(quantity)])
        for brand, article, _, price, quantity, _ in rows
    ]
    assert offers(report)[0] == ("CHRYSLER", "24304192", Decimal("3599.66"), Decimal(0))
    # "MANN" and "MANN-FILTER" stay apart: only aliases say that they are one brand.
    keys = Counter(Offer.objects.filter(price="511").values_list("brand_key"))
    assert keys == {("mann",): 1, ("mannfilter",): 3}


def test_cp1251_with_15_columns(supplier: Supplier, price_lists: Path) -> None:
    path = price_lists / "cp1251_15_columns_multiline.csv"
    report = import_price_list(path, supplier, DAY)
    assert list(describe(report.mapping)) == [
        "Brand: «_MANUFACTURER_» (column J)",
        "Article: «_SKU_» (column I)",
        "Price: «_PRICE_» (column D)",
        "Quantity: «_QUANTITY_» (column F)",
    ]
    assert (report.rows_taken, report.rows_left_out) == (142, 0)
    rows = of_csv(path, "cp1251", ";")[1:]
    assert offers(report) == [(row[9], row[8], Decimal(row[3]), Decimal(row[5])) for row in rows]
    assert offers(report)[-1] == ("SKF", "389.8287911", Decimal(7418), Decimal(0))


def test_no_header_semicolon(supplier: Supplier, price_lists: Path) -> None:
    path = price_lists / "no_header_semicolon_crlf.csv"
    report = import_price_list(path, supplier, DAY)
    assert (report.rows_taken, report.rows_left_out) == (150, 0)
    rows = of_csv(path, "utf-8", ";")
    assert offers(report) == [(row[0], row[1], Decimal(row[2]), Decimal(row[3])) for row in rows]
    assert offers(report)[0] == ("LEMFÖRDER", "48514037", Decimal(408), Decimal(4))


def test_utf_16_with_quantities_in_words(supplier: Supplier, price_lists: Path) -> None:
    path = price_lists / "utf16_tab_quantity_words.txt"
    report = import_price_list(path, supplier, DAY)
    assert (report.rows_taken, report.rows_left_out) == (150, 0)
    rows = of_csv(path, "utf-16", "\t")[1:]
    assert offers(report) == [
        (
            row[0],
            row[1],
            Decimal("".join(row[3].split()).replace(",", ".")),
            Decimal(IN_WORDS[row[4]]),
        )
        for row in rows
    ]
    assert offers(report)[0] == ("MANN-FILTER", "W 6685/39", Decimal("7837.47"), Decimal(10))


def test_transliterated_headings(supplier: Supplier, price_lists: Path) -> None:
    path = price_lists / "translit_1c.csv"
    report = import_price_list(path, supplier, DAY)
    assert price_heading(report) == "Price: «tsenarozn» (column H)"
    assert report.rows_taken == 134
    assert report.left_out == {SkipReason.NO_ARTICLE: 16}
    assert report.examples[SkipReason.NO_ARTICLE][0].row == 10
    rows = [row for row in of_csv(path, "utf-8", ",")[1:] if row[2] not in ("", "-")]
    assert offers(report) == [(row[3], row[2], Decimal(row[7]), Decimal(row[8])) for row in rows]


def test_header_over_two_rows_and_prices_as_text(supplier: Supplier, price_lists: Path) -> None:
    path = price_lists / "two_row_header_text_prices.xlsx"
    report = import_price_list(path, supplier, DAY)
    assert (report.rows_taken, report.rows_left_out) == (150, 0)
    stored = offers(report)
    assert stored[0] == ("BOSCH", "4721646900", Decimal("336.66"), Decimal(12))
    assert stored[1] == ("ЗМЗ", "765.5434063", Decimal("10716.57"), Decimal(2))
    assert stored[-1] == ("FEBI BILSTEIN", "W 3948/65", Decimal("5657.64"), Decimal(12))


def test_second_sheet_with_section_rows(supplier: Supplier, price_lists: Path) -> None:
    path = price_lists / "second_sheet_with_section_rows.xlsx"
    report = import_price_list(path, supplier, DAY)
    assert report.sheet == "Прайс"
    assert report.rows_taken == 150
    assert report.left_out == {SkipReason.NO_ARTICLE: 3}
    examples = report.examples[SkipReason.NO_ARTICLE]
    assert (examples[0].row, examples[0].text) == (2, "— BOSCH —")
    assert (examples[1].row, examples[1].text) == (53, "— MANN-FILTER —")
    assert offers(report)[0] == ("SACHS", "96181265AC", Decimal("2128.79"), Decimal(50))
    assert offers(report)[-1] == ("SACHS", "W 1649/26", Decimal("2176.1"), Decimal(3))


def test_header_in_row_5(supplier: Supplier, price_lists: Path) -> None:
    report = import_price_list(price_lists / "header_row_5.xlsx", supplier, DAY)
    assert (report.rows_taken, report.rows_left_out) == (60, 0)
    stored = offers(report)
    assert stored[0] == ("Mobil", "155001", Decimal(9320), Decimal(3))
    assert stored[4] == ("Mobil", "155005C", Decimal(9400), Decimal(3))


def test_spaces_in_thousands_and_decimal_commas(supplier: Supplier, price_lists: Path) -> None:
    report = import_price_list(price_lists / "thousands_and_commas.csv", supplier, DAY)
    assert (report.rows_taken, report.rows_left_out) == (4, 0)
    assert offers(report)[1] == ("MANN", "C25114", Decimal(1180), Decimal(20))
    assert offers(report)[3] == ("Gates", "K015603XS", Decimal(6750), Decimal(6))


def test_dollars(supplier: Supplier, price_lists: Path) -> None:
    path = price_lists / "dollars.csv"
    with pytest.raises(UserError, match=r"USD.*«Price USD»"):
        import_price_list(path, supplier, DAY)
    assert not PriceList.objects.exists()

    report = import_price_list(path, supplier, DAY, rate=Decimal("92.5"))
    assert (report.rows_taken, report.rows_left_out) == (3, 0)
    assert offers(report)[0] == ("MANN", "w712/75", Decimal(629), Decimal(50))
    assert offers(report)[2] == ("Bosch", "0986452041", Decimal("684.5"), Decimal(55))


def test_rows_to_leave_out(supplier: Supplier, price_lists: Path) -> None:
    report = import_price_list(price_lists / "rows_to_leave_out.csv", supplier, DAY)
    assert report.rows_taken == 3
    examples = {reason: (row.row, row.text) for reason, (row,) in report.examples.items()}
    assert examples == {
        SkipReason.NO_ARTICLE: (3, "TRW"),
        SkipReason.PRICE_UNREADABLE: (5, "нет цены"),
        SkipReason.PRICE_NOT_POSITIVE: (7, "-100,00"),
    }
    stored = offers(report)
    assert stored[1] == ("trw", "gdb - 1330", Decimal(2950), Decimal(7))
    assert stored[2] == ("MANN", "W719/30", Decimal(700), Decimal(0))  # -5 in stock


def test_one_part_is_one_key_in_all_lists(supplier: Supplier, price_lists: Path) -> None:
    for name in ("thousands_and_commas.csv", "dollars.csv", "rows_to_leave_out.csv"):
        import_price_list(price_lists / name, supplier, DAY, rate=Decimal(1))
    spellings = Offer.objects.filter(brand_key=brand_key("MANN"), article_key="W71275")
    assert {offer.article for offer in spellings} == {"W712/75", "w712/75", "W712 / 75"}
