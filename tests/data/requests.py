"""Request files with what is odd about those of real customers."""

from itertools import cycle
from pathlib import Path

import openpyxl

from tests.data.formats import as_it_stands, write_text, write_xls, write_xlsx
from tests.data.parts import NAMES, lines_of
from tests.hostile.other_workbooks import ods_cell, ods_row, write_ods


def simple(path: Path) -> None:
    write_xlsx(path, [("Бренд", "Артикул"), *lines_of(path.name)])


def titled(path: Path) -> None:
    """Articles in other spellings, with look-alikes and no-break spaces; remarks like formulas."""
    spellings = cycle(
        (
            str,
            lambda article: f"\xa0{article} ",
            str.lower,
            lambda article: article.replace("A", "А"),  # a Cyrillic one
        )
    )
    remarks = cycle(("urgent", "=1+1", None))
    table = [
        [number, brand, next(spellings)(article), NAMES[number % 4], number % 7 + 1, next(remarks)]
        for number, (brand, article) in enumerate(lines_of(path.name), start=1)
    ]
    title = [["Order request 4711"], [], ["Branch", "North"], [], [], []]
    heading = ["#", "Manufacturer", "Part No.", "Description", "Qty", "Remark"]
    write_xlsx(path, [*title, heading, *table], merged=["A1:F1"])


def no_header_request(path: Path) -> None:
    write_xlsx(path, lines_of(path.name))


def reversed_columns(path: Path) -> None:
    table = [
        (article, number % 9, brand) for number, (brand, article) in enumerate(lines_of(path.name))
    ]
    write_xlsx(path, [("артикул", "кол-во", "бренд"), *table])


def numeric_articles(path: Path) -> None:
    """Whole numbers, floats, zeros in the format alone or lost; duplicates, gaps, an empty end."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.append(("Бренд", "Артикул", "Кол-во"))
    page.append(("BOSCH", 310945355, 1))
    page["B2"].number_format = "0000000000"
    page.append(("BOSCH", 310945355, 1))  # its zero is lost
    for number, (brand, article) in enumerate(lines_of(path.name), start=4):
        page.append((brand if number % 11 else None, article if number % 13 else None, 1))
        if article.isdecimal() and number % 13:
            cell = page.cell(number, 2, (int, float)[number % 2](article))
            if number % 3:
                cell.value, cell.number_format = int(article), "0" * len(article)
    for line in lines_of(path.name)[:10]:
        page.append((*line, 1))
    for _row in range(50):
        page.append(("", "", ""))
    book.save(path)


def in_cp1251(path: Path) -> None:
    lines = [line for line in lines_of(path.name) if "Ö" not in line[0]]
    write_text(
        path,
        [("Производитель", "Артикул", "Количество"), *((*line, 2) for line in lines)],
        "cp1251",
    )


def old(path: Path) -> None:
    write_xls(path, "Лист1", [("Бренд", "Номер"), *lines_of(path.name)])


def open_document(path: Path) -> None:
    rows = [("Бренд", "Артикул"), *lines_of(path.name)]
    write_ods(path, "".join(ods_row(*map(ods_cell, row)) for row in rows))


REQUESTS = {
    "simple_ru.xlsx": simple,
    "titled_en_quantities_remarks.xlsx": titled,
    "no_header.xlsx": no_header_request,
    "reversed_lower_case.xlsx": reversed_columns,
    "numeric_articles_duplicates_gaps.xlsx": numeric_articles,
    "cp1251.csv": in_cp1251,
    "old.xls": old,
    "open_document.ods": open_document,
    "bad_empty.xlsx": as_it_stands(""),
    "bad_picture.xlsx": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(2000)),
    "bad_no_part_columns.xlsx": lambda path: write_xlsx(
        path, [("Наименование", "Цена"), *((name, 230.7) for name in NAMES * 5)]
    ),
}
