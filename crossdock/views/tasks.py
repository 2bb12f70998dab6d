import uuid
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from crossdock.forms import CommentForm, TaskForm
from crossdock.models import CrossDockTask
from crossdock.views.access import Request, get_task
from crossdock.views.responses import go_to
from crossdock.views.shown import show, version

PAGE_SIZE = 25
POLL_SECONDS, IDLE_POLL_SECONDS = 1, 5


@require_safe
def task_list(request: Request) -> HttpResponse:
    """All tasks, the newest first."""
    return render(request, "crossdock/task_list.html", _table(request))


@require_safe
def task_rows(request: Request) -> HttpResponse:
    """The task table for the poll of the page that shows it; 204 if that is up to date."""
    table = _table(request)
    if request.GET.get("version") == table["version"]:
        return HttpResponse(status=204)
    return render(request, "crossdock/partials/task_table.html", table)


@require_safe
def task_detail(request: Request, pk: uuid.UUID) -> HttpResponse:
    """One task with its comments."""
    context = live(request, get_task(pk))
    context["comments"] = context["shown"].task.comments.select_related("user")
    context["comment_form"] = CommentForm()
    return render(request, "crossdock/task_detail.html", context)


@require_safe
def task_status(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What moves on a task's page, for its poll; 204 if the page is up to date."""
    context = live(request, get_task(pk))
    if request.GET.get("version") == context["version"]:
        return HttpResponse(status=204)
    return render(request, "crossdock/partials/task_live.html", context)


@require_http_methods(["GET", "POST"])
def task_create(request: Request) -> HttpResponse:
    """Upload a request file."""
    if request.method == "POST":
        form = TaskForm(request.POST, request.FILES)
        if form.is_valid():
            task = form.submit(request.user)
            return go_to(request, reverse("crossdock:task_detail", args=[task.pk]))
    else:
        form = TaskForm(initial={"supplier_group": _last_group(request)})
    template = "partials/task_form.html" if request.htmx else "task_create.html"
    return render(request, f"crossdock/{template}", {"form": form})


def _table(request: Request) -> dict[str, Any]:
    tasks = CrossDockTask.objects.select_related("user", "supplier_group")
    page = Paginator(tasks, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = show(page, request.user)
    moves = any(row.task.is_active for row in rows)
    return {
        "page": page,
        "rows": rows,
        "version": version(rows, page.number, page.paginator.count),
        "every": POLL_SECONDS if moves else IDLE_POLL_SECONDS,
    }


def live(request: Request, task: CrossDockTask) -> dict[str, Any]:
    """What the moving part of a task's page is rendered with."""
    shown = show([task], request.user)
    return {"shown": shown[0], "version": version(shown), "every": POLL_SECONDS}


def _last_group(request: Request) -> int | None:
    """The group that this user chose last: mostly it is the next one too."""
    return request.user.tasks.values_list("supplier_group", flat=True).first()
