"""Makes an order: its files first, then one short transaction that marks its lines as ordered."""

from collections.abc import Callable, Mapping, Sequence
from uuid import uuid4

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from crossdock.models import CrossDockTask, Order, Supplier
from crossdock.models.orders import digest
from crossdock.orders.files import OrderFormat, OwnList, write_orders
from crossdock.orders.lines import OrderLine, total
from crossdock.orders.plain import by_supplier
from crossdock.storage.users_files import users_files


def make_order(
    task: CrossDockTask,
    user: User,
    lines: Sequence[OrderLine],
    line_numbers: Sequence[int],
    suppliers: Mapping[str, Supplier],
    kind: OrderFormat,
    check: Callable[[], None],
    own_list: OwnList,
) -> Order:
    """Write the files, which takes a second for 100,000 lines, and mark the lines as ordered.

    `suppliers` are those of the lines, by name, `own_list` as `write_orders` has it. `check` is
    called while nobody else can order of the same task; it raises UserError where somebody has
    ordered meanwhile. What it raises, and OSError, leave neither a row nor a file.
    """
    name = f"{task.folder}/orders-{uuid4().hex}.zip"
    list_digest = digest(task)
    try:
        with users_files.written(name) as path:
            plain = write_orders(path, lines, suppliers, kind, timezone.localdate(), own_list)
        with transaction.atomic():
            CrossDockTask.objects.select_for_update(no_key=True).get(pk=task.pk)
            check()
            return Order.objects.create(
                task=task,
                user=user,
                list_digest=list_digest,
                file=name,
                line_numbers=list(line_numbers),
                total=total(lines),
                suppliers=len(by_supplier(lines)),
                plain=plain,
            )
    except BaseException:
        users_files.drop(name)
        raise
