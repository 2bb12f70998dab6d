"""Gets a request's objects if its user may have them: the views get at them through here alone."""

import uuid
from collections.abc import Collection

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crossdock.models import (
    CrossDockTask,
    NegotiationSheet,
    PriceListImport,
    RememberedLayout,
    TaskComment,
)
from crossdock.rights import Request, may_change, may_forget, visible_to

MAX_DIGITS = 18
"""Of a number that a page sends back."""

TASK_GONE = gettext_lazy("This task has been deleted, with its result and its comments.")


def get_task(request: Request, pk: uuid.UUID) -> CrossDockTask:
    """The task, with all that a page shows of it. Raises Http404.

    Nobody guesses a task's id: where there is none, there was one.
    """
    tasks = visible_to(request.user, CrossDockTask).with_comment_count()
    task = (
        tasks.select_related("user", "supplier_group", "filled", "again_of").filter(pk=pk).first()
    )
    if task is None:
        raise Http404(TASK_GONE)
    return task


def get_task_to_change(request: Request, pk: uuid.UUID) -> CrossDockTask:
    """The task, for its owner and staff. Raises Http404, PermissionDenied."""
    task = get_task(request, pk)
    if not may_change(request.user, task):
        raise PermissionDenied(_("Only the task's owner and staff may do this."))
    return task


def get_sheet(request: Request, pk: uuid.UUID) -> NegotiationSheet:
    """The negotiation sheet. Raises Http404."""
    sheets = visible_to(request.user, NegotiationSheet)
    return get_object_or_404(sheets.select_related("supplier", "task", "user"), pk=pk)


def get_sheet_to_change(request: Request, pk: uuid.UUID) -> NegotiationSheet:
    """The negotiation sheet, for who asked for it and staff. Raises Http404, PermissionDenied."""
    sheet = get_sheet(request, pk)
    if not may_change(request.user, sheet):
        raise PermissionDenied(_("Only the person who asked for the sheet and staff may do this."))
    return sheet


def get_layout_to_forget(request: Request, pk: str) -> RememberedLayout:
    """Columns that are remembered, for who has chosen them and staff.

    Raises Http404, PermissionDenied.
    """
    layout = get_object_or_404(
        RememberedLayout, pk=pk if pk.isdecimal() and len(pk) < MAX_DIGITS else 0
    )
    if not may_forget(request.user, layout):
        text = _("Only the person who chose these columns and staff may forget them.")
        raise PermissionDenied(text)
    return layout


def get_tasks_to_change(request: Request, pks: Collection[uuid.UUID]) -> list[CrossDockTask]:
    """Those of the tasks that are there, for their owner and staff. Raises PermissionDenied."""
    tasks = list(visible_to(request.user, CrossDockTask).filter(pk__in=pks))
    if not all(may_change(request.user, task) for task in tasks):
        raise PermissionDenied(_("Only a task's owner and staff may do this: untick the others'."))
    return tasks


def get_comment(request: Request, pk: int, *, locked: bool = False) -> TaskComment:
    """The comment with its task and author. Raises Http404."""
    comments = visible_to(request.user, TaskComment).select_related("task", "user")
    if locked:
        comments = comments.select_for_update(of=("self",))
    return get_object_or_404(comments, pk=pk)


def get_comment_to_edit(request: Request, pk: int) -> TaskComment:
    """The comment, for its author; locked where it is about to be changed.

    Raises Http404, PermissionDenied.
    """
    comment = get_comment(request, pk, locked=request.method == "POST")
    if comment.user_id != request.user.pk:
        raise PermissionDenied(_("Only its author may change a comment."))
    return comment


def get_comment_to_delete(request: Request, pk: int) -> TaskComment:
    """The comment, for its author and staff. Raises Http404, PermissionDenied."""
    comment = get_comment(request, pk)
    if comment.user_id != request.user.pk and not request.user.is_staff:
        raise PermissionDenied(_("Only its author and staff may delete a comment."))
    return comment


def check_staff(request: Request) -> None:
    """Raise PermissionDenied for others than staff: price lists are theirs."""
    if not request.user.is_staff:
        raise PermissionDenied(_("Only staff may do this."))


def get_import(request: Request, pk: uuid.UUID) -> PriceListImport:
    """The import of a price list, for staff. Raises Http404, PermissionDenied."""
    check_staff(request)
    imports = visible_to(request.user, PriceListImport)
    return get_object_or_404(imports.select_related("supplier", "price_list", "user"), pk=pk)
