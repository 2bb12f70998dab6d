from decimal import Decimal
from typing import Any

import pytest

from crossdock.errors import UserError
from crossdock.models import CrossDockTask, Order, Supplier
from crossdock.orders.files import OrderFormat
from crossdock.pipeline.basket_orders import (
    order_basket,
    order_lines,
    order_names,
    ordered_lines,
)
from tests.world import *  # noqa: F403  # its fixtures


def bought(code: str) -> dict[str, Any]:
    offer = {"supplier": code, "pieces": 3, "price": 0.1, "store": "x"}
    return offer | {"brand": "Bosch", "article": "1"}


def document(code: str) -> dict[str, Any]:
    lines = [
        {"line": 4, "also_lines": [2], "code": "own", "offers": [bought(code)]},
        {"line": 1, "also_lines": [], "code": "", "offers": []},
    ]
    return {"lines": lines, "suppliers": [{"code": code}]}


def test_suppliers_of_one_name_are_told_by_their_codes() -> None:
    suppliers = [
        Supplier(code=code, name=name) for code, name in (("A", "x"), ("B", "x"), ("C", "y"))
    ]
    assert order_names(suppliers) == {"A": "x (A)", "B": "x (B)", "C": "y"}


def test_a_document_has_the_lines_of_orders() -> None:
    (line,) = order_lines(document("A"), {"A": "North"})
    assert (line.number, line.supplier, line.code, line.store) == (4, "North", "own", "x")
    assert line.sum == Decimal("0.30")
    assert ordered_lines(document("A")) == [2, 4]


def test_a_basket_is_ordered_once(pending: CrossDockTask) -> None:
    supplier = pending.supplier_group.suppliers.get()
    order = order_basket(pending, pending.user, document(supplier.code), OrderFormat.CSV)
    assert (order.line_numbers, order.total, order.suppliers) == ([2, 4], Decimal("0.30"), 1)
    assert order.file.size > 0
    with pytest.raises(UserError, match="ordered already"):
        order_basket(pending, pending.user, document(supplier.code), OrderFormat.CSV)
    assert Order.objects.count() == 1


def test_a_basket_that_cannot_be_ordered(pending: CrossDockTask) -> None:
    with pytest.raises(UserError, match="Not in the group any more: GONE"):
        order_basket(pending, pending.user, document("GONE"), OrderFormat.CSV)
    with pytest.raises(UserError, match="nothing to order"):
        order_basket(pending, pending.user, {"lines": [], "suppliers": []}, OrderFormat.CSV)
    assert not Order.objects.exists()
