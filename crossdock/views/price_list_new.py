import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.utils import ErrorList
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crossdock.errors import UserError
from crossdock.forms.price_lists import PriceListForm
from crossdock.forms.tasks import check_table
from crossdock.forms.uploads import Upload
from crossdock.models import Supplier
from crossdock.pricelists.columns import TERMS
from crossdock.pricelists.file_names import suppliers_by_name
from crossdock.rights import Request
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.preview import Preview
from crossdock.views import price_list_batch as batch
from crossdock.views.access import check_staff, get_import
from crossdock.views.column_selection import Selection, read_columns
from crossdock.views.responses import redirect_client
from crossdock.views.selected_columns import FIRST_FIELD


@require_http_methods(["GET", "HEAD", "POST"])
def price_list_create(request: Request) -> HttpResponse:
    """Upload a supplier's price list, look at its first rows, correct its columns, import it."""
    check_staff(request)
    if request.method != "POST":
        return _start(request)
    files = request.FILES.getlist("file")
    if len(files) > 1 and (uploads := _keep(request, files)):
        batch.put(request, *uploads)
        return redirect_client(request, reverse("crossdock:price_list_batch"))
    form = PriceListForm(request.POST, request.FILES)
    is_valid = form.is_valid()
    wants_preview = "preview" in request.POST
    has_columns = FIRST_FIELD in request.POST
    if is_valid and not wants_preview and not has_columns:
        return _submit(request, form, None)
    supplier = _supplier(form)
    preview, fixed = _preview(form, supplier), supplier.fixed if supplier else {}
    if preview is None:
        return _page(request, form, None)
    if wants_preview or not has_columns:
        if wants_preview:
            _forgive(form)
        return _page(request, form, Selection.preset(preview, fixed))
    selection = Selection.posted(preview, fixed, request.POST)
    if selection.problem:
        form.add_error(None, selection.problem)
    elif selection.currency and not form.cleaned_data.get("rate") and "rate" not in form.errors:
        form.add_error("rate", _("The prices are in %s: give the rate.") % selection.currency)
    if not form.is_valid():
        return _page(request, form, selection)
    columns = preview.corrections(selection.columns, selection.header_row, TERMS)
    return _submit(request, form, columns)


def _start(request: Request) -> HttpResponse:
    """The empty form; or the columns of a list that waits with others, by its key in `kept`."""
    supplier = request.GET.get("supplier")
    form = PriceListForm(initial={"supplier": supplier, "valid_from": timezone.localdate()})
    form.kept = batch.waiting(request).get(request.GET.get("kept", ""))
    if form.kept is None:
        return _page(request, form, None)
    number = int(supplier) if supplier and supplier.isdecimal() else 0
    chosen = Supplier.objects.filter(pk=number).first()
    preview, fixed = _preview(form, chosen), chosen.fixed if chosen else {}
    return _page(request, form, Selection.preset(preview, fixed) if preview else None)


def _keep(request: Request, files: "list[UploadedFile[bytes]]") -> list[Upload]:
    """Store several files; of those that can be no tables, say so."""
    uploads = []
    for file in files:
        try:
            check_table(file)
        except ValidationError as error:
            messages.warning(request, f"{file.name}: {' '.join(error.messages)}")
        else:
            uploads.append(Upload.keep(file))
    return uploads


def _submit(request: Request, form: PriceListForm, columns: ColumnMapping | None) -> HttpResponse:
    """Send the import on its way, and go on with the others that wait."""
    try:
        form.submit(request.user, columns)
    except UserError as error:
        form.add_error("supplier", str(error))
        return _page(request, form, None)
    if form.kept:
        batch.take(request, form.kept.key)
    return redirect_client(request, f"{reverse(batch.next_page(request))}#uploads")


@require_safe
def import_columns(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The columns of a list that has come before, to be corrected; it is imported once more."""
    task = get_import(request, pk)
    form = PriceListForm(
        initial={"supplier": task.supplier_id, "valid_from": task.valid_from, "rate": task.rate}
    )
    form.kept = Upload(task.file.name or "", task.filename)
    preview = _preview(form, task.supplier)
    selection = Selection.preset(preview, task.supplier.fixed) if preview else None
    return _page(request, form, selection)


def _preview(form: PriceListForm, supplier: Supplier | None) -> Preview | None:
    """The first rows of the form's file; None, and an error of the form, if there are none."""
    if form.kept is None:
        return None
    try:
        with form.kept.local() as path:
            return read_columns(path, supplier)
    except (UserError, FileNotFoundError) as error:
        file_is_gone = _("The file is not kept any more. Choose it again.")
        text = str(error) if isinstance(error, UserError) else file_is_gone
        form.errors.setdefault("file", ErrorList()).append(text)
        form.kept = None
        return None


def _supplier(form: PriceListForm) -> Supplier | None:
    """The supplier that is chosen, or else the one that the file's name tells."""
    supplier: Supplier | None = form.cleaned_data.get("supplier")
    if supplier or form.kept is None or form.data.get("supplier"):
        return supplier
    with_pattern = Supplier.objects.exclude(file_name_pattern="")
    candidates = suppliers_by_name(form.kept.filename, with_pattern)
    if len(candidates) != 1:
        return None
    form.data = {**dict(form.data.items()), "supplier": str(candidates[0].pk)}
    form.errors.pop("supplier", None)
    return candidates[0]


def _forgive(form: PriceListForm) -> None:
    """Say nothing yet of what somebody has not come to who only wants to see the list."""
    form.errors.clear()


def _page(request: Request, form: PriceListForm, selection: Selection | None) -> HttpResponse:
    template = "partials/price_list_form.html" if request.htmx else "price_list_create.html"
    context = {
        "form": form,
        "kept": form.kept if selection else None,
        "selection": selection,
        "own_currency": settings.CURRENCIES[0],
    }
    return render(request, f"crossdock/{template}", context)
