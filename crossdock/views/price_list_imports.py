import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crossdock.rights import Request
from crossdock.views.access import get_import
from crossdock.views.actions import cancel, retry
from crossdock.views.files import download


@require_POST
def import_cancel(request: Request, pk: uuid.UUID) -> HttpResponse:
    """End a waiting or running import."""
    cancel(request, get_import(request, pk))
    return _answer(request)


@require_POST
def import_retry(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Start a failed or cancelled import again."""
    retry(request, get_import(request, pk))
    return _answer(request)


@require_POST
def import_delete(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Forget an import and its files; what it brought stays. One under way is cancelled first."""
    task = get_import(request, pk)
    task.remove()
    messages.success(request, _("The upload of %s is deleted.") % task)
    return _answer(request)


@require_safe
def import_file(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """Download a price list as it was uploaded."""
    task = get_import(request, pk)
    return download(request, task.file, task.filename)


@require_safe
def import_left_out(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """Download the rows of a price list that were left out, with the reasons."""
    task = get_import(request, pk)
    return download(request, task.left_out_file, task.left_out_filename)


def _answer(request: Request) -> HttpResponse:
    """The message; the page polls for the rest."""
    if not request.htmx:
        return redirect("crossdock:price_list_list")
    return render(request, "crossdock/partials/messages.html", {"out_of_band": True})
