import io
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook, load_workbook

from crossdock.models import PriceListImport, Supplier
from crossdock.models.lifecycle import Status
from crossdock.orders.lines import OrderLine
from crossdock.pipeline.own_lists import HEADING, OwnLists
from crossdock.pricelists.importer import import_price_list
from crossdock.storage.users_files import local
from tests import stored
from tests.factories import make_supplier, make_user, today
from tests.world import files  # noqa: F401

pytestmark = pytest.mark.django_db

HEADINGS = ["Производитель", "Артикул", "Наименование", "Цена", "Остаток"]
ROWS = [["Bosch", "0 986-1", "Фильтр", 12.5, 7], ["SKF", "00712", "Подшипник", 99, 3]]


def supplier_with(headings: list[str], rows: list[list[object]]) -> Supplier:
    """A supplier whose last list has these rows."""
    supplier = make_supplier("North")
    give_list(supplier, headings, rows)
    return supplier


def give_list(supplier: Supplier, headings: list[str], rows: list[list[object]]) -> None:
    """Import a list with these rows, below a title."""
    book = Workbook()
    for row in (["Прайс-лист"], [], headings, *rows):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    done = PriceListImport(
        supplier=supplier,
        valid_from=today(),
        filename="list.xlsx",
        user=make_user(),
        rows_taken=len(rows),
    )
    done.file.save(done.filename, ContentFile(content.getvalue()), save=False)
    with local(done.file) as path:
        report = import_price_list(path, supplier, today())
    done.price_list, done.columns = report.price_list, report.mapping.to_json()
    done.status = Status.SUCCESS
    done.save()


def order(supplier: Supplier, *lines: tuple[str, str, str], store: str = "") -> bytes | None:
    made = [
        OrderLine(number, "North", brand, article, Decimal(pieces), Decimal(1), store)
        for number, (brand, article, pieces) in enumerate(lines, 1)
    ]
    return OwnLists([supplier]).order(supplier, made)


def cells(content: bytes | None) -> list[tuple[object, ...]]:
    assert content is not None
    return list(load_workbook(io.BytesIO(content)).active.values)


def test_pieces_stand_beside_their_parts_in_a_new_column():
    supplier = supplier_with(HEADINGS, ROWS)
    made = cells(order(supplier, ("Bosch", "0 986-1", "4"), ("Bosch", "0 986-1", "2")))
    assert made[2] == (*HEADINGS, HEADING)
    assert made[3] == (*ROWS[0], 6)
    assert made[4] == (*ROWS[1], None)


def test_the_column_that_the_supplier_has_left_is_taken():
    supplier = supplier_with([*HEADINGS, "Заказ"], [[*row, None] for row in ROWS])
    made = cells(order(supplier, ("SKF", "00712", "3")))
    assert made[2] == (*HEADINGS, "Заказ")
    assert made[4] == (*ROWS[1], 3)


@pytest.mark.parametrize(
    ("line", "store"),
    [
        (("SKF", "712-2", "1"), ""),  # not in the list
        (("Bosch", "0 986-1", "1.5"), ""),
        (("Bosch", "0 986-1", "1"), "Москва"),
    ],
)
def test_what_is_not_certain_is_no_order(line, store):
    supplier = supplier_with(HEADINGS, ROWS)
    assert order(supplier, ("Bosch", "0 986-1", "1")) is not None
    assert order(supplier, line, store=store) is None


def test_a_part_that_stands_twice_in_the_list_is_no_order():
    supplier = supplier_with(HEADINGS, [ROWS[0], ROWS[0], ROWS[1]])
    assert order(supplier, ("Bosch", "0 986-1", "1")) is None
    assert order(supplier, ("SKF", "00712", "1")) is not None


def test_a_list_that_is_gone_or_was_never_there_is_no_order():
    supplier = supplier_with(HEADINGS, ROWS)
    stored.remove(PriceListImport.objects.get().file)
    assert order(supplier, ("SKF", "00712", "1")) is None
    assert order(make_supplier(), ("SKF", "00712", "1")) is None
