"""Who is told what. Each function is called in the transaction that makes it true."""

import re
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models.functions import Lower, Now

from crossdock.models.notices import Kind, Notice
from crossdock.models.offers import PriceList
from crossdock.models.preferences import Preferences, Reach
from crossdock.models.status import Status
from crossdock.texts import Joined, Kept, Number
from crossdock.texts import Text as _

if TYPE_CHECKING:
    from crossdock.models.comments import TaskComment
    from crossdock.models.imports import PriceListImport
    from crossdock.models.tasks import CrossDockTask

WORTH_A_MAIL = timedelta(minutes=1)
"""Who has waited for a task no longer than this is still there."""

MENTION = re.compile(r"(?<![\w.@+-])@([\w.@+-]{1,150})")
"""An @ and what may be a user's name; what ends a sentence may stand behind it."""

MAX_LATE = 20
"""So many late suppliers are named."""


def tell(
    users: Iterable[int], kind: Kind, text: Kept, *, by_mail: bool = True, **about: Any
) -> None:
    """Tell the users (ids), each as he wishes to be told; `about` are columns of the notice."""
    users = list(users)
    wishes = dict(Preferences.objects.filter(pk__in=users).values_list("pk", "reach"))
    notices = []
    columns: dict[str, Any] = {"kind": kind, "text": text, **about}
    for user in users:
        reach = Reach.of(wishes.get(user, {}), kind)
        if reach != Reach.NOT:
            due = Now() if by_mail and reach == Reach.MAIL else None
            notices.append(Notice(user_id=user, mail_due_at=due, **columns))
    Notice.objects.bulk_create(notices)


def task_ended(task: "CrossDockTask") -> None:
    """Tell a task's owner that it is done, or has failed; who cancels it knows."""
    begun = task.created_at if task.attempt == 1 else task.started_at
    waited = task.finished_at - begun if task.finished_at and begun else timedelta(0)
    values: dict[str, Any] = {"file": task.filename}
    if task.status == Status.SUCCESS:
        values |= {"found": Number(task.lines_found or 0), "lines": Number(task.lines or 0)}
        kind, text = Kind.TASK_DONE, _("%(file)s is done: %(found)s of %(lines)s lines found")
    elif task.status == Status.FAILURE:
        kind, text = Kind.TASK_FAILED, _("%(file)s has failed")
    else:
        return
    tell([task.user_id], kind, text % values, by_mail=waited > WORTH_A_MAIL, task=task)


def import_ended(task: "PriceListImport") -> None:
    """Tell staff that a price list could not be imported."""
    if task.status == Status.FAILURE:
        text = _("The price list %(file)s of %(supplier)s could not be imported")
        values = {"file": task.filename, "supplier": task.supplier.name}
        tell(_staff(), Kind.LIST_FAILED, text % values, price_list_import=task)


def lists_are_late(price_lists: Sequence[PriceList]) -> None:
    """Tell staff, once, whose price lists are late: these are the last ones that have come."""
    with transaction.atomic():
        untold = PriceList.objects.filter(
            pk__in=[price_list.pk for price_list in price_lists], told_late_at=None
        )
        newly_late = list(untold.select_for_update(of=("self",)).select_related("supplier"))
        if not newly_late:
            return
        PriceList.objects.filter(pk__in=[price_list.pk for price_list in newly_late]).update(
            told_late_at=Now()
        )
        names: list[Kept] = [price_list.supplier.name for price_list in newly_late[:MAX_LATE]]
        if len(newly_late) > MAX_LATE:
            names.append(_("%s more") % Number(len(newly_late) - MAX_LATE))
        tell(_staff(), Kind.LIST_LATE, _("No new price list from: %s") % Joined.of(names))


def commented(comment: "TaskComment") -> None:
    """Tell those whom a comment names, and its task's owner; nobody twice, nor its author.

    An edit tells only whom it names anew.
    """
    users_told = set(comment.notices.values_list("user", flat=True)) | {comment.user_id}
    values = {"author": str(comment.user), "file": comment.task.filename}
    about: dict[str, Any] = {"task": comment.task, "comment": comment}
    users_named = {user.pk for user in mentioned_users([comment.text])} - users_told
    text = _("%(author)s has named you in a comment on %(file)s")
    tell(users_named, Kind.MENTION, text % values, **about)
    if not comment.edited_at:
        owner = {comment.task.user_id} - users_named - users_told
        tell(owner, Kind.COMMENT, _("%(author)s has commented on %(file)s") % values, **about)


def mentioned_users(texts: Iterable[str]) -> list[User]:
    """The users whom the texts name as @name, whichever case it is written in."""
    names = {name for text in texts for word in MENTION.findall(text) for name in spellings(word)}
    if not names:
        return []
    users = User.objects.filter(is_active=True).annotate(name=Lower("username"))
    return list(users.filter(name__in=names))


def spellings(word: str) -> tuple[str, str]:
    """The names that may be meant by what follows an @: with what ends it, and without."""
    return word.lower(), word.rstrip(".+-@").lower()


def _staff() -> Iterable[int]:
    return User.objects.filter(is_staff=True, is_active=True).values_list("pk", flat=True)
