"""Price lists with what is odd about those of real suppliers."""

from datetime import date
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.data.formats import as_it_stands, with_comma, write_text, write_xls, write_xlsx
from tests.data.parts import BRANDS, Row, rows_of

MANN = ("MANN-FILTER", "Mann-Filter", "MANN FILTER", "MANN")
"""One brand, as one supplier spells it."""


def _of_1c(rows: list[Row]) -> list[list[Any]]:
    return [
        [row.brand, row.article, row.name, row.quantity, row.price, row.price * 1.35]
        for row in rows
    ]


def two_prices(path: Path) -> None:
    heading = ["Наименование производителя", "Номер детали", "Наименование", "Количество"]
    heading += ["Цена закупки (шт)", "Цена реализации Шт"]
    first = (("BOSCH", "0310945355", 800.62, 1), ("SACHS", "03831124", 1627.83, 3))
    write_xls(path, "TDSheet", [heading, *_of_1c(rows_of(path.name, *first))], zeros_in=1)


def no_header(path: Path) -> None:
    first = (("GATES", "K016277", 334.01, 8), ("BOSCH", "0904980220", 4501.87, 12))
    write_xls(path, "TDSheet", _of_1c(rows_of(path.name, *first)), zeros_in=1)


def text_quantities(path: Path) -> None:
    words = cycle(("очікуємо", "2 шт.", ">10 шт.", "0 шт.", "1 шт."))
    first = (
        ("CHRYSLER", "24304192", 3599.66, 0),
        *((brand, "W 712/75", 511.0, 1) for brand in MANN),
    )
    table = [
        [row.brand, row.article, row.name, row.price, next(words), "5 шт."]
        for row in rows_of(path.name, *first)
    ]
    heading = [
        "Виробник",
        "Артикул",
        "Назва",
        "Ціна, грн",
        "Наявність",
        "Наявність віддалений склад",
    ]
    preamble = [["Склад №1"], [], ["Замовлення: щодня до 16:00"], [], ["Прайс-лист"]]
    write_xlsx(path, [*preamble, heading, *table])


def fifteen_columns(path: Path) -> None:
    heading = "UPC Cross_manufaktured NAME PRICE PRICE_2 QUANTITY MPN MODEL SKU MANUFACTURER"
    heading += " LOCATION ID JAN ISBN IMAGE"
    rows = [row for row in rows_of(path.name) if "Ö" not in row.brand]
    table = [
        [
            *("", ("", "NISSAN", "A.B.S.")[number % 3], row.name.replace(" ", "\n")),
            *(int(row.price), int(row.price / 2), row.quantity, "", "", row.article, row.brand),
            *("", 1_000_000 + number, "FORD", "", "noimage.jpg"),
        ]
        for number, row in enumerate(rows)
    ]
    write_text(path, [[f"_{word}_" for word in heading.split()], *table], "cp1251")


def transliterated(path: Path) -> None:
    heading = ["", "kod", "artikul", "proizvoditel", "naimenovanie", "edizm", "datasozdanija"]
    table = [
        [
            *(number, f"ЦБ{number:06}", ("", "-")[number % 2] if number % 9 == 8 else row.article),
            *(row.brand, row.name, "шт", "2026-01-01", row.price, float(row.quantity)),
        ]
        for number, row in enumerate(rows_of(path.name))
    ]
    write_text(path, [[*heading, "tsenarozn", "ostatok"], *table], delimiter=",")


def no_header_semicolons(path: Path) -> None:
    rows = rows_of(path.name, ("LEMFÖRDER", "48514037", 408, 4))
    write_text(path, [[*row[:2], int(row.price), *row[3:]] for row in rows])


def quantities_in_words(path: Path) -> None:
    words = cycle((">10", "10-50", "+", "есть", "<5", "нет", "-", "100+", "3"))
    table = [
        [row.brand, row.article, row.name, with_comma(row.price), next(words)]
        for row in rows_of(path.name, ("MANN-FILTER", "W 6685/39", 7837.47, 0))
    ]
    heading = ["Марка", "№ детали", "Описание", "Цена, руб.", "Остаток"]
    write_text(path, [heading, *table], "utf-16", "\t")


