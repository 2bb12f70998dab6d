from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


class ShallowPaginator(Paginator[Any]):
    """Counts no further than people leaf: counting all rows would read the whole table."""

    counted_at_most = 10_000

    @cached_property
    def count(self) -> int:
        """How many rows there are, `counted_at_most` at most."""
        return min(self._counted, self.counted_at_most)

    @property
    def has_more(self) -> bool:
        """Whether there are rows beyond those that can be leafed to."""
        return self._counted > self.counted_at_most

    @cached_property
    def _counted(self) -> int:
        assert isinstance(self.object_list, QuerySet)
        return self.object_list.order_by()[: self.counted_at_most + 1].count()
