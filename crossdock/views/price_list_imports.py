import uuid
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crossdock.errors import UserError
from crossdock.live import versions
from crossdock.models import PriceListImport, Supplier
from crossdock.pages.paging import ShallowPaginator
from crossdock.pages.price_lists import present_imports
from crossdock.pages.withdrawal import withdrawal_of
from crossdock.redis_state import changes
from crossdock.rights import Request, visible_to
from crossdock.views.access import get_import
from crossdock.views.actions import cancel, retry
from crossdock.views.files import download
from crossdock.views.responses import redirect_client

PAGE_SIZE = 25


@require_safe
def upload_list(request: Request) -> HttpResponse:
    """All uploads of price lists, the newest first; for a poll of the page, what has changed."""
    tokens = changes.tokens()
    if request.htmx and versions.is_known(request, tokens):
        return HttpResponse(status=204)
    number = request.GET.get("supplier", "")
    supplier = int(number[:9]) if number.isdecimal() else None
    uploads = visible_to(request.user, PriceListImport).order_by("-created_at", "-pk")
    uploads = uploads.select_related("supplier", "user", "withdrawn_by")
    if supplier is not None:
        uploads = uploads.filter(supplier=supplier)
    page = ShallowPaginator(uploads, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = present_imports(page.object_list)
    state = page.number, page.paginator.count, [row.state for row in rows]
    has_progress = any(row.task.is_running for row in rows)
    context = {
        "imports": rows,
        "page": page,
        "address": urlencode({} if supplier is None else {"supplier": supplier}),
        "supplier": supplier,
        "suppliers": Supplier.objects.values_list("pk", "name"),
        "version": versions.version(tokens, state, has_progress=has_progress),
        "every": versions.seconds(any(row.task.is_active for row in rows)),
    }
    if request.htmx:
        return versions.answer(request, "crossdock/partials/uploads.html", context)
    return render(request, "crossdock/upload_list.html", context)


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


@require_http_methods(["GET", "HEAD", "POST"])
def import_withdraw(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say what it means to take a list back, and take it back."""
    task = get_import(request, pk)
    if request.method != "POST":
        context = {"task": task, "withdrawal": withdrawal_of(task)}
        return render(request, "crossdock/import_withdraw.html", context)
    try:
        if task.withdraw(request.user):
            text = _("%s is taken back: its offers do not count any more.")
            messages.success(request, text % task)
        else:
            messages.warning(request, _("%s has no offers that could be taken back.") % task)
    except UserError as error:
        messages.warning(request, str(error))
    return redirect_client(request, reverse("crossdock:upload_list"))


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
        return redirect("crossdock:upload_list")
    return render(request, "crossdock/partials/messages.html", {"out_of_band": True})
