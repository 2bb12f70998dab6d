"""How much one user may have under way: the workers are everybody's."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from crossdock.errors import UserError
from crossdock.models import Basket, CrossDockTask, NegotiationSheet
from crossdock.models.lifecycle import ACTIVE
from crossdock.texts import Text
from crossdock.texts import Text as _

MAX_ACTIVE = 50
MAX_BASKETS = 3
"""A search may take ten minutes of the workers for long lists."""

MAX_SHEETS = 3
"""One looks up to 200,000 lines up."""


class QuotaReached(UserError):
    """The user has as much waiting or running as anybody may have."""


def task_slot(owner_id: int) -> AbstractContextManager[None]:
    """A transaction in which the user may begin or retry a task. Raises QuotaReached.

    Whoever begins another one for the same user at this moment waits until it has ended.
    """
    text = _(
        "%(count)d files of %(user)s are waiting or running, and more are not taken "
        "at once. Wait until one is done, or cancel one."
    )
    return _slot(CrossDockTask.objects.filter(user=owner_id), owner_id, MAX_ACTIVE, text)


def basket_slot(owner_id: int) -> AbstractContextManager[None]:
    """The same for a basket. Raises QuotaReached."""
    text = _(
        "%(count)d baskets of %(user)s are waiting or being searched for, and more are "
        "not taken at once. Wait until one is done, or cancel one."
    )
    return _slot(Basket.objects.filter(user=owner_id), owner_id, MAX_BASKETS, text)


def sheet_slot(owner_id: int) -> AbstractContextManager[None]:
    """The same for a negotiation sheet. Raises QuotaReached."""
    text = _(
        "%(count)d negotiation sheets of %(user)s are waiting or being calculated, and more are "
        "not taken at once. Wait until one is done, or cancel one."
    )
    return _slot(NegotiationSheet.objects.filter(user=owner_id), owner_id, MAX_SHEETS, text)


@contextmanager
def _slot(tasks: QuerySet[Any], owner_id: int, limit: int, text: Text) -> Iterator[None]:
    with transaction.atomic():
        owner = User.objects.select_for_update(no_key=True).get(pk=owner_id)
        if tasks.filter(status__in=ACTIVE).count() >= limit:
            raise QuotaReached(text % {"count": limit, "user": str(owner)})
        yield
