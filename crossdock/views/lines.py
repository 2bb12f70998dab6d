import logging
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import replace_url

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.pages.line_filters import BROAD, LineFilter, line_filter
from crossdock.results.lines_file import DamagedFileError, LinesFile
from crossdock.rights import Request
from crossdock.views.access import get_task

logger = logging.getLogger(__name__)

PAGE_SIZE = 25


@dataclass(frozen=True)
class LinesPage:
    """A page of a result's lines, and the choices there are, with the number of lines of each.

    `page` is None where there are none to be read: their file is damaged, or not kept any more.
    """

    chosen: LineFilter
    choices: Sequence[tuple[LineFilter, int]] = ()
    page: Page[Any] | None = None
    is_damaged: bool = False


@require_safe
def task_lines(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Lines of a task's result, for the page that shows them."""
    task = get_task(request, pk)
    lines = present_lines(task, request.GET)
    answer = render(request, "crossdock/partials/lines.html", {"task": task, "lines": lines})
    if request.GET and lines and lines.page:
        query = urlencode({"lines": lines.chosen.name, "page": lines.page.number})
        replace_url(answer, f"{reverse('crossdock:task_detail', args=[pk])}?{query}")
    return answer


def present_lines(task: CrossDockTask, query: QueryDict) -> LinesPage | None:
    """The lines that an address asks for; None as long as there are none."""
    if task.status != Status.SUCCESS:
        return None
    chosen = line_filter(query.get("lines"))
    if not task.lines_file:
        return LinesPage(chosen)
    try:
        file = LinesFile(Path(task.lines_file.path))
        positions: Any = range(file.count(chosen.takes))
        page: Page[Any] = Paginator(positions, PAGE_SIZE).get_page(query.get("page"))
        page.object_list = file.lines(chosen.takes, cast(range, page.object_list))
    except FileNotFoundError:
        return LinesPage(chosen)
    except DamagedFileError:
        logger.exception("the lines of %s cannot be read", task.pk)
        return LinesPage(chosen, is_damaged=True)
    choices = BROAD if chosen in BROAD else (*BROAD, chosen)
    return LinesPage(chosen, [(choice, file.count(choice.takes)) for choice in choices], page)
