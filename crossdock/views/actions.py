import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crossdock.models import CrossDockTask, PriceListImport
from crossdock.models.lifecycle import BackgroundTask
from crossdock.models.quota import QuotaReached, task_slot
from crossdock.rights import Request
from crossdock.views.access import get_task_to_change
from crossdock.views.responses import redirect_client
from crossdock.views.tasks import live

LIVE = "task-live"
"""The element that a task's own page polls; elsewhere an action's target is the task's row."""


def cancel(request: Request, task: BackgroundTask) -> None:
    """Cancel a waiting or running task, and say what became of it."""
    if task.cancel():
        messages.success(request, _("%s is cancelled.") % task)
    else:
        messages.warning(request, _("%s had ended already: nothing to cancel.") % task)


def retry(request: Request, task: CrossDockTask | PriceListImport) -> None:
    """Start a failed or cancelled task again, and say what became of it."""
    if task.is_retryable and not task.has_file:
        messages.warning(request, _("%s is not kept any more. Upload it again.") % task)
    elif task.retry():
        messages.success(request, _("%s is queued again.") % task)
    else:
        messages.warning(request, _("%s is not failed or cancelled: nothing to retry.") % task)


@require_POST
def task_cancel(request: Request, pk: uuid.UUID) -> HttpResponse:
    """End a waiting or running task."""
    cancel(request, get_task_to_change(request, pk))
    return _answer(request, pk)


@require_POST
def task_retry(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Start a failed or cancelled task again, if its owner may have one more under way."""
    task = get_task_to_change(request, pk)
    try:
        with task_slot(task.user_id):
            retry(request, task)
    except QuotaReached as full:
        messages.warning(request, str(full))
    return _answer(request, pk)


@require_POST
def task_delete(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Delete a task and its files; one that is under way is cancelled first."""
    task = get_task_to_change(request, pk)
    task.remove()
    messages.success(request, _("%s is deleted.") % task)
    if request.htmx and request.htmx.target != LIVE:
        return render(request, "crossdock/partials/messages.html", {"out_of_band": True})
    return redirect_client(request, reverse("crossdock:task_list"))


def _answer(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What the action was pressed in, as it is now, and the message."""
    if not request.htmx:
        return redirect("crossdock:task_detail", pk)
    context = live(request, pk) | {"out_of_band": True}
    part = "live" if request.htmx.target == LIVE else "row"
    return render(request, f"crossdock/partials/task_{part}_answer.html", context)
