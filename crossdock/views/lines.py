import logging
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from crossdock.models import CrossDockTask, Supplier
from crossdock.models.lifecycle import Status
from crossdock.orders.plain import suppliers_by_name
from crossdock.pages.line_filters import BROAD, SHORT, LineFilter, LinesChoice
from crossdock.results.lines_query import DamagedFileError, LinesFile, OldFileError
from crossdock.rights import Request
from crossdock.storage.users_files import local
from crossdock.views.access import get_task

logger = logging.getLogger(__name__)

PAGE_SIZE = 25


@dataclass(frozen=True)
class LinesPage:
    """A page of a result's lines, and the choices there are.

    `choices` are filters with the number of lines of each and the address that leads to them.
    `page` is None where there are none to be read: their file is damaged, was made by an earlier
    version, or is not kept any more. `known` are the group's suppliers by name.
    """

    chosen: LinesChoice
    choices: Sequence[tuple[LineFilter, int, str]] = ()
    suppliers: Sequence[str] = ()
    page: Page[Any] | None = None
    is_damaged: bool = False
    is_old: bool = False
    known: Mapping[str, Supplier] = field(default_factory=dict)

    @property
    def headings(self) -> dict[str, tuple[str, str]]:
        """The addresses that sort by each column, and its order now, by name."""
        return {name: (address, order) for name, address, order in self.chosen.headings}


@require_safe
def task_lines(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Lines of a task's result, for the page that shows them."""
    task = get_task(request, pk)
    lines = present_lines(task, request.GET)
    answer = render(request, "crossdock/partials/lines.html", {"task": task, "lines": lines})
    if request.GET and lines and lines.page:
        query = f"{lines.chosen.address()}&page={lines.page.number}"
        replace_url(answer, f"{reverse('crossdock:task_detail', args=[pk])}?{query}")
    return answer


def present_lines(task: CrossDockTask, query: QueryDict) -> LinesPage | None:
    """The lines that an address asks for; None as long as there are none."""
    if task.status != Status.SUCCESS:
        return None
    choice = LinesChoice.of(query)
    if not task.lines_file:
        return LinesPage(choice)
    try:
        suppliers = suppliers_by_name(task.supplier_group.suppliers.all())
        with local(task.lines_file) as path:
            page = _page(LinesFile(path), choice, query.get("page"))
        return replace(page, known=suppliers)
    except FileNotFoundError:
        return LinesPage(choice)
    except OldFileError:
        return LinesPage(choice, is_old=True)
    except DamagedFileError:
        logger.exception("the lines of %s cannot be read", task.pk)
        return LinesPage(choice, is_damaged=True)


def _page(file: LinesFile, chosen: LinesChoice, number: str | None) -> LinesPage:
    counts = file.counts(chosen.query)

    def count(choice: LineFilter) -> int:
        return sum(lines for kind, lines in counts.items() if choice.takes(kind))

    positions: Any = range(count(chosen.filter))
    page: Page[Any] = Paginator(positions, PAGE_SIZE).get_page(number)
    page.object_list = file.lines(chosen.query, cast(range, page.object_list))
    short = [SHORT] if count(SHORT) else []
    choices = dict.fromkeys([*BROAD, *short, chosen.filter])
    described = [(choice, count(choice), chosen.address(lines=choice.name)) for choice in choices]
    return LinesPage(chosen, described, file.suppliers(), page)
