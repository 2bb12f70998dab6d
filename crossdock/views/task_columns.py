import uuid
from pathlib import Path

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crossdock.errors import UserError
from crossdock.models import CrossDockTask
from crossdock.models.quota import QuotaReached, task_slot
from crossdock.pipeline.request_parts import PART_COLUMNS
from crossdock.rights import Request
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place, Where
from crossdock.spreadsheets.messages import COLUMN_NAMES
from crossdock.spreadsheets.preview import Preview
from crossdock.spreadsheets.reader_process import read_preview
from crossdock.spreadsheets.request_headings import REQUEST
from crossdock.views.access import get_task_to_change
from crossdock.views.responses import redirect_client
from crossdock.views.selected_columns import SelectedColumns, posted_columns


class RequestColumns(SelectedColumns):
    """The columns of a request file, as somebody selects them over its first rows."""

    offered = (Column.BRAND, Column.ARTICLE, Column.QUANTITY, Column.CEILING, Column.CODE)

    @classmethod
    def preset(cls, preview: Preview) -> "RequestColumns":
        """What is read without anybody's help, else what single headings say."""
        columns = preview.reading.columns or cls._guess(preview)
        by_index = {index: str(column) for column, index in columns.items()}
        return cls(preview, by_index, preview.header_row)

    @classmethod
    def _guess(cls, preview: Preview) -> dict[Column, int]:
        named = [REQUEST.match(heading) for heading in preview.headings]
        columns: dict[Column, int] = {}
        for index, name in enumerate(named):
            if name and name[0] in cls.offered:
                columns.setdefault(name[0], index)
        return columns

    @property
    def problem(self) -> str:
        """What is wrong with the selection, if anything."""
        selected = list(self.by_index.values())
        missing = [each for each in self.offered if each in PART_COLUMNS and each not in selected]
        twice = [each for each in self.offered if selected.count(each) > 1]
        if missing:
            return _("Say which column is: %s.") % _names(missing)
        if twice:
            return _("More than one column is selected as: %s.") % _names(twice)
        return ""

    @property
    def mapping(self) -> ColumnMapping:
        """The columns by their letters, in this very table."""
        letters = self.preview.letters
        places = {
            Column(name): Place("", letters[index])
            for index, name in self.by_index.items()
            if name in self.offered
        }
        return ColumnMapping(places, where=Where(self.preview.sheet, self.header_row or 0))


@require_http_methods(["GET", "HEAD", "POST"])
def task_columns(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Choose the columns of a failed task's request file, and start the next attempt with them."""
    task = get_task_to_change(request, pk)
    if not task.lacks_columns:
        messages.warning(request, _("%s did not fail for its columns.") % task)
        return _to_task(request, task)
    try:
        preview = read_preview(Path(task.request_file.path), needed=PART_COLUMNS)
    except FileNotFoundError:
        messages.warning(request, _("%s is not kept any more. Upload it again.") % task)
        return _to_task(request, task)
    except UserError as error:
        messages.warning(request, str(error))
        return _to_task(request, task)
    if request.method != "POST":
        return _page(request, task, RequestColumns.preset(preview))
    selection = RequestColumns(preview, *posted_columns(preview, request.POST))
    problem = selection.problem or _start(request, task, selection)
    return _page(request, task, selection, problem) if problem else _to_task(request, task)


def _start(request: Request, task: CrossDockTask, selection: RequestColumns) -> str:
    """Start the next attempt; what is in the way, if anything."""
    try:
        with task_slot(task.user_id):
            if task.retry_with(selection.mapping.to_json()):
                messages.success(request, _("%s is queued again.") % task)
            else:
                messages.warning(request, _("%s is under way again already.") % task)
    except QuotaReached as full:
        return str(full)
    return ""


def _to_task(request: Request, task: CrossDockTask) -> HttpResponse:
    return redirect_client(request, reverse("crossdock:task_detail", args=[task.pk]))


def _page(
    request: Request, task: CrossDockTask, selection: RequestColumns, problem: str = ""
) -> HttpResponse:
    context = {
        "task": task,
        "selection": selection,
        "problem": problem,
        "is_guess": not selection.preview.reading.columns and request.method != "POST",
        "names": [(str(column), COLUMN_NAMES[column]) for column in selection.offered],
    }
    return render(request, "crossdock/task_columns.html", context)


def _names(columns: list[Column]) -> str:
    return ", ".join(str(COLUMN_NAMES[column]) for column in columns)
