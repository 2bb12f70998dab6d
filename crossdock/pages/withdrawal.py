"""What comes of it if a price list is taken back, for its page to say before it is done."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from crossdock.models import CrossDockTask, PriceList, PriceListImport
from crossdock.models.lifecycle import ACTIVE, Status


@dataclass(frozen=True)
class Withdrawal:
    """The consequences of taking an import's list back.

    `last` is the supplier's most recent list besides it, None if there is no other; `is_newest`
    tells whether the list is more recent than that. `tasks_under_way` and `tasks_ended` (since the
    list came) are tasks that may buy from the supplier.
    """

    offers: int
    last: PriceList | None
    is_newest: bool
    tasks_under_way: int
    tasks_ended: int

    @property
    def age(self) -> int:
        """How many days old the offers of the last list are."""
        return max((timezone.localdate() - self.last.valid_from).days, 0) if self.last else 0


def withdrawal_of(task: PriceListImport) -> Withdrawal | None:
    """The consequences, in four queries; None where there are no offers to take back."""
    price_list = task.price_list
    if price_list is None or not task.is_withdrawable:
        return None
    list_before = task.supplier.price_lists.exclude(pk=price_list.pk).first()
    tasks = CrossDockTask.objects.filter(supplier_group__suppliers=task.supplier)
    ended_since = Q(status=Status.SUCCESS, finished_at__gte=price_list.created_at)
    return Withdrawal(
        offers=0 if price_list.pruned_at else price_list.rows_taken,
        last=list_before,
        is_newest=list_before is None
        or (list_before.valid_from, list_before.pk) < (price_list.valid_from, price_list.pk),
        tasks_under_way=tasks.filter(status__in=ACTIVE).count(),
        tasks_ended=tasks.filter(ended_since).count(),
    )
