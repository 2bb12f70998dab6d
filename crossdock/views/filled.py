import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crossdock.models import FilledFile
from crossdock.models.lifecycle import Status
from crossdock.rights import Request
from crossdock.views.access import get_task, get_task_to_change
from crossdock.views.errors import refuse
from crossdock.views.files import download
from crossdock.views.tasks import live


@require_http_methods(["GET", "HEAD", "POST"])
def task_filled(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """Download a task's request file with the answers in it, or have it made."""
    task = get_task(request, pk)
    filled = FilledFile.of(task)
    if request.method != "POST":
        if filled is None or not filled.file:
            return refuse(request, 404, _("There is no such file, or not yet."))
        return download(request, filled.file, filled.filename)
    if task.status != Status.SUCCESS or not FilledFile.is_possible(task):
        messages.warning(request, _("Answers cannot be written into %s.") % task)
    elif not task.has_file:
        messages.warning(request, _("%s is not kept any more. Upload it again.") % task)
    else:
        FilledFile.ask_for(task)
    return _answer(request, pk)


@require_POST
def task_filled_cancel(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Stop the making of a request file with the answers in it."""
    filled = FilledFile.of(get_task_to_change(request, pk))
    if filled is None or not filled.cancel():
        messages.warning(request, _("There is nothing to cancel."))
    return _answer(request, pk)


def _answer(request: Request, pk: uuid.UUID) -> HttpResponse:
    if not request.htmx:
        return redirect("crossdock:task_detail", pk)
    context = live(request, pk) | {"out_of_band": True}
    return render(request, "crossdock/partials/task_live_answer.html", context)
