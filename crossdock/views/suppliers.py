"""Lists and forms of the suppliers' side: the same four views for suppliers, groups and aliases."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crossdock.brands.first_aliases import first_aliases, unchanged
from crossdock.errors import UserError
from crossdock.models import BrandAlias, OffersRefresh, Supplier
from crossdock.models.suppliers import MAX_TASKS_REMOVED
from crossdock.pages.suppliers import SECTIONS, Section
from crossdock.rights import Request
from crossdock.views.access import check_staff
from crossdock.views.responses import redirect_client

PAGE_SIZE = 50
EDITS = ("GET", "HEAD", "POST")


@require_safe
def row_list(request: Request, section: Section) -> HttpResponse:
    """The rows of a section that match a search, page by page."""
    check_staff(request)
    query = request.GET.get("q", "").replace("\0", "").strip()[:200]
    rows, ungrouped = section.rows(query), Supplier.objects.filter(groups=None)
    only_ungrouped = section.model is Supplier and "ungrouped" in request.GET
    if only_ungrouped:
        rows = rows.filter(groups=None)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "query": query,
        "address": urlencode({"q": query} | ({"ungrouped": "1"} if only_ungrouped else {})),
        "only_ungrouped": only_ungrouped,
        "ungrouped": ungrouped.count() if section.model is Supplier else 0,
    }
    if section.model is BrandAlias and not query:
        used = {alias.alias_key: alias for alias in unchanged()}
        context |= {
            "first_aliases": [(first, used.get(first.keys[0])) for first in first_aliases()],
            "first_used": len(used),
        }
    return _page(request, section, "list", context)


@require_http_methods(EDITS)
def row_edit(request: Request, section: Section, pk: int | None = None) -> HttpResponse:
    """Add a row, or change the one with this id. Raises Http404."""
    check_staff(request)
    row = section.model() if pk is None else get_object_or_404(section.model, pk=pk)
    form = section.form(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        try:
            with transaction.atomic():
                section.save(form, request.user)
        except UserError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("%s is saved.") % form.instance)
            return _to_list(request, section)
    return _page(request, section, "form", {"form": form, "row": row})


@require_http_methods(EDITS)
def row_delete(request: Request, section: Section, pk: int) -> HttpResponse:
    """Say what would be lost with a row, and delete it. Raises Http404."""
    check_staff(request)
    row = get_object_or_404(section.model, pk=pk)
    context = {"row": row, "losses": section.losses(row)}
    if request.method != "POST":
        return _page(request, section, "delete", context)
    name = str(row)
    try:
        with transaction.atomic():
            section.remove(row, request.user)
            transaction.on_commit(OffersRefresh.request_if_behind)
    except UserError as error:
        return _page(request, section, "delete", context | {"refusal": str(error)})
    except ProtectedError:
        refusal = _(
            "It cannot be deleted now: a task that names it is under way, or more than %d tasks "
            "name it. Cancel or delete them first, or take its suppliers out instead."
        )
        return _page(request, section, "delete", context | {"refusal": refusal % MAX_TASKS_REMOVED})
    messages.success(request, _("%s is deleted.") % name)
    return _to_list(request, section)


def _to_list(request: Request, section: Section) -> HttpResponse:
    return redirect_client(request, reverse(f"crossdock:{section.name}_list"))


def _page(
    request: Request, section: Section, kind: str, context: dict[str, object]
) -> HttpResponse:
    names = {
        f"{action}_address": f"crossdock:{section.name}_{action}"
        for action in ("list", "create", "edit", "delete")
    }
    return render(
        request,
        f"crossdock/suppliers_{kind}.html",
        context | names | {"section": section, "sections": SECTIONS},
    )
