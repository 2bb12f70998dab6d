"""Several price lists that were sent at once: whose each is, how it is read, what is to be decided.

Their signed tokens wait in the session, until each is imported or left out.
"""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from crossdock.errors import UserError
from crossdock.forms.price_lists import PriceListForm
from crossdock.forms.uploads import GoneError, Upload
from crossdock.models import Supplier
from crossdock.pricelists.file_names import suppliers_by_name
from crossdock.rights import Request
from crossdock.views.access import check_staff
from crossdock.views.column_selection import Selection, read_columns
from crossdock.views.responses import redirect_client

WAITING = "price_list_uploads"
MAX_WAITING = 60
"""Uploads that wait in a session; the oldest are forgotten, and removed as orphans."""


@dataclass(frozen=True)
class BatchRow:
    """An upload on the page. `problem`: why it cannot be imported from here; `warning`: why
    somebody should look at it before; without both it is ready.
    """

    upload: Upload
    form: PriceListForm
    selection: Selection | None = None
    problem: str = ""
    warning: str = ""
    supplier: Supplier | None = None


def waiting(request: Request) -> dict[str, Upload]:
    """The uploads that wait, by their keys; those that are not kept any more are dropped."""
    uploads = {}
    for token in request.session.get(WAITING, []):
        try:
            upload = Upload.of_token(token)
        except GoneError:
            continue
        uploads[upload.key] = upload
    return uploads


def put(request: Request, *uploads: Upload) -> None:
    """Add uploads to those that wait."""
    tokens = [upload.token for upload in (*waiting(request).values(), *uploads)]
    request.session[WAITING] = tokens[-MAX_WAITING:]


def take(request: Request, key: str) -> None:
    """Let an upload wait no longer, if it does."""
    uploads = waiting(request)
    if uploads.pop(key, None):
        request.session[WAITING] = [upload.token for upload in uploads.values()]


def next_page(request: Request) -> str:
    """The name of the page to go on with: that of the others that wait, if there are any."""
    return "crossdock:price_list_batch" if waiting(request) else "crossdock:price_list_list"


@require_http_methods(["GET", "HEAD", "POST"])
def price_list_batch(request: Request) -> HttpResponse:
    """The uploads that wait; import those that are ticked, or leave one out."""
    check_staff(request)
    if request.method == "POST":
        take(request, request.POST.get("leave_out", ""))
        count = sum(_import(request, key) for key in request.POST.getlist("ready"))
        if count:
            text = ngettext(
                "%d price list is on its way.", "%d price lists are on their way.", count
            )
            messages.success(request, text % count)
        return redirect_client(request, reverse(next_page(request)))
    return render(request, "crossdock/price_list_batch.html", {"uploads": waiting(request)})


@require_safe
def price_list_batch_row(request: Request, pk: UUID) -> HttpResponse:
    """One of them, read. The page asks for each by itself: reading takes time. Raises Http404."""
    check_staff(request)
    upload = waiting(request).get(str(pk))
    if upload is None:
        raise Http404
    row = _row(upload, request.GET.get(f"{pk}-supplier"))
    return render(request, "crossdock/partials/batch_row.html", {"row": row})


def _row(upload: Upload, supplier_id: str | None) -> BatchRow:
    """How the upload would be imported; of the supplier that is chosen or that its name tells."""
    candidates = suppliers_by_name(upload.filename, Supplier.objects.exclude(file_name_pattern=""))
    if supplier_id is None:
        supplier = candidates[0] if len(candidates) == 1 else None
    else:
        supplier = (
            Supplier.objects.filter(pk=int(supplier_id)).first()
            if supplier_id.isdecimal()
            else None
        )
    initial = {"supplier": supplier, "valid_from": timezone.localdate(), "upload": upload.token}
    form = PriceListForm(prefix=upload.key, initial=initial)
    try:
        fixed = supplier.fixed if supplier else {}
        with upload.local() as path:
            selection = Selection.preset(read_columns(path, supplier), fixed)
    except UserError as error:
        return BatchRow(upload, form, problem=str(error), supplier=supplier)
    problem = _problem(selection)
    warning = " ".join(filter(None, [selection.guessed, *selection.notes]))
    if not problem and supplier is None:
        names = ", ".join(candidate.name for candidate in candidates)
        problem = (
            _("Whose list is it? Its name fits %s.") % names if names else _("Whose list is it?")
        )
    return BatchRow(upload, form, selection, problem, warning, supplier)


def _problem(selection: Selection) -> str:
    """What has to be decided over the rows of the list."""
    if not selection.preview.mapping_holds:
        return _("The list is laid out differently from this supplier's earlier ones.")
    if selection.problem:
        return selection.problem
    if selection.currency:
        return _("The prices are in %s: give the rate.") % selection.currency
    return ""


def _import(request: Request, key: str) -> bool:
    """Send one on its way; if its form is wrong, it stays, and the reason is said."""
    form = PriceListForm(request.POST, prefix=key)
    if form.is_valid() and form.kept:
        try:
            form.submit(request.user, None)
        except UserError as error:
            form.add_error("supplier", str(error))
        else:
            take(request, key)
            return True
    name = form.kept.filename if form.kept else _("A price list")
    errors = " ".join(str(error) for field_errors in form.errors.values() for error in field_errors)
    messages.warning(request, f"{name}: {errors}")
    return False
