"""Sends the mails that notices ask for. The outbox is the table of notices itself.

A mail is taken on by putting it off: the row says first when to try again, then the mail goes to
the mail server, then the row says that it is sent. Whether who is killed in between has sent it or
not, it is sent again: twice perhaps, but never not at all. Both times it has the same Message-ID.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext, suppress
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from crossdock.models import CrossDockTask, Notice
from crossdock.models.notices import Kind
from crossdock.models.preferences import Preferences, language_of
from crossdock.redis_state import presence
from crossdock.rights import may_be_told

MAX_ATTACHED_BYTES = 2_000_000
"""A result that is larger is not attached."""

MAX_MAILS = 200
"""So many are sent in one round; the others are the next one's."""

TRIED_FOR = timedelta(days=5)
"""A mail that nobody takes is given up then, as mail servers do; its notice stays."""

REFUSED = (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError)
"""The server is there; it does not take this mail, or not now."""

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

logger = logging.getLogger(__name__)


Posting = Callable[[], AbstractContextManager[None]]
"""What is entered while the mail server is waited for, and the database is not needed."""


def send_due(posting: Posting = nullcontext) -> int:
    """Send the mails that are due, the longest due first; returns how many.

    It ends where the mail server is away: what is left stays due.
    """
    count = 0
    connection = get_connection()
    try:
        for notice in _due():
            if not notice.claim_mail():
                continue
            if not _is_needed(notice):
                notice.drop_mail()
            elif _send(notice, connection, posting):
                notice.mark_mailed()
                count += 1
    except OSError as error:  # SMTP's own errors are some of these
        logger.warning("cannot reach the mail server: %s", error)
    finally:
        connection.close()
    return count


def _due() -> Iterator[Notice]:
    due = Notice.objects.filter(mail_due_at__lte=Now()).order_by("mail_due_at")
    for pk in list(due.values_list("pk", flat=True)[:MAX_MAILS]):
        yield from Notice.objects.filter(pk=pk).select_related("user", "task", "comment")


def _is_needed(notice: Notice) -> bool:
    """Whether the user may be told, can be reached, and has not been told by an open page.

    A mail that could not be sent at once is sent, whoever has a page open by now.
    """
    user = notice.user
    if not user.email or not may_be_told(user, notice):
        return False
    if notice.mail_tries == 0:
        return notice.read_at is None and not presence.has_page_open(user.pk)
    if notice.created_at < timezone.now() - TRIED_FOR:
        logger.error("mail %s is given up after %s tries", notice.pk, notice.mail_tries)
        return False
    return True


def _send(notice: Notice, connection: BaseEmailBackend, posting: Posting) -> bool:
    """Send it; False if it is given up or has to wait. Raises OSError if the server is away."""
    try:
        with translation.override(language_of(notice.user)):
            message = message_of(notice)
            with posting():
                connection.send_messages([message])
    except REFUSED as error:
        connection.close()  # it may stand in the middle of a mail
        logger.warning("mail %s is refused: %s", notice.pk, error)
    except OSError:
        raise
    except Exception:
        logger.exception("mail %s cannot be made", notice.pk)
    else:
        return True
    return False


def message_of(notice: Notice) -> EmailMessage:
    """The mail, in the language that is active."""
    choice = settings.SITE_URL + reverse("crossdock:notice_settings")
    lines = [
        *(f"{notice.text}.", "", *_details(notice), settings.SITE_URL + notice.address, ""),
        *("-- ", _("Choose here which e-mails you get: %s") % choice),
    ]
    message = EmailMessage(
        subject=" ".join(str(notice.text).split()),
        body="\n".join(lines),
        to=[notice.user.email],
        headers={
            "Message-ID": f"<notice-{notice.pk}@{urlsplit(settings.SITE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if task := _task_with_result_to_attach(notice):
        with suppress(FileNotFoundError):  # removed meanwhile
            message.attach(task.result_filename, task.result_file.read(), EXCEL)
    return message


def _details(notice: Notice) -> list[str]:
    if notice.comment:
        return [notice.comment.text, ""]
    failed = notice.task if notice.kind == Kind.TASK_FAILED else notice.price_list_import
    if failed and failed.error_message:
        return [str(failed.error_message), ""]
    return []


def _task_with_result_to_attach(notice: Notice) -> CrossDockTask | None:
    wishes = Preferences.objects.filter(pk=notice.user_id, attaches_result=True)
    if notice.kind != Kind.TASK_DONE or not notice.task or not wishes.exists():
        return None
    task = notice.task
    is_small = task.has_file and 0 < (task.result_size or 0) <= MAX_ATTACHED_BYTES
    return task if is_small else None
