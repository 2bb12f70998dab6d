"""Whole request files against a calculation that shares no code with the pipeline."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlrd
from django.utils import timezone

from crossdock.errors import UserError
from crossdock.models import Offer, SupplierGroup
from crossdock.pricelists.importer import import_price_list
from tests.factories import make_group, make_supplier
from tests.pipeline.running import LOOKBACK, process

pytestmark = pytest.mark.django_db

PRICE_LISTS = {  # file: how many days old it is taken to be
    "1c_two_prices_numeric_articles.xls": 0,
    "1c_no_header.xls": 1,
    "header_row_6_text_quantities.xlsx": 2,
    "cp1251_15_columns_multiline.csv": 3,
    "translit_1c.csv": 0,
    "no_header_semicolon_crlf.csv": 1,
    "utf16_tab_quantity_words.txt": 0,
    "two_row_header_text_prices.xlsx": 5,
    "second_sheet_with_section_rows.xlsx": 1,
}
LOOK_ALIKES = dict(zip("АВЕКМНОРСТУХ", "ABEKMHOPCTYX", strict=True))
ONE_BRAND = {"hyundaikiamobis", "mobis"}

Line = tuple[str, Any]  # brand and article as the file's library gives them


def from_openpyxl(path: Path, header_row: int, brand: int, article: int) -> Iterator[Line]:
    rows = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=header_row + 1))
    while rows and not any(cell.value for cell in rows[-1]):
        rows.pop()
    for row in rows:
        value = row[article].value
        if isinstance(value, int | float) and set(row[article].number_format) == {"0"}:
            value = f"{int(value):0{len(row[article].number_format)}}"
        yield row[brand].value or "", value


def from_xlrd(path: Path) -> Iterator[Line]:
    sheet = xlrd.open_workbook(path).sheet_by_index(0)
    for index in range(1, sheet.nrows):
        yield tuple(sheet.row_values(index)[:2])


def from_csv(path: Path) -> Iterator[Line]:
    with path.open(encoding="cp1251", newline="") as file:
        for row in list(csv.reader(file, delimiter=";"))[1:]:
            yield row[0], row[1]


def from_ods(path: Path) -> Iterator[Line]:
    from python_calamine import CalamineWorkbook

    for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]:
        yield row[0], row[1]


REQUESTS = {
    "simple_ru.xlsx": lambda path: from_openpyxl(path, 1, 0, 1),
    "titled_en_quantities_remarks.xlsx": lambda path: from_openpyxl(path, 7, 1, 2),
    "no_header.xlsx": lambda path: from_openpyxl(path, 0, 0, 1),
    "reversed_lower_case.xlsx": lambda path: from_openpyxl(path, 1, 2, 0),
    "numeric_articles_duplicates_gaps.xlsx": lambda path: from_openpyxl(path, 1, 0, 1),
    "old.xls": from_xlrd,
    "cp1251.csv": from_csv,
    "open_document.ods": from_ods,
}


def simple_brand(brand: str) -> str:
    key = re.sub(r"[\W_]", "", unicodedata.normalize("NFKD", brand).casefold())
    return "hyundaikia" if key in ONE_BRAND else key


def simple_article(article: Any) -> str:
    if isinstance(article, float):
        article = int(article)
    text = unicodedata.normalize("NFKC", str(article or "")).upper()
    text = "".join(LOOK_ALIKES.get(letter, letter) for letter in text)
    return re.sub(r"[\W_]", "", text)


def expected_offers(
    group: SupplierGroup,
) -> dict[tuple[str, str], list[tuple[Decimal, Decimal, str]]]:
    """Every part on sale with its three best offers, worked out one rule after the other."""
    latest: dict[tuple[str, str], dict[int, list[Offer]]] = defaultdict(lambda: defaultdict(list))
    for offer in Offer.objects.select_related("supplier").filter(
        supplier__in=group.suppliers.all()
    ):
        part = simple_brand(offer.brand), simple_article(offer.article)
        latest[part][offer.supplier_id].append(offer)
    oldest = timezone.localdate() - timedelta(days=LOOKBACK)
    best = {}
    for part, by_supplier in latest.items():
        chosen = []
        for offers in by_supplier.values():
            newest = max((offer.valid_from, offer.price_list_id) for offer in offers)
            of_newest = [o for o in offers if (o.valid_from, o.price_list_id) == newest]
            in_stock = [o for o in of_newest if o.quantity > 0]
            if in_stock and newest[0] >= oldest:
                cheapest = min(in_stock, key=lambda o: o.price)
                chosen.append((cheapest.price, cheapest.quantity, cheapest.supplier.name))
        best[part] = sorted(chosen, key=lambda o: (o[0], o[2]))[:3]
    return best


@pytest.fixture
def group(shared_data: Path, settings: Any) -> SupplierGroup:
    """A supplier for each of the sample price lists."""
    settings.CURRENCIES = ["RUB", "UAH"]  # one list has prices in the other
    suppliers = []
    for name, days_old in PRICE_LISTS.items():
        supplier = make_supplier(f"Supplier of {name}")
        day = timezone.localdate() - timedelta(days=days_old)
        import_price_list(shared_data / "price_lists" / name, supplier, day)
        suppliers.append(supplier)
    return make_group(*suppliers)


def test_every_sample_request(shared_data, group, tmp_path):
    best = expected_offers(group)
    assert sum(map(len, best.values())) > 300, "there is something to find"
    found = 0
    for name, lines in REQUESTS.items():
        rows, _recorder = process(shared_data / "requests" / name, group, tmp_path / f"{name}.xlsx")
        expected = list(lines(shared_data / "requests" / name))
        assert len(rows) - 1 == len(expected), name
        for number, (row, (brand, article)) in enumerate(zip(rows[1:], expected, strict=True)):
            keys = simple_brand(brand), simple_article(article)
            offers = best.get(keys, []) if all(keys) else []
            if "Asked for, pcs" in rows[0] or "Запрошено, шт." in rows[0]:
                row = row[:3] + row[4:]
            if row[12] == "Найдено без учёта ведущих нулей" or "zeros" in str(row[12]):
                assert keys not in best, (name, number)
                assert isinstance(article, int | float), (name, number)
                continue
            flat = [
                value
                for price, quantity, supplier in offers
                for value in (pytest.approx(float(price)), pytest.approx(float(quantity)), supplier)
            ]
            assert list(row[3:12]) == flat + [None] * (9 - len(flat)), (name, number, row)
            found += bool(offers)
    assert found > 300


def test_other_columns_and_their_order_are_kept(shared_data, group, tmp_path):
    name = "titled_en_quantities_remarks.xlsx"
    rows, _recorder = process(shared_data / "requests" / name, group, tmp_path / "result.xlsx")
    assert rows[0][:5] == ("SKU", "Brand", "Article", "Asked for, pcs", "Best price 1")
    assert rows[0][22:26] == ("#", "Description", "Qty", "Remark")
    sheet = openpyxl.load_workbook(shared_data / "requests" / name).worksheets[0]
    source = [row for row in sheet.iter_rows(min_row=8, values_only=True) if any(row)]
    for row, (number, _brand, _article, description, quantity, remark) in zip(
        rows[1:], source, strict=True
    ):
        if str(remark).startswith("="):
            remark = None  # a formula whose value the file does not hold
        assert row[3] == quantity
        assert row[22:26] == (number, description, quantity, remark)


@pytest.mark.parametrize("name", ["bad_empty.xlsx", "bad_picture.xlsx", "bad_no_part_columns.xlsx"])
def test_bad_files_are_refused_without_a_result(shared_data, tmp_path, name):
    with pytest.raises(UserError) as refusal:
        process(shared_data / "requests" / name, make_group(), tmp_path / "result.xlsx")
    assert list(tmp_path.iterdir()) == []
    if name == "bad_no_part_columns.xlsx":
        for heading in ("Наименование", "Цена", "Артикул", "Brand"):
            assert heading in str(refusal.value)
