"""How much one user may have under way: the workers are everybody's."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db import transaction

from crossdock.errors import UserError
from crossdock.models import Basket, CrossDockTask
from crossdock.models.lifecycle import ACTIVE
from crossdock.texts import Text as _

MAX_ACTIVE = 50
MAX_BASKETS = 3
"""A search may take ten minutes of the workers for long lists."""


class QuotaReached(UserError):
    """The user has as much waiting or running as anybody may have."""


@contextmanager
def task_slot(owner_id: int) -> Iterator[None]:
    """A transaction in which the user may begin or retry a task. Raises QuotaReached.

    Whoever begins another one for the same user at this moment waits until it has ended.
    """
    with transaction.atomic():
        owner = User.objects.select_for_update(no_key=True).get(pk=owner_id)
        if CrossDockTask.objects.filter(user=owner, status__in=ACTIVE).count() >= MAX_ACTIVE:
            raise QuotaReached(
                _(
                    "%(count)d files of %(user)s are waiting or running, and more are not taken "
                    "at once. Wait until one is done, or cancel one."
                )
                % {"count": MAX_ACTIVE, "user": str(owner)}
            )
        yield


@contextmanager
def basket_slot(owner_id: int) -> Iterator[None]:
    """The same for a basket. Raises QuotaReached."""
    with transaction.atomic():
        owner = User.objects.select_for_update(no_key=True).get(pk=owner_id)
        if Basket.objects.filter(user=owner, status__in=ACTIVE).count() >= MAX_BASKETS:
            raise QuotaReached(
                _(
                    "%(count)d baskets of %(user)s are waiting or being searched for, and more are "
                    "not taken at once. Wait until one is done, or cancel one."
                )
                % {"count": MAX_BASKETS, "user": str(owner)}
            )
        yield
