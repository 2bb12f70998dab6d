"""A basket as orders: what its document has, in the form that orders are written in."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.contrib.auth.models import User

from crossdock.errors import UserError
from crossdock.models import CrossDockTask, Order, Supplier
from crossdock.orders.files import OrderFormat
from crossdock.orders.lines import OrderLine, total
from crossdock.orders.making import make_order
from crossdock.pipeline.basket_document import Document
from crossdock.pipeline.own_lists import OwnLists
from crossdock.texts import Text as _

NOTHING_TO_ORDER = _("There is nothing to order.")


def order_basket(task: CrossDockTask, user: User, document: Document, kind: OrderFormat) -> Order:
    """Make the orders of a basket, and mark its lines as ordered.

    Raises UserError where there is nothing to order, a supplier is gone, or somebody has ordered
    the same already; OSError.
    """
    suppliers = list(task.supplier_group.suppliers.all())
    names = order_names(suppliers)
    if not document["suppliers"]:
        raise UserError(NOTHING_TO_ORDER)
    if codes_gone := sorted({supplier["code"] for supplier in document["suppliers"]} - set(names)):
        text = _("Not in the group any more: %s. Calculate the basket again.")
        raise UserError(text % ", ".join(codes_gone))
    lines, numbers = order_lines(document, names), ordered_lines(document)

    def check() -> None:
        same_orders = Order.of_same_list(task).filter(line_numbers=numbers, total=total(lines))
        if same_orders.exists():
            raise UserError(_("This basket has been ordered already."))

    by_name = {names[supplier.code]: supplier for supplier in suppliers}
    return make_order(task, user, lines, numbers, by_name, kind, check, OwnLists(suppliers).order)


def order_lines(document: Document, names: dict[str, str]) -> list[OrderLine]:
    """The lines to order. `names` are the suppliers', by their codes (`order_names`)."""
    return [
        OrderLine(
            number=line["line"],
            supplier=names[offer["supplier"]],
            brand=offer["brand"],
            article=offer["article"],
            pieces=Decimal(offer["pieces"]),
            price=Decimal(repr(offer["price"])),
            store=offer["store"],
            code=line["code"],
        )
        for line in document["lines"]
        for offer in line["offers"]
    ]


def order_names(suppliers: Iterable[Supplier]) -> dict[str, str]:
    """A name for each supplier by its code; of several with one name each has its code in it."""
    suppliers_listed = list(suppliers)
    count = Counter(supplier.name for supplier in suppliers_listed)
    return {
        supplier.code: supplier.name
        if count[supplier.name] == 1
        else f"{supplier.name} ({supplier.code})"
        for supplier in suppliers_listed
    }


def ordered_lines(document: Document) -> list[int]:
    """The numbers of the request lines that get anything."""
    return sorted(
        number
        for line in document["lines"]
        if line["offers"]
        for number in (line["line"], *line["also_lines"])
    )
