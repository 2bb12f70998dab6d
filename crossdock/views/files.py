import uuid
from io import BytesIO
from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crossdock.models import Offer
from crossdock.pipeline.request_template import EXAMPLES, write_request_template
from crossdock.rights import Request
from crossdock.views.access import get_task
from crossdock.views.errors import refuse

TEMPLATE_PARTS = 20

CONTENT_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xls": "application/vnd.ms-excel",
    ".xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".txt": "text/plain",
}
ANY_CONTENT = "application/octet-stream"
"""Of whatever else a user has named a file by: nothing that a browser would run."""


@require_safe
def task_result(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """Download a task's result."""
    task = get_task(request, pk)
    return download(request, task.result_file, task.result_filename)


@require_safe
def task_request(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """Download a task's request file, under the name that it was uploaded with."""
    task = get_task(request, pk)
    return download(request, task.request_file, task.filename)


@require_safe
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
        return refuse(request, 404, _("There is no such file, or not yet."))
    try:
        stream = file.open("rb")
    except FileNotFoundError:
        return refuse(request, 404, _("The file is not kept any more."))
    content_type = CONTENT_TYPES.get(PurePath(filename).suffix.lower(), ANY_CONTENT)
    return FileResponse(stream, as_attachment=True, filename=filename, content_type=content_type)
