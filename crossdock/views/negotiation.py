import uuid
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crossdock.errors import UserError
from crossdock.forms.negotiation import NegotiationForm
from crossdock.live import versions
from crossdock.models import CrossDockTask, NegotiationSheet
from crossdock.models.lifecycle import Status
from crossdock.models.quota import QuotaReached, sheet_slot
from crossdock.negotiation.workbook import workbook
from crossdock.pages.negotiation import SheetPage
from crossdock.pages.paging import ShallowPaginator
from crossdock.redis_state import changes
from crossdock.redis_state.changes import Tokens
from crossdock.rights import Request, may_change, visible_to
from crossdock.views.access import get_sheet, get_sheet_to_change, get_task
from crossdock.views.errors import refuse
from crossdock.views.files import CONTENT_TYPES
from crossdock.views.responses import redirect_client

PAGE_SIZE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def negotiation_list(request: Request) -> HttpResponse:
    """The negotiation sheets, of a task or of all; have another one made."""
    task = _task_of(request)
    chosen = {"supplier": request.GET.get("supplier", "")}
    posted = request.POST if request.method == "POST" else None
    form = NegotiationForm(posted, task=task, initial=chosen)
    if form.is_valid():
        if task is not None and (task.status != Status.SUCCESS or not task.has_file):
            messages.warning(request, _("%s is not done, or not kept any more.") % task)
            return redirect_client(request, request.get_full_path())
        supplier = form.cleaned_data["supplier"]
        try:
            with sheet_slot(request.user.pk):
                sheet = NegotiationSheet.ask_for(supplier, task=task, user=request.user)
        except UserError as error:
            messages.warning(request, str(error))
            return redirect_client(request, request.get_full_path())
        return redirect_client(request, _address(sheet))
    sheets = visible_to(request.user, NegotiationSheet).select_related("supplier", "task", "user")
    if task is not None:
        sheets = sheets.filter(task=task)
    page = ShallowPaginator(sheets, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "task": task, "page": page}
    return render(request, "crossdock/negotiations.html", context)


@require_safe
def negotiation_detail(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What a supplier has lost, and what would win it."""
    tokens = changes.tokens()
    context = _context(request, pk, tokens)
    return render(request, "crossdock/negotiation.html", context)


@require_safe
def negotiation_status(request: Request, pk: uuid.UUID) -> HttpResponse:
    """What moves on a sheet's page, for its poll; 204 if the page is up to date."""
    tokens = changes.tokens()
    if versions.is_known(request, tokens):
        return HttpResponse(status=204)
    context = _context(request, pk, tokens)
    return versions.answer(request, "crossdock/partials/negotiation_live.html", context)


@require_safe
def negotiation_workbook(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Download what may be sent to the supplier."""
    sheet = get_sheet(request, pk)
    page = SheetPage(sheet)
    if not page.all_lost:
        return refuse(request, 404, _("There is no such file, or not yet."))
    answer = HttpResponse(workbook(page.all_lost), content_type=CONTENT_TYPES[".xlsx"])
    over = f" {PurePath(sheet.task.filename).stem}" if sheet.task else ""
    name = f"{sheet.supplier}{over} {localdate(sheet.created_at)}.xlsx"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


@require_POST
def negotiation_cancel(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Stop working on a sheet."""
    sheet = get_sheet_to_change(request, pk)
    if not sheet.cancel():
        messages.warning(request, _("There is nothing to cancel."))
    return redirect_client(request, _address(sheet))


@require_POST
def negotiation_retry(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Try again after a failure or a cancellation."""
    sheet = get_sheet_to_change(request, pk)
    try:
        with sheet_slot(sheet.user_id):
            if not sheet.retry():
                messages.warning(request, _("There is nothing to retry."))
    except QuotaReached as error:
        messages.warning(request, str(error))
    return redirect_client(request, _address(sheet))


def _address(sheet: NegotiationSheet) -> str:
    return reverse("crossdock:negotiation_detail", args=[sheet.pk])


def _task_of(request: Request) -> CrossDockTask | None:
    """The task that the address names. Raises Http404."""
    task_id = request.GET.get("task", "")
    if not task_id:
        return None
    try:
        pk = uuid.UUID(task_id)
    except ValueError as error:
        raise Http404 from error
    return get_task(request, pk)


def _context(request: Request, pk: uuid.UUID, tokens: Tokens | None) -> dict[str, Any]:
    sheet = get_sheet(request, pk)
    page = SheetPage(sheet, request.GET.get("page"))
    return {
        "page": page,
        "sheet": sheet,
        "may_change": may_change(request.user, sheet),
        "version": versions.version(tokens, page.state, has_progress=sheet.is_active),
        "every": versions.seconds(sheet.is_active),
    }
