import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers
from django_htmx.http import replace_url, trigger_client_event

from crossdock.forms.comments import CommentForm
from crossdock.forms.task_filter import TaskFilter
from crossdock.forms.tasks import AgainForm, TaskForm
from crossdock.live import versions
from crossdock.live.tables import live_table, new_table, respond, split_version
from crossdock.models import Notice, TaskVisit
from crossdock.models.tasks import DEFAULT_LOOKBACK_DAYS
from crossdock.pages.brands import task_brands
from crossdock.pages.comments import CommentList, present_comments
from crossdock.pages.filled import FilledRow
from crossdock.pages.pasted import unread_lines
from crossdock.pages.tasks import present
from crossdock.redis_state import changes
from crossdock.redis_state.changes import Tokens
from crossdock.rights import Request, may_change, notices_of
from crossdock.views.access import get_task
from crossdock.views.lines import present_lines
from crossdock.views.responses import redirect_client
from crossdock.views.task_preview import NOTHING_CHOSEN, chosen_columns, with_chosen_brand


@require_safe
@vary_on_headers("HX-Request")
def task_list(request: Request) -> HttpResponse:
    """The task table; for htmx, which filters it, the table alone."""
    table = new_table(request.user, request.META["QUERY_STRING"], changes.tokens())
    html = table.html(request.user)
    if not request.htmx:
        context = {"filter": TaskFilter(request.GET, request.user.pk), "table": html}
        return render(request, "crossdock/task_list.html", context)
    return replace_url(HttpResponse(html), f"{reverse('crossdock:task_list')}?{table.page.address}")


@require_safe
def task_rows(request: Request) -> HttpResponse:
    """The task table for the poll of the page that shows it.

    Most polls are answered by `LivePollsMiddleware` and do not come so far.
    """
    query, _page_version = split_version(request)
    table = live_table(request.user, query, changes.tokens())
    return respond(request, table, request.user)


@require_safe
def task_detail(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One task with its comments."""
    context = task_page(request, pk, changes.tokens())
    _see(request, pk, context["comments"])
    return render(request, "crossdock/task_detail.html", context)


@require_safe
def task_status(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What moves on a task's page, for its poll; 204 if the page is up to date."""
    tokens = changes.tokens()
    if versions.is_known(request, tokens):
        return HttpResponse(status=204)
    context = live_with_comments(request, pk, tokens)
    if not context["comments"].is_known or not context["row"].task.is_active:
        _see(request, pk, context["comments"])
    answer = versions.answer(request, "crossdock/partials/task_status.html", context)
    if answer.status_code == HTTPStatus.OK and context["row"].task.result_file:
        trigger_client_event(answer, "result")  # the page gets its lines if it has none yet
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def task_create(request: Request) -> HttpResponse:
    """Upload a request file."""
    staff = request.user.is_staff
    if request.method == "POST":
        form = TaskForm(with_chosen_brand(request.POST), request.FILES, staff=staff)
        page = chosen_columns(request, form)
        if page.may_start and (task := form.submit(request.user, page.columns)):
            return redirect_client(request, reverse("crossdock:task_detail", args=[task.pk]))
    else:
        form, page = TaskForm(initial=last_choice(request), staff=staff), NOTHING_CHOSEN
    template = "partials/task_form.html" if request.htmx else "task_create.html"
    unread = unread_lines(form.pasted) if form.pasted else []
    context = {"form": form, "page": page, "unread": unread}
    return render(request, f"crossdock/{template}", context)


@require_http_methods(["GET", "HEAD", "POST"])
def task_again(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Run an ended task's request again, as it was or with other settings, as a new task."""
    earlier = get_task(request, pk)
    if earlier.is_active:
        messages.warning(request, _("%s is still under way: wait until it has ended.") % earlier)
        return redirect_client(request, reverse("crossdock:task_detail", args=[pk]))
    staff = request.user.is_staff
    if request.method == "POST":
        form = AgainForm(request.POST, request.FILES, earlier=earlier, staff=staff)
        page = chosen_columns(request, form)
        if page.may_start and (task := form.submit(request.user, page.columns)):
            return redirect_client(request, reverse("crossdock:task_detail", args=[task.pk]))
    else:
        form, page = AgainForm(earlier=earlier, staff=staff), NOTHING_CHOSEN
    template = "partials/task_form.html" if request.htmx else "task_create.html"
    context = {"form": form, "page": page, "earlier": earlier}
    return render(request, f"crossdock/{template}", context)


def _see(request: Request, pk: uuid.UUID, comments: CommentList) -> None:
    """Keep in mind that the user has seen all that there is to tell of the task."""
    newest_pk = comments.comments[0].pk if comments.comments else 0
    if comments.since is None or comments.since < newest_pk:
        TaskVisit.note(request.user, pk, newest_pk)
    Notice.mark_as_read(notices_of(request.user).filter(task=pk))


def task_page(request: Request, pk: uuid.UUID, tokens: Tokens | None = None) -> dict[str, Any]:
    """What a task's whole page is rendered with; `tokens` were read before. Raises Http404."""
    context = live_with_comments(request, pk, tokens)
    lines = present_lines(context["row"].task, request.GET)
    brands = task_brands(context["row"].task)
    return context | {"lines": lines, "brands": brands, "comment_form": CommentForm()}


def live_with_comments(
    request: Request, pk: uuid.UUID, tokens: Tokens | None = None
) -> dict[str, Any]:
    """What all that changes by itself on a task's page is rendered with. Raises Http404."""
    comments = present_comments(request, pk)
    return live(request, pk, tokens, comments.version) | {"comments": comments}


def live(
    request: Request, pk: uuid.UUID, tokens: Tokens | None = None, *more: object
) -> dict[str, Any]:
    """What the moving part of a task's page is rendered with. Raises Http404."""
    (row,) = present([get_task(request, pk)])
    filled = FilledRow(row.task)
    is_running = row.task.is_running or filled.is_running
    state = row.state, row.progress, filled.state, more
    return {
        "row": row,
        "filled": filled,
        "may_change": may_change(request.user, row.task),
        "version": versions.version(tokens, state, has_progress=is_running),
        "every": versions.seconds(row.task.is_active or filled.is_active),
    }


def last_choice(request: Request) -> dict[str, int | None]:
    """The group and lookback that this user chose last: mostly they are the next ones too."""
    last_task = request.user.tasks.values_list("supplier_group", "lookback_days").first()
    group, lookback_days = last_task or (None, DEFAULT_LOOKBACK_DAYS)
    return {"supplier_group": group, "lookback_days": lookback_days}
