"""A page of the task table as it was read: between the database and what is rendered."""

from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.core.paginator import Page
from django.http import QueryDict

from crossdock.forms.task_filter import TaskFilter
from crossdock.models import CrossDockTask
from crossdock.pages.paging import ShallowPaginator
from crossdock.pages.tasks import TaskRow, present
from crossdock.rights import visible_to

PAGE_SIZE = 25


@dataclass(frozen=True)
class TablePage:
    """Rows of the task table, and what stands around them; none of it asks the database again."""

    rows: tuple[TaskRow, ...]
    page: Page[Any]
    """Which page it is, of how many."""
    filter: TaskFilter
    address: str
    """The query string that asks for it."""

    @property
    def is_active(self) -> bool:
        """Whether any of the tasks is still worked on, or will be."""
        return any(row.task.is_active for row in self.rows)

    @property
    def has_progress(self) -> bool:
        """Whether any of the tasks is running."""
        return any(row.task.is_running for row in self.rows)

    @property
    def state(self) -> object:
        """What changes whenever the page looks different."""
        rows = [(row.state, row.progress) for row in self.rows]
        return rows, self.page.number, self.page.paginator.count

    def moved_on(self) -> "TablePage":
        """The same rows with the progress of now."""
        return replace(self, rows=tuple(present(row.task for row in self.rows)))


def read_page(user: User, query: str) -> TablePage:
    """The page that a query string asks for, as the database has it now.

    It is shown to others than `user` too: `visible_to` shows everybody the same tasks.
    """
    sent = QueryDict(query)
    task_filter = TaskFilter(sent)
    tasks = task_filter.among(visible_to(user, CrossDockTask))
    page = ShallowPaginator(tasks, PAGE_SIZE).get_page(sent.get("page"))
    address = task_filter.address(page=page.number if page.number > 1 else None)
    return TablePage(tuple(present(page)), page, task_filter, address)
