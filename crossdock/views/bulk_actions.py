"""The same action on several tasks that were ticked in the table."""

import uuid
from collections.abc import Callable
from enum import Enum, auto

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from crossdock.forms.task_filter import TaskFilter
from crossdock.live.tables import new_table
from crossdock.models import CrossDockTask
from crossdock.models.quota import QuotaReached, task_slot
from crossdock.redis_state import changes
from crossdock.rights import Request, visible_to
from crossdock.views.access import get_tasks_to_change

MAX_TASKS = 500
"""So many tasks at once: each of them is changed by itself."""


class Refusal(Enum):
    """Why a task that might be tried again is not."""

    NO_FILE = auto()
    NO_PLACE = auto()


@require_POST
def tasks_cancel(request: Request) -> HttpResponse:
    """End those of the ticked tasks that are waiting or running."""
    return _act(
        request,
        CrossDockTask.cancel,
        lambda count: ngettext("%d task cancelled", "%d tasks cancelled", count),
        lambda count: ngettext("%d had ended already", "%d had ended already", count),
    )


@require_POST
def tasks_retry(request: Request) -> HttpResponse:
    """Start those of the ticked tasks again that have failed or were cancelled."""
    return _act(
        request,
        _retry,
        lambda count: ngettext("%d task queued again", "%d tasks queued again", count),
        lambda count: ngettext(
            "%d was not failed or cancelled", "%d were not failed or cancelled", count
        ),
    )


@require_POST
def tasks_delete(request: Request) -> HttpResponse:
    """Delete those of the ticked tasks that have ended, with their files."""
    return _act(
        request,
        CrossDockTask.remove_if_ended,
        lambda count: ngettext("%d task deleted", "%d tasks deleted", count),
        lambda count: ngettext("%d is still under way", "%d are still under way", count),
    )


def _act(
    request: Request,
    change: Callable[[CrossDockTask], "bool | Refusal"],
    success: Callable[[int], str],
    too_late: Callable[[int], str],
) -> HttpResponse:
    """Change each ticked task by itself, and say in one message what became of them."""
    ids = _matching(request) if "every" in request.POST else _ticked(request)
    if not ids:
        messages.warning(request, _("No task is ticked."))
    elif len(ids) > MAX_TASKS:
        messages.warning(
            request, _("These are too many at once: choose up to %d tasks.") % MAX_TASKS
        )
    else:
        tasks = get_tasks_to_change(request, ids)
        results = [change(task) for task in tasks]
        changed = results.count(True)
        counts = (
            (changed, success),
            (results.count(False), too_late),
            (results.count(Refusal.NO_PLACE), _no_place),
            (len(ids) - len(tasks), _gone),
            (results.count(Refusal.NO_FILE), _no_file),
        )
        text = ", ".join(say(count) % count for count, say in counts if count)
        messages.add_message(request, messages.SUCCESS if changed else messages.WARNING, f"{text}.")
    return _answer(request)


def _matching(request: Request) -> set[uuid.UUID]:
    """The tasks that match the table's filter and that its reader may change, a few too many."""
    task_filter = TaskFilter(QueryDict(request.POST.get("address", "")))
    tasks = task_filter.among(visible_to(request.user, CrossDockTask))
    if not request.user.is_staff:
        tasks = tasks.filter(user=request.user)
    return set(tasks.values_list("pk", flat=True)[: MAX_TASKS + 1])


def _ticked(request: Request) -> set[uuid.UUID]:
    try:
        return {uuid.UUID(task_id) for task_id in request.POST.getlist("task")}
    except ValueError as error:
        raise BadRequest("no id of a task") from error


def _gone(count: int) -> str:
    return ngettext("%d is not there any more", "%d are not there any more", count)


def _no_place(count: int) -> str:
    return ngettext(
        "%d must wait, because its owner has too many under way",
        "%d must wait, because their owners have too many under way",
        count,
    )


def _no_file(count: int) -> str:
    return ngettext(
        "the file of %d is not kept any more", "the files of %d are not kept any more", count
    )


def _retry(task: CrossDockTask) -> bool | Refusal:
    if task.is_retryable and not task.has_file:
        return Refusal.NO_FILE
    try:
        with task_slot(task.user_id):
            return task.retry()
    except QuotaReached:
        return Refusal.NO_PLACE


def _answer(request: Request) -> HttpResponse:
    """The table as it is now, on the same page, and the message."""
    table = new_table(request.user, request.POST.get("address", ""), changes.tokens())
    if not request.htmx:
        address = f"?{table.page.address}" if table.page.address else ""
        return redirect(reverse("crossdock:task_list") + address)
    context = {"table": table.html(request.user), "out_of_band": True}
    return render(request, "crossdock/partials/task_table_answer.html", context)
