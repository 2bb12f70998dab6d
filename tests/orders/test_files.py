from datetime import date
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from crossdock.models import Supplier
from crossdock.orders.files import OrderFormat, order_file, write_orders
from crossdock.orders.layout import OrderColumn, OrderLayout
from crossdock.orders.lines import OrderLine, total
from crossdock.pipeline.request_file import PART_COLUMNS, read_lines
from crossdock.results.places import Places
from crossdock.spreadsheets.reader_process import open_table

DAY = date(2026, 11, 28)
texts = st.text("ABCabcЖ0123456789-=+ ./", min_size=1, max_size=12).filter(
    lambda text: any(map(str.isalnum, text)) and text.strip() == text
)
orders = st.lists(
    st.builds(
        OrderLine,
        st.integers(1, 99),
        st.just("A"),
        texts,
        texts,
        st.integers(1, 1_000_000).map(Decimal),
        st.integers(1, 10**9).map(lambda kopecks: Decimal(kopecks) / 100),
    ),
    min_size=1,
    max_size=8,
)


def read(path: Path) -> list[tuple[str, str, float | None]]:
    """Brand, article and pieces as we read them of a request."""
    with open_table(path, needed=PART_COLUMNS) as table:
        return [
            row
            for batch in read_lines(table, Places())
            for row in zip(batch.brands, batch.articles, batch.demands or [], strict=True)
        ]


@given(lines=orders)
@settings(
    max_examples=4,
    deadline=None,
    phases=[Phase.generate],  # each example starts a reading process: shrinking would take minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_a_workbook_read_back_has_the_same_lines(lines: list[OrderLine], tmp_path: Path) -> None:
    path = tmp_path / "order.xlsx"
    path.write_bytes(order_file(lines, OrderLayout(), OrderFormat.XLSX))
    assert read(path) == [(line.brand, line.article, float(line.pieces)) for line in lines]


def test_csv_has_no_formulas_and_the_sums(tmp_path: Path) -> None:
    line = OrderLine(1, "A", "=1+1", "+7 Ё", Decimal(3), Decimal("1.10"))
    content = order_file([line], OrderLayout(), OrderFormat.CSV_1251).decode("cp1251")
    assert content.splitlines()[1] == "'=1+1;'+7 Ё;3;1,10;3,30"
    path = tmp_path / "order.csv"
    path.write_bytes(order_file([line], OrderLayout(), OrderFormat.CSV))
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_layout_is_the_suppliers_own() -> None:
    stored = {"columns": [["pieces", "шт"], ["article", "Номер"]], "name": "{code}/{date}"}
    layout = OrderLayout.from_json(stored)
    line = OrderLine(1, "A", "B", "007", Decimal("2.50"), Decimal(1))
    content = order_file([line], layout, OrderFormat.CSV).decode("utf-8-sig")
    assert content == "шт;Номер\r\n2,50;007\r\n"
    assert layout.filename("A", "a1", DAY) == "a1_2026-11-28"
    assert OrderLayout.from_json({}).columns[0] == (OrderColumn.BRAND, "Бренд")


def test_the_zip_has_a_file_for_each_supplier_and_a_summary(tmp_path: Path) -> None:
    suppliers = {
        "A/1": Supplier(name="A/1", code="a", minimum_sum=Decimal(100), free_from=Decimal(5)),
        "A_1": Supplier(name="A_1", code="b"),
    }
    lines = [
        OrderLine(1, "A/1", "B", "1", Decimal(3), Decimal("2.35")),
        OrderLine(2, "A_1", "B", "2", Decimal(1), Decimal("0.01")),
    ]
    path = tmp_path / "orders.zip"
    write_orders(path, lines, suppliers, OrderFormat.XLSX, DAY)
    with ZipFile(path) as archive:
        assert archive.namelist() == [
            "A_1 2026-11-28.xlsx",
            "A_1 2026-11-28 2.xlsx",
            "Summary.xlsx",
        ]
    assert total(lines) == Decimal("7.06")


@pytest.mark.parametrize(
    ("pattern", "filename"),
    [
        ("CON", "_CON"),
        ("nul", "_nul"),
        ("com1.{supplier}", "_com1.Ромашка"),
        ("lpt9 .x", "_lpt9 .x"),
        ("console", "console"),
        ("{supplier} nul", "Ромашка nul"),
        ("x" * 99 + " y", "x" * 99),
    ],
)
def test_an_order_has_a_name_that_windows_takes(pattern: str, filename: str) -> None:
    assert OrderLayout(name=pattern).filename("Ромашка", "r", DAY) == filename


@pytest.mark.parametrize("name", ["", "{supplier}" * 40, "../../x", "..."])
def test_file_names_are_safe(name: str) -> None:
    made = OrderLayout(name=name or " ").filename("Ромашка", "r", DAY)
    assert 0 < len(made) <= 100
    assert "/" not in made
    assert not made.startswith(".")


def test_the_summary_says_who_got_a_plain_order(tmp_path: Path) -> None:
    suppliers = {name: Supplier(name=name, code=name) for name in "AB"}
    lines = [OrderLine(1, name, "B", "1", Decimal(1), Decimal(1)) for name in "AB"]
    path = tmp_path / "orders.zip"

    def own_list(supplier: Supplier, _lines: object) -> bytes | None:
        return b"of its own" if supplier.name == "A" else None

    plain = write_orders(path, lines, suppliers, OrderFormat.OWN_LIST, DAY, own_list)
    assert plain == ["B"]
    with ZipFile(path) as archive:
        assert archive.read("A 2026-11-28.xlsx") == b"of its own"
        summary = load_workbook(archive.open("Summary.xlsx")).active
    column = [row[-1] for row in summary.values]
    assert column == ["Order", "In its own price list", "Plain order", None]
    assert write_orders(path, lines, suppliers, OrderFormat.XLSX, DAY, own_list) == []
