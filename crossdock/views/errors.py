"""The pages that say no. An htmx request gets one sentence instead, which the page shows."""

import errno
import sys
from typing import NamedTuple

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrPromise
from structlog.contextvars import get_contextvars

from crossdock.forms.upload_limit import TOO_LARGE
from crossdock.storage.users_files import StorageAway

TOO_MUCH_TEXT = _("This is more text than can be pasted. Upload it as a file.")


class Problem(NamedTuple):
    """What went wrong, and what to do about it."""

    title: str | StrPromise
    text: str | StrPromise


PROBLEMS = {
    400: Problem(_("This cannot be understood"), _("Go back, reload the page and try again.")),
    403: Problem(
        _("Not allowed"),
        _("Your login does not allow this. Ask one of the staff to do it."),
    ),
    404: Problem(_("Not found"), _("It is not there, or not any more.")),
    405: Problem(_("Not like this"), _("This address answers only to a button of our pages.")),
    408: Problem(
        _("The file came too slowly"),
        _("The connection may be poor. Try again, or a smaller file."),
    ),
    411: Problem(_("The file came without its size"), _("Choose it again on a page of ours.")),
    413: Problem(_("The file is too large"), TOO_LARGE),
    503: Problem(
        _("The site is busy"), _("The database takes too long to answer. Try again in a moment.")
    ),
    507: Problem(
        _("There is no room for the file"),
        _("The server cannot store any more files just now. Tell support, and try again later."),
    ),
    500: Problem(
        _("Something went wrong on our side"),
        _("Try again; if it happens again, tell support: %s"),
    ),
}
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
STORAGE_AWAY = Problem(
    _("The files cannot be reached"),
    _("The storage of the files does not answer. Nothing is lost: try again in a minute."),
)
TOO_OLD = Problem(_("The page was too old"), _("Reload it and try again."))


def refuse(
    request: HttpRequest, status: int, text: str = "", problem: Problem | None = None
) -> HttpResponse:
    """An answer of this status; `text` says it better than what is said as a rule."""
    problem = problem or PROBLEMS[status]
    text = text or str(problem.text)
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")
    # A fault may be the database's, and the user's name is in there.
    context_request = None if status >= 500 else request
    context = {"title": problem.title, "text": text}
    return HttpResponse(render_to_string("error.html", context, context_request), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what no page of ours would send; 413 for more text than fields may hold."""
    if isinstance(exception, RequestDataTooBig):
        return refuse(request, 413, str(TOO_MUCH_TEXT))
    return refuse(request, 400)


def not_allowed(request: HttpRequest, exception: PermissionDenied) -> HttpResponse:
    """403: somebody else's task, or what only staff may do."""
    return refuse(request, 403, str(exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404; what our own views say of it is for people, what Django says is not."""
    (reason, *_more) = exception.args or ("",)
    return refuse(request, 404, str(reason) if isinstance(reason, Promise) else "")


def fault(request: HttpRequest) -> HttpResponse:
    """500; 503 where the database or the storage is away, 507 where the disk takes nothing more.

    It asks nothing of the database or of Redis, which may be what is wrong. The reference finds
    what was logged of this request.
    """
    error = sys.exception()
    if isinstance(error, OperationalError):
        return refuse(request, 503)
    if isinstance(error, StorageAway):
        return refuse(request, 503, problem=STORAGE_AWAY)
    if isinstance(error, OSError) and error.errno in NO_ROOM:
        return refuse(request, 507)
    reference = get_contextvars().get("request", "")
    return refuse(request, 500, str(PROBLEMS[500].text) % reference)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403, because the page was made for another session, or by another site."""
    return refuse(request, 403, problem=TOO_OLD)
