"""Who may do what (everyone who is logged in sees all)."""

import uuid
from collections.abc import Collection

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django_htmx.middleware import HtmxDetails

from crossdock.models import CrossDockTask, PriceListImport, TaskComment


class Request(HttpRequest):
    """A request by somebody who is logged in."""

    user: User
    htmx: HtmxDetails


def may_change(user: User, task: CrossDockTask) -> bool:
    """Whether a user may cancel, retry or delete a task: its owner and staff."""
    return user.is_staff or task.user_id == user.pk


def get_task(pk: uuid.UUID) -> CrossDockTask:
    """The task, with all that a page shows of it. Raises Http404."""
    tasks = CrossDockTask.objects.select_related("user", "supplier_group").with_comment_count()
    return get_object_or_404(tasks, pk=pk)


def get_task_to_change(request: Request, pk: uuid.UUID) -> CrossDockTask:
    """The task, for its owner and staff. Raises Http404, PermissionDenied."""
    task = get_task(pk)
    if not may_change(request.user, task):
        raise PermissionDenied
    return task


def get_tasks_to_change(request: Request, pks: Collection[uuid.UUID]) -> list[CrossDockTask]:
    """Those of the tasks that are there, for their owner and staff. Raises PermissionDenied."""
    tasks = list(CrossDockTask.objects.filter(pk__in=pks))
    if not all(may_change(request.user, task) for task in tasks):
        raise PermissionDenied
    return tasks


def get_comment(pk: int) -> TaskComment:
    """The comment with its task and author. Raises Http404."""
    return get_object_or_404(TaskComment.objects.select_related("task", "user"), pk=pk)


def get_comment_to_edit(request: Request, pk: int) -> TaskComment:
    """The comment, for its author. Raises Http404, PermissionDenied."""
    comment = get_comment(pk)
    if comment.user_id != request.user.pk:
        raise PermissionDenied
    return comment


def get_comment_to_delete(request: Request, pk: int) -> TaskComment:
    """The comment, for its author and staff. Raises Http404, PermissionDenied."""
    comment = get_comment(pk)
    if comment.user_id != request.user.pk and not request.user.is_staff:
        raise PermissionDenied
    return comment


def check_staff(request: Request) -> None:
    """Raise PermissionDenied for others than staff: price lists are theirs."""
    if not request.user.is_staff:
        raise PermissionDenied


def get_import(request: Request, pk: uuid.UUID) -> PriceListImport:
    """The import of a price list, for staff. Raises Http404, PermissionDenied."""
    check_staff(request)
    return get_object_or_404(PriceListImport, pk=pk)
