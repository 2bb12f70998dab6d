import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crossdock.errors import UserError
from crossdock.models import CrossDockTask, Order, Supplier
from crossdock.models.lifecycle import Status
from crossdock.models.orders import ordered_numbers
from crossdock.orders.files import OrderFormat
from crossdock.orders.lines import OrderLine, total
from crossdock.orders.making import make_order
from crossdock.orders.plain import (
    PlainOrder,
    by_supplier,
    numbers,
    plain_order,
    suppliers_by_name,
)
from crossdock.pipeline.own_lists import OwnLists
from crossdock.results.lines_query import DamagedFileError, LinesFile, OldFileError
from crossdock.rights import Request, may_change
from crossdock.storage.users_files import local
from crossdock.views.access import get_task, get_task_to_change
from crossdock.views.errors import refuse
from crossdock.views.files import download
from crossdock.views.responses import redirect_client

PAGE_SIZE = 20


@dataclass(frozen=True)
class SupplierOrder:
    """What would be ordered from one supplier."""

    supplier: Supplier
    lines: Sequence[OrderLine]

    @property
    def sum(self) -> Decimal:
        """What its lines cost together."""
        return total(self.lines)

    @property
    def lacks(self) -> Decimal | None:
        """How much is missing to its minimum order sum; None where nothing is."""
        minimum = self.supplier.minimum_sum
        return minimum - self.sum if minimum and self.sum < minimum else None

    @property
    def delivery(self) -> Decimal | None:
        """What its delivery costs; None where that is not known."""
        return self.supplier.delivery_of(self.sum)


@require_http_methods(["GET", "HEAD", "POST"])
def task_orders(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """Show what would be ordered of a task's best offers, and make the files of it."""
    is_order = request.method == "POST"
    task = get_task_to_change(request, pk) if is_order else get_task(request, pk)
    includes_ordered = "again" in (request.POST if is_order else request.GET)
    suppliers = suppliers_by_name(task.supplier_group.suppliers.all())
    try:
        if not is_order:
            order = _order(task, suppliers, includes_ordered)
            return _page(request, task, order, suppliers, includes_ordered)
        earlier = _earlier(task)
        _make(request, task, _order(task, suppliers, includes_ordered), suppliers, earlier)
    except (FileNotFoundError, OldFileError, DamagedFileError):
        return refuse(request, 404, _("The lines are not kept any more: run the list again."))
    return redirect_client(request, reverse("crossdock:task_orders", args=[pk]))


@require_safe
def order_file(request: Request, pk: uuid.UUID, number: int) -> HttpResponseBase:
    """Download the ZIP of orders that somebody has made of a task. Raises Http404."""
    order = get_object_or_404(get_task(request, pk).orders.select_related("task"), pk=number)
    return download(request, order.file, order.filename)


def _order(
    task: CrossDockTask, suppliers: dict[str, Supplier], includes_ordered: bool
) -> PlainOrder:
    """What there is to order. Raises FileNotFoundError, OldFileError, DamagedFileError."""
    if task.status != Status.SUCCESS or not task.lines_file:
        raise FileNotFoundError
    ordered = [] if includes_ordered else ordered_numbers(Order.of_same_list(task))
    with local(task.lines_file) as path:
        return plain_order(LinesFile(path).every_line(), suppliers, ordered)


def _make(
    request: Request,
    task: CrossDockTask,
    plain: PlainOrder,
    suppliers: dict[str, Supplier],
    earlier: set[int],
) -> None:
    """Make the orders; `earlier` ones (ids) of the list were known then. Raises OSError."""
    kind = request.POST.get("format", OrderFormat.XLSX)
    lines = plain.lines
    if not lines or kind not in list(OrderFormat):
        messages.warning(request, _("There is nothing to order."))
        return

    def check() -> None:
        if _earlier(task) != earlier:
            raise UserError(_("Somebody has ordered of this list just now: look what is left."))

    try:
        line_numbers = list(numbers(lines))
        own_list = OwnLists(suppliers.values()).order
        make_order(
            task,
            request.user,
            lines,
            line_numbers,
            suppliers,
            OrderFormat(kind),
            check,
            own_list,
        )
    except UserError as error:
        messages.warning(request, str(error))
        return
    messages.success(request, _("The orders are made: their files are at the end of the page."))


def _earlier(task: CrossDockTask) -> set[int]:
    return set(Order.of_same_list(task).values_list("pk", flat=True))


def _page(
    request: Request,
    task: CrossDockTask,
    order: PlainOrder,
    suppliers: dict[str, Supplier],
    includes_ordered: bool,
) -> HttpResponse:
    earlier = Order.of_same_list(task).select_related("task", "user")
    rows = [
        SupplierOrder(suppliers[name], lines) for name, lines in by_supplier(order.lines).items()
    ]
    context = {
        "task": task,
        "order": order,
        "rows": rows,
        "total": total(order.lines),
        "page": Paginator(earlier, PAGE_SIZE).get_page(request.GET.get("page")),
        "includes_ordered": includes_ordered,
        "may_change": may_change(request.user, task),
        "currency": settings.CURRENCIES[0],
    }
    return render(request, "crossdock/task_orders.html", context)
