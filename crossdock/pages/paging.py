from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


class ShallowPaginator(Paginator[Any]):
    """Counts no further than people leaf: counting all rows would read the whole table.

    A page's keys are chosen first, so what belongs to a row is read for the rows of the page alone
    and not for all before it. The order has to be one of all rows: its last column is unique.
    """

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

    def page(self, number: int | str) -> Page[Any]:
        """The rows of a page, read when they are first asked for. Raises InvalidPage."""
        page = super().page(number)
        assert isinstance(self.object_list, QuerySet)
        assert isinstance(page.object_list, QuerySet)
        page.object_list = self.object_list.filter(pk__in=page.object_list.values("pk"))
        return page
