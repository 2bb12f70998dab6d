"""Whole request files against a calculation that shares no code with the pipeline."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlrd
from django.utils import timezone

from crossdock.errors import UserError
from crossdock.models import Offer, SupplierGroup
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.run import run
from crossdock.pricelists.importer import import_price_list
from crossdock.progress import Progress, Stage
from crossdock.results.lines_query import LinesFile, LinesQuery
from tests.factories import make_group, make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db

LOOKBACK = 2
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


class Recorder:
    """Keeps what the pipeline said of its progress."""

    def __init__(self) -> None:
        self.progress = Progress()
        self.stages: list[Stage] = []
        self.percents: list[int] = []

    def enter(self, stage: Stage) -> None:
        self.stages.append(stage)

    def report(self, stage: Stage, done: int, total: int) -> None:
        self.progress.report(stage, done, total)
        self.percents.append(self.progress.percent)

    def stoppable(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        return nullcontext()


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
def group(shared_data: Path) -> SupplierGroup:
    """A supplier for each of the sample price lists."""
    suppliers = []
    for name, days_old in PRICE_LISTS.items():
        supplier = make_supplier(f"Supplier of {name}")
        day = timezone.localdate() - timedelta(days=days_old)
        import_price_list(shared_data / "price_lists" / name, supplier, day)
        suppliers.append(supplier)
    return make_group(*suppliers)


def process(
    path: Path, group: SupplierGroup, output: Path
) -> tuple[list[tuple[Any, ...]], Recorder]:
    """The rows of the result file, its heading first, and what was said of the progress."""
    recorder = Recorder()
    run(path, output, OfferSearch(group, LOOKBACK), recorder, filename=path.name)
    return list(openpyxl.load_workbook(output).worksheets[0].values), recorder


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
    assert rows[0][18:] == ("#", "Description", "Qty", "Remark")
    sheet = openpyxl.load_workbook(shared_data / "requests" / name).worksheets[0]
    source = [row for row in sheet.iter_rows(min_row=8, values_only=True) if any(row)]
    for row, (number, _brand, _article, description, quantity, remark) in zip(
        rows[1:], source, strict=True
    ):
        if str(remark).startswith("="):
            remark = None  # a formula whose value the file does not hold
        assert row[3] == quantity
        assert row[18:] == (number, description, quantity, remark)


def write_request(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def outcomes(rows: list[tuple[Any, ...]]) -> list[str]:
    return [row[12] for row in rows[1:]]


def test_numbers_that_lost_their_zeros_are_found_and_marked(tmp_path):
    supplier = make_supplier("A")
    price_list = make_price_list(supplier)
    make_offer(price_list, article="000123456")
    make_offer(price_list, article="777")
    request = write_request(
        tmp_path / "request.xlsx",
        [["Brand", "Article"], ["Bosch", 123456], ["Bosch", "123456"], ["Bosch", 777]],
    )
    rows, _recorder = process(request, make_group(supplier), tmp_path / "result.xlsx")
    assert outcomes(rows) == ["Found, leading zeros ignored", "Not found", "Found"]


def test_lines_that_cannot_be_looked_up_stay_with_the_reason(tmp_path):
    request = write_request(
        tmp_path / "request.xlsx",
        [
            ["Brand", "Article", "Note"],
            ["Bosch", None, "a"],
            [None, "123", "b"],
            [None, None, "c"],
            ["Bosch", 1234567890123456789, "d"],
            ["Bosch", "---", "e"],
            ["Bosch", -1234567890123456789, "f"],
            ["®", "123", "g"],
            ["Bosch", "0 986 452 041/0 986 452 042", "h"],
        ],
    )
    supplier = make_supplier("A")
    for article in ("1234567890123456789", "1234567890123456770"):  # as written, and as kept
        make_offer(make_price_list(supplier), article=article)
    rows, _recorder = process(request, make_group(supplier), tmp_path / "result.xlsx")
    assert [row[3] for row in rows[1:]] == [None] * 8
    assert [row[16] for row in rows[1:]] == list("abcdefgh")
    assert outcomes(rows) == [
        "No article",
        "No brand",
        "Neither brand nor article",
        "Article stored as a number too long: digits lost",
        "No article",
        "Article stored as a number too long: digits lost",
        "No brand",
        "Several articles in one cell",
    ]


def test_articles_that_became_dates_times_or_rounded_numbers_are_told(tmp_path):
    spoiled = [date(2026, 1, 2), time(10, 35), timedelta(hours=36), "1,23457E+10", "02.янв"]
    request = write_request(
        tmp_path / "request.xlsx",
        [["Brand", "Article", "Term"], *(["Bosch", article, time(9)] for article in spoiled)],
    )
    rows, _recorder = process(request, make_group(), tmp_path / "result.xlsx")
    date_told = "Article stored as a date or a time: type it anew in cells formatted as text"
    rounded_told = "Article stored as a number too long: digits lost"
    assert outcomes(rows) == [date_told, date_told, date_told, rounded_told, date_told]
    assert [row[2] for row in rows[1:]] == ["2026-01-02", "10:35", "36:00", "1,23457E+10", "02.янв"]
    assert [row[16] for row in rows[1:]] == ["9:00"] * 5


def test_progress_only_grows_through_the_stages(tmp_path):
    request = write_request(
        tmp_path / "request.xlsx",
        [["Бренд", "Артикул"], *(["Bosch", f"A{number}"] for number in range(5000))],
    )
    rows, recorder = process(request, make_group(), tmp_path / "result.xlsx")
    assert len(rows) == 5001
    assert rows[0][1] == "Brand"
    assert recorder.stages == [Stage.READING, Stage.MATCHING, Stage.WRITING]
    assert recorder.percents == sorted(recorder.percents)
    assert len(set(recorder.percents)) >= 3
    assert recorder.progress.done[Stage.MATCHING] == recorder.progress.total[Stage.MATCHING] == 5000


def test_the_lines_are_kept_as_the_result_has_them(tmp_path):
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier), article="777", price="10.50", quantity="4")
    body = [["Bosch", "777"] if number % 3 == 0 else ["Bosch", None] for number in range(5000)]
    request = write_request(tmp_path / "request.xlsx", [["Brand", "Article"], *body])
    lines_path, result_path = tmp_path / "lines.sqlite3", tmp_path / "result.xlsx"
    search = OfferSearch(make_group(supplier), LOOKBACK)
    run(request, result_path, search, Recorder(), filename="", lines_path=lines_path)
    rows = list(openpyxl.load_workbook(result_path).worksheets[0].values)[1:]
    kept = LinesFile(lines_path).lines(LinesQuery(lambda _kind: True), range(5000))
    assert [
        (
            line.number,
            line.brand,
            line.article or None,
            *(line.offers[0][:3] if line.offers else ()),
        )
        for line in kept
    ] == [
        (number, *row[1:3], *(cell for cell in row[3:6] if cell is not None))
        for number, row in enumerate(rows, 1)
    ]
    assert [str(line.outcome.label) for line in kept] == [row[12] for row in rows]


def test_work_that_is_stopped_leaves_no_file(tmp_path):
    class Stop(Exception):
        pass

    class Stopping(Recorder):
        def enter(self, stage: Stage) -> None:
            if stage == Stage.WRITING:  # all lines are kept by then
                raise Stop

    request = write_request(tmp_path / "request.xlsx", [["Brand", "Article"], ["Bosch", "1"]])
    with pytest.raises(Stop):
        run(
            request,
            tmp_path / "result.xlsx",
            OfferSearch(make_group(), LOOKBACK),
            Stopping(),
            filename="request.xlsx",
            lines_path=tmp_path / "lines.sqlite3",
        )
    assert list(tmp_path.iterdir()) == [request]


@pytest.mark.parametrize("name", ["bad_empty.xlsx", "bad_picture.xlsx", "bad_no_part_columns.xlsx"])
def test_bad_files_are_refused_without_a_result(shared_data, tmp_path, name):
    with pytest.raises(UserError) as refusal:
        process(shared_data / "requests" / name, make_group(), tmp_path / "result.xlsx")
    assert list(tmp_path.iterdir()) == []
    if name == "bad_no_part_columns.xlsx":
        for heading in ("Наименование", "Цена", "Артикул", "Brand"):
            assert heading in str(refusal.value)


def test_headings_without_lines_are_no_request(tmp_path: Path, group: SupplierGroup) -> None:
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article\n")
    with pytest.raises(UserError, match=r"no lines under the headings \(row 1\)"):
        run(path, tmp_path / "result.xlsx", OfferSearch(group, LOOKBACK), Recorder(), filename="x")


def test_an_article_longer_than_any_on_offer_is_not_looked_up(
    tmp_path: Path, group: SupplierGroup
) -> None:
    path = tmp_path / "request.csv"
    path.write_text(f"Brand;Article\nBOSCH;{'9' * 201}\n")
    search = OfferSearch(group, LOOKBACK)
    summary = run(path, tmp_path / "result.xlsx", search, Recorder(), filename="x")
    assert summary.outcome_counts() == {"not_found": 1}
