"""Who may see and change what."""

from typing import Any, NamedTuple, TypeVar, overload

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from crossdock.models import (
    CrossDockTask,
    NegotiationSheet,
    Notice,
    PriceListImport,
    RememberedLayout,
    TaskComment,
)
from crossdock.models.notices import STAFF_KINDS
from crossdock.models.tasks import CrossDockTaskQuerySet

Seen = TypeVar("Seen", NegotiationSheet, PriceListImport, TaskComment)


class Request(HttpRequest):
    """A request by somebody who is logged in."""

    user: User
    htmx: HtmxDetails
    environ: dict[str, Any]


class Reader(NamedTuple):
    """As much of a user who is logged in as decides what is seen and may be done."""

    pk: int
    is_staff: bool
    is_authenticated: bool = True


@overload
def visible_to(
    user: User | AnonymousUser | Reader, model: type[CrossDockTask]
) -> CrossDockTaskQuerySet: ...
@overload
def visible_to(user: User | AnonymousUser | Reader, model: type[Seen]) -> QuerySet[Seen]: ...
def visible_to(user: User | AnonymousUser | Reader, model: type[Any]) -> QuerySet[Any]:
    """What of a model a user may see: a team works together, so everyone logged in sees all."""
    rows: QuerySet[Any] = model._default_manager.all()
    return rows if user.is_authenticated else rows.none()


def may_change(user: User | Reader, task: CrossDockTask | NegotiationSheet) -> bool:
    """Whether a user may cancel, retry or delete it: its owner and staff."""
    return user.is_staff or task.user_id == user.pk


def may_forget(user: User, layout: RememberedLayout) -> bool:
    """Whether a user may forget the columns that are remembered for a layout."""
    return user.is_staff or layout.user_id == user.pk


def notices_of(user: User) -> QuerySet[Notice]:
    """What a user was told, as far as it still is for him to know."""
    notices = Notice.objects.filter(user=user)
    return notices if user.is_staff else notices.exclude(kind__in=STAFF_KINDS)


def may_be_told(user: User, notice: Notice) -> bool:
    """Whether a user may still learn of what a notice says."""
    return user.is_active and (user.is_staff or notice.kind not in STAFF_KINDS)
