import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from django.forms.utils import ErrorList
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crossdock.errors import UserError
from crossdock.forms.price_lists import PriceListForm
from crossdock.models import Supplier
from crossdock.pricelists.columns import (
    NEEDED,
    describe_place,
    foreign_currency,
    guessed,
    settled_by_currency,
)
from crossdock.rights import Request
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping, Place
from crossdock.spreadsheets.messages import COLUMN_NAMES
from crossdock.spreadsheets.preview import Preview
from crossdock.spreadsheets.reader_process import read_preview
from crossdock.spreadsheets.recognition import Recognition
from crossdock.storage.uploads import Upload
from crossdock.views.access import check_staff, get_import
from crossdock.views.responses import redirect_client


@dataclass(frozen=True)
class Selection:
    """The columns that somebody has selected over the first rows of a list."""

    preview: Preview
    by_index: Mapping[int, str]
    header_row: int | None

    @classmethod
    def preset(cls, preview: Preview) -> "Selection":
        """What would be read without anybody's help."""
        reading = preview.reading
        by_index = {
            index: str(column)
            for column, index in reading.columns.items()
            if column in NEEDED and column not in reading.doubts
        }
        stores = dict.fromkeys(reading.stores, str(Column.QUANTITY))
        return cls(preview, by_index | stores, preview.header_row)

    @classmethod
    def posted(cls, preview: Preview, data: QueryDict) -> "Selection":
        """What somebody has sent."""
        indexes = range(len(preview.letters))
        rows = {str(row): row for row, _cells in enumerate(preview.rows, preview.first_row)}
        by_index = {index: data.get(f"column_{index}", "") for index in indexes}
        return cls(preview, by_index, rows.get(data.get("header_row", "")))

    @cached_property
    def columns(self) -> Recognition:
        """Where each column is; of several quantities the first, with the rest as stores."""
        named = [(Column(name), index) for index, name in self.by_index.items() if name in NEEDED]
        stock = [index for column, index in named if column is Column.QUANTITY]
        return Recognition(dict(reversed(named)), tuple(stock[1:]))

    @property
    def problem(self) -> str:
        """What is wrong with the selection, if anything."""
        selected = [name for name in self.by_index.values() if name in NEEDED]
        missing = [str(COLUMN_NAMES[column]) for column in NEEDED if column not in selected]
        single = [column for column in NEEDED if column is not Column.QUANTITY]
        twice = [str(COLUMN_NAMES[column]) for column in single if selected.count(column) > 1]
        if missing:
            return _("Say which column is: %s.") % ", ".join(missing)
        if twice:
            return _("More than one column is selected as: %s.") % ", ".join(twice)
        return ""

    @property
    def currency(self) -> str | None:
        """The foreign currency that the price's heading or a line around it names, if any."""
        price = self.preview.mapping(self.columns, self.header_row).get(Column.PRICE)
        if price is None:
            return None
        foreign = foreign_currency(price, self.preview.currency_notes)
        return foreign[0] if foreign else None

    @property
    def questions(self) -> list[tuple[str, str]]:
        """The columns that cannot be told: their names, and the columns that they could be."""
        places = {
            column: [
                Place(self.preview.headings[index], self.preview.letters[index])
                for index in indexes
                if index < len(self.preview.letters)
            ]
            for column, indexes in self.preview.reading.doubts.items()
            if column in NEEDED
        }
        return [
            (str(COLUMN_NAMES[column]), ", ".join(map(str, map(describe_place, rivals))))
            for column, rivals in places.items()
        ]

    @property
    def guessed(self) -> str:
        """What to say of the columns that are likely, not sure."""
        return guessed(self.preview.mapping(self.preview.reading, self.preview.header_row))

    @property
    def selects(self) -> list[tuple[int, str, str]]:
        """The index, the letters and the selected column of each column, for the page."""
        letters = self.preview.letters
        return [(index, name, self.by_index.get(index, "")) for index, name in enumerate(letters)]

    @property
    def numbered_rows(self) -> list[tuple[int, list[str]]]:
        """The rows with their numbers in the file."""
        return list(enumerate(self.preview.rows, self.preview.first_row))


@require_http_methods(["GET", "HEAD", "POST"])
def price_list_create(request: Request) -> HttpResponse:
    """Upload a supplier's price list, look at its first rows, correct its columns, import it."""
    check_staff(request)
    if request.method != "POST":
        initial = {"supplier": request.GET.get("supplier"), "valid_from": timezone.localdate()}
        return _page(request, PriceListForm(initial=initial), None)
    form = PriceListForm(request.POST, request.FILES)
    is_valid = form.is_valid()
    wants_preview = "preview" in request.POST
    has_columns = "column_0" in request.POST
    if is_valid and not wants_preview and not has_columns:
        form.submit(request.user, None)
        return redirect_client(request, f"{reverse('crossdock:price_list_list')}#uploads")
    preview = _preview(form, form.cleaned_data.get("supplier"))
    if preview is None:
        return _page(request, form, None)
    if wants_preview or not has_columns:
        if wants_preview:
            _forgive(form)
        return _page(request, form, Selection.preset(preview))
    selection = Selection.posted(preview, request.POST)
    if selection.problem:
        form.add_error(None, selection.problem)
    elif selection.currency and not form.cleaned_data.get("rate") and "rate" not in form.errors:
        form.add_error("rate", _("The prices are in %s: give the rate.") % selection.currency)
    if not form.is_valid():
        return _page(request, form, selection)
    form.submit(request.user, preview.corrections(selection.columns, selection.header_row))
    return redirect_client(request, f"{reverse('crossdock:price_list_list')}#uploads")


@require_safe
def import_columns(request: Request, pk: uuid.UUID) -> HttpResponse:
    """The columns of a list that has come before, to be corrected; it is imported once more."""
    task = get_import(request, pk)
    form = PriceListForm(
        initial={"supplier": task.supplier_id, "valid_from": task.valid_from, "rate": task.rate}
    )
    form.kept = Upload(task.file.name or "", task.filename)
    preview = _preview(form, task.supplier)
    return _page(request, form, Selection.preset(preview) if preview else None)


def _preview(form: PriceListForm, supplier: Supplier | None) -> Preview | None:
    """The first rows of the form's file; None, and an error of the form, if there are none."""
    if form.kept is None:
        return None
    mapping = ColumnMapping.from_json(supplier.columns) if supplier else NO_MAPPING
    try:
        preview = read_preview(form.kept.path, needed=NEEDED, mapping=mapping)
    except (UserError, FileNotFoundError) as error:
        gone = _("The file is not kept any more. Choose it again.")
        text = str(error) if isinstance(error, UserError) else gone
        form.errors.setdefault("file", ErrorList()).append(text)
        form.kept = None
        return None
    return replace(
        preview,
        recognised=settled_by_currency(preview.recognised, preview.headings),
        reading=settled_by_currency(preview.reading, preview.headings),
    )


def _forgive(form: PriceListForm) -> None:
    """Say nothing yet of what somebody has not come to who only wants to see the list."""
    form.errors.clear()


def _page(request: Request, form: PriceListForm, selection: Selection | None) -> HttpResponse:
    template = "partials/price_list_form.html" if request.htmx else "price_list_create.html"
    context = {
        "form": form,
        "kept": form.kept if selection else None,
        "selection": selection,
        "names": [(str(column), COLUMN_NAMES[column]) for column in NEEDED],
    }
    return render(request, f"crossdock/{template}", context)
