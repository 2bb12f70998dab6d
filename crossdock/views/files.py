import uuid
from io import BytesIO

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from crossdock.models import Offer
from crossdock.pipeline.request_template import EXAMPLES, write_request_template
from crossdock.views.access import Request, get_task

TEMPLATE_PARTS = 20


@require_safe
@cache_control(private=True, no_store=True)
def task_result(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """Download a task's result."""
    task = get_task(pk)
    return download(request, task.result_file, task.result_filename)


@require_safe
@cache_control(private=True, no_store=True)
def task_request(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """Download a task's request file, under the name that it was uploaded with."""
    task = get_task(pk)
    return download(request, task.request_file, task.filename)


@require_safe
@cache_control(private=True, no_store=True)
def task_template(request: Request) -> FileResponse:
    """Download a request file to fill, with parts that there are offers for."""
    offers = Offer.objects.filter(quantity__gt=0).values_list("brand", "article")
    stream = BytesIO()
    write_request_template(stream, list(offers[:TEMPLATE_PARTS]) or EXAMPLES)
    stream.seek(0)
    return FileResponse(stream, as_attachment=True, filename=_("Request.xlsx"))


def download(request: Request, file: FieldFile, filename: str) -> HttpResponseBase:
    """A stored file under the name that its user knows, or a page that says why there is none."""
    if not file:
        return _no_file(request, _("There is no such file, or not yet."))
    try:
        return FileResponse(file.open("rb"), as_attachment=True, filename=filename)
    except FileNotFoundError:
        return _no_file(request, _("The file is not kept any more."))


def _no_file(request: Request, reason: str) -> HttpResponse:
    return render(request, "404.html", {"reason": reason}, status=404)