def two_header_rows(path: Path) -> None:
    first = (("BOSCH", "4721646900", 336.66, 12), ("ЗМЗ", "765.5434063", 10716.57, 2))
    table = [
        [row.brand, row.article, row.name, with_comma(row.price), row.quantity]
        for row in rows_of(path.name, *first)
    ]
    over = ["Товар", None, None, "Условия", None]
    heading = ["Производитель", "Каталожный номер", "Наименование", "Цена", "Кол-во"]
    write_xlsx(path, [over, heading, *table], merged=["A1:C1", "D1:E1"])


def section_rows(path: Path) -> None:
    book = write_xlsx(path, [["Отдел продаж"]], "Контакты")
    page = book.create_sheet("Прайс")
    page.append(["Brand", "Part Number", "Description", "Unit price", "In stock"])
    for number, row in enumerate(rows_of(path.name, ("SACHS", "96181265AC", 2128.79, 50))):
        if number % 50 == 0:
            page.append([f"— {BRANDS[number // 50]} —"])
        page.append([row.brand, row.article, row.name, row.price, row.quantity])
    book.save(path)


def header_in_row_5(path: Path) -> None:
    heading = ["Бренд", "Артикул", "Продукт", "Остаток, шт.", "Цена, р. с НДС"]
    table = [
        [
            "Mobil",
            number if number % 5 else f"{number}C",
            f"OIL {number}, 208L",
            3,
            number % 997 * 20,
        ]
        for number in range(155_001, 155_061)
    ]
    preamble = [[], ["Прайс-лист"], ["Дата:", date(2022, 1, 15)], []]
    write_xlsx(path, [*preamble, heading, *table], "TDSheet", merged=["A2:E2"])


PRICE_LISTS = {
    "1c_two_prices_numeric_articles.xls": two_prices,
    "1c_no_header.xls": no_header,
    "header_row_6_text_quantities.xlsx": text_quantities,
    "cp1251_15_columns_multiline.csv": fifteen_columns,
    "translit_1c.csv": transliterated,
    "no_header_semicolon_crlf.csv": no_header_semicolons,
    "utf16_tab_quantity_words.txt": quantities_in_words,
    "two_row_header_text_prices.xlsx": two_header_rows,
    "second_sheet_with_section_rows.xlsx": section_rows,
    "header_row_5.xlsx": header_in_row_5,
    "thousands_and_commas.csv": as_it_stands(
        "Артикул;Бренд;Наименование;Цена;Остаток\n"
        "W712/75;MANN;Фильтр масляный;512,00;34\n"
        "C25114;MANN;Фильтр воздушный;1 180,00;20\n"
        "BKR6E-11;NGK;Свеча зажигания;320,00;200\n"
        "K015603XS;Gates;Комплект ГРМ;6 750,00;6\n"
    ),
    "dollars.csv": as_it_stands(
        "OEM,Brand,Description,Price USD,Qty\n"
        "w712/75,MANN,Oil filter,6.80,50\n"
        "gdb-1330,TRW,Front brake pads,38.90,18\n"
        "0986452041,Bosch,Oil filter,7.40,55\n"
    ),
    "rows_to_leave_out.csv": as_it_stands(
        "Артикул;Бренд;Наименование;Цена;Остаток\n"
        "W712 / 75;MANN;Фильтр масляный;530,00;28\n"
        ";TRW;Колодки тормозные;2 640,00;13\n"
        "gdb - 1330;trw;Колодки тормозные;2 950,00;7\n"
        "LKR8A;NGK;Свеча зажигания;нет цены;150\n"
        "W719/30;MANN;Фильтр масляный;700,00;-5\n"
        "WK820/1;MANN;Фильтр топливный;-100,00;8\n"
    ),
}
