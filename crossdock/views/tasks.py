import uuid
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import replace_url, trigger_client_event

from crossdock import changes
from crossdock.comment_forms import CommentForm
from crossdock.forms import TaskForm
from crossdock.models import CrossDockTask
from crossdock.paging import ShallowPaginator
from crossdock.task_filter import TaskFilter
from crossdock.views import polling
from crossdock.views.access import Request, get_task, visible_to
from crossdock.views.lines import show_lines
from crossdock.views.responses import go_to
from crossdock.views.shown import ShownTask, show
from crossdock.views.shown_comments import show_comments

PAGE_SIZE = 25
POLL_SECONDS, IDLE_POLL_SECONDS = 1, 5


@require_safe
@vary_on_headers("HX-Request")
def task_list(request: Request) -> HttpResponse:
    """The task table; for htmx, which filters it, the table alone."""
    context = table(request, request.GET, changes.token())
    if not request.htmx:
        return render(request, "crossdock/task_list.html", context)
    answer = render(request, "crossdock/partials/task_table.html", context)
    return replace_url(answer, f"{reverse('crossdock:task_list')}?{context['address']}")


@require_safe
def task_rows(request: Request) -> HttpResponse:
    """The task table for the poll of the page that shows it; 204 if that is up to date."""
    token = changes.token()
    if polling.is_known(request, token):
        return HttpResponse(status=204)
    context = table(request, request.GET, token)
    return polling.answer(request, "crossdock/partials/task_table.html", context)


@require_safe
def task_detail(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One task with its comments."""
    return render(request, "crossdock/task_detail.html", task_page(request, pk, changes.token()))


@require_safe
def task_status(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What moves on a task's page, for its poll; 204 if the page is up to date."""
    token = changes.token()
    if polling.is_known(request, token):
        return HttpResponse(status=204)
    context = live_with_comments(request, pk, token)
    answer = polling.answer(request, "crossdock/partials/task_status.html", context)
    if answer.status_code == HTTPStatus.OK and context["shown"].task.result_file:
        trigger_client_event(answer, "result")  # the page gets its lines if it has none yet
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def task_create(request: Request) -> HttpResponse:
    """Upload a request file."""
    if request.method == "POST":
        form = TaskForm(request.POST, request.FILES, staff=request.user.is_staff)
        if form.is_valid() and (task := form.submit(request.user)):
            return go_to(request, reverse("crossdock:task_detail", args=[task.pk]))
    else:
        start = {"supplier_group": last_group(request)}
        form = TaskForm(initial=start, staff=request.user.is_staff)
    template = "partials/task_form.html" if request.htmx else "task_create.html"
    return render(request, f"crossdock/{template}", {"form": form})


def table(request: Request, query: QueryDict, token: str | None = None) -> dict[str, Any]:
    """What the table is rendered with that an address asks for; `token` was read before."""
    asked = TaskFilter(query, request.user)
    page = ShallowPaginator(
        asked.among(visible_to(request.user, CrossDockTask)), PAGE_SIZE
    ).get_page(query.get("page"))
    rows = show(page, request.user)
    return {
        "filter": asked,
        "address": asked.address(page=page.number if page.number > 1 else None),
        "page": page,
        "rows": rows,
        "version": polling.version(token, rows, page.number, page.paginator.count),
        "every": _seconds(rows),
    }


def task_page(request: Request, pk: uuid.UUID, token: str | None = None) -> dict[str, Any]:
    """What a task's whole page is rendered with; `token` was read before. Raises Http404."""
    context = live_with_comments(request, pk, token)
    lines = show_lines(context["shown"].task, request.GET)
    return context | {"lines": lines, "comment_form": CommentForm()}


def live_with_comments(request: Request, pk: uuid.UUID, token: str | None = None) -> dict[str, Any]:
    """What all that changes by itself on a task's page is rendered with. Raises Http404."""
    comments = show_comments(request, pk)
    return live(request, pk, token, comments.version) | {"comments": comments}


def live(
    request: Request, pk: uuid.UUID, token: str | None = None, *more: object
) -> dict[str, Any]:
    """What the moving part of a task's page is rendered with. Raises Http404."""
    shown = show([get_task(request, pk)], request.user)
    version = polling.version(token, shown, *more)
    return {"shown": shown[0], "version": version, "every": _seconds(shown)}


def _seconds(shown: Iterable[ShownTask]) -> int:
    """How often the page asks for news."""
    return POLL_SECONDS if any(each.task.is_active for each in shown) else IDLE_POLL_SECONDS


def last_group(request: Request) -> int | None:
    """The group that this user chose last: mostly it is the next one too."""
    return request.user.tasks.values_list("supplier_group", flat=True).first()
