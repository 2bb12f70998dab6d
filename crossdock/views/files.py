import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crossdock.models import Offer
from crossdock.models.preferences import language_of
from crossdock.offers.search import hours_by_name
from crossdock.pipeline.request_template import EXAMPLES, write_request_template
from crossdock.results.csv_file import ENCODINGS, csv_chunks
from crossdock.results.lines_query import DamagedFileError, LinesFile, OldFileError
from crossdock.results.texts import ENGLISH, RUSSIAN
from crossdock.rights import Request
from crossdock.storage.users_files import local
from crossdock.views.access import get_task
from crossdock.views.errors import refuse

TEMPLATE_PARTS = 20

CONTENT_TYPES = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
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
def task_result_csv(request: Request, pk: uuid.UUID) -> HttpResponseBase:
    """Download a task's lines as CSV, in the encoding that the address names."""
    task = get_task(request, pk)
    encoding = request.GET.get("encoding", "utf-8")
    if not task.lines_file or encoding not in ENCODINGS:
        return refuse(request, 404, _("There is no such file, or not yet."))
    with translation.override(language_of(task.user)):
        texts = RUSSIAN if translation.get_language() == "ru" else ENGLISH
    hours = hours_by_name(task.supplier_group.suppliers.all())
    with ExitStack() as stack:
        try:
            lines = LinesFile(stack.enter_context(local(task.lines_file)))
        except FileNotFoundError:
            return refuse(request, 404, _("The file is not kept any more."))
        except (OldFileError, DamagedFileError):
            return refuse(request, 404, _("This result has no CSV file: run the request again."))
        chunks = _while_open(
            stack.pop_all(), csv_chunks(lines, texts, encoding, hours, task.prices_as_of)
        )
    answer = StreamingHttpResponse(chunks, content_type=f"text/csv; charset={encoding}")
    name = str(PurePath(task.result_filename).with_suffix(".csv"))
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def _while_open(stack: ExitStack, chunks: Iterator[bytes]) -> Iterator[bytes]:
    with stack:
        yield from chunks


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
