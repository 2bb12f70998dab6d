"""Which delivery times arrive within some hours, if they are ordered now."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Self

from crossdock.models import Supplier
from crossdock.models.delivery import arrival

OWN = -1
"""Stands for the supplier's own delivery time where an offer has none."""


@dataclass(frozen=True)
class InTime:
    """By supplier (id), the delivery times in hours that arrive in time, as ranges from – to.

    They may be several: where a supplier delivers on some weekdays only, a longer time may end on
    an earlier hour of the day.
    """

    ranges: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, suppliers: Iterable[Supplier], within_hours: int, ordered_at: datetime) -> Self:
        """Those that arrive `within_hours` of the moment."""
        return cls(
            {supplier.pk: _ranges(supplier, within_hours, ordered_at) for supplier in suppliers}
        )

    def allows(self, supplier: int, hours: int | None) -> bool:
        """Whether an offer with this delivery time arrives in time."""
        own = OWN if hours is None else hours
        return any(low <= own <= high for low, high in self.ranges.get(supplier, ()))

    @property
    def parameters(self) -> dict[str, Any]:
        """What the queries are told of it."""
        rows = [
            (supplier_id, *limits)
            for supplier_id, ranges in self.ranges.items()
            for limits in ranges
        ]
        columns = [list(column) for column in zip(*rows, strict=True)] or [[], [], []]
        return dict(zip(("quick_suppliers", "quick_from", "quick_to"), columns, strict=True))


def _ranges(supplier: Supplier, within: int, ordered_at: datetime) -> list[tuple[int, int]]:
    limit = ordered_at + timedelta(hours=within)

    def is_in_time(hours: int) -> bool:
        return arrival(ordered_at, hours, supplier.cut_off, supplier.weekdays) <= limit

    ranges: list[tuple[int, int]] = []
    for hours in range(within + 1):  # nothing arrives before its delivery time is over
        if not is_in_time(hours):
            continue
        if ranges and ranges[-1][1] == hours - 1:
            ranges[-1] = ranges[-1][0], hours
        else:
            ranges.append((hours, hours))
    if is_in_time(supplier.delivery_hours):
        ranges.append((OWN, OWN))
    return ranges
