import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crossdock.errors import UserError
from crossdock.models import CrossDockTask
from crossdock.models.quota import QuotaReached, task_slot
from crossdock.rights import Request
from crossdock.storage.users_files import local
from crossdock.views.access import get_layout_to_forget, get_task_to_change
from crossdock.views.request_columns import RequestColumns, look_at, selected
from crossdock.views.responses import redirect_client
from crossdock.views.selected_columns import FIRST_FIELD


@require_http_methods(["GET", "HEAD", "POST"])
def task_columns(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Choose the columns of a failed task's request file, and start the next attempt with them."""
    task = get_task_to_change(request, pk)
    if not task.lacks_columns:
        messages.warning(request, _("%s did not fail for its columns.") % task)
        return _to_task(request, task)
    if request.method == "POST" and "forget" in request.POST:
        get_layout_to_forget(request, request.POST["forget"]).delete()
    try:
        with local(task.request_file) as path:
            columns = look_at(path, request.POST)
    except FileNotFoundError:
        messages.warning(request, _("%s is not kept any more. Upload it again.") % task)
        return _to_task(request, task)
    except UserError as error:
        messages.warning(request, str(error))
        return _to_task(request, task)
    if request.method != "POST":
        return _page(request, task, columns)
    if FIRST_FIELD in request.POST and request.POST.get("layout", columns.token) == columns.token:
        columns = selected(columns, request.POST)
    if {"preview", "forget"} & request.POST.keys():
        return _page(request, task, columns)
    problem = columns.problem or _start(request, task, columns)
    return _page(request, task, columns, problem) if problem else _to_task(request, task)


def _start(request: Request, task: CrossDockTask, selection: RequestColumns) -> str:
    """Start the next attempt; what is in the way, if anything."""
    try:
        with task_slot(task.user_id):
            if task.retry_with(selection.keep_choice(request.user).to_json()):
                messages.success(request, _("%s is queued again.") % task)
            else:
                messages.warning(request, _("%s is under way again already.") % task)
    except QuotaReached as full:
        return str(full)
    return ""


def _to_task(request: Request, task: CrossDockTask) -> HttpResponse:
    return redirect_client(request, reverse("crossdock:task_detail", args=[task.pk]))


def _page(
    request: Request, task: CrossDockTask, selection: RequestColumns, problem: str = ""
) -> HttpResponse:
    context = {
        "task": task,
        "selection": selection,
        "problem": problem,
        "may_forget": selection.may_forget(request.user),
    }
    return render(request, "crossdock/task_columns.html", context)
