"""What the page for a new task shows of the file before it starts."""

from collections.abc import Callable
from dataclasses import dataclass

from django.forms.utils import ErrorList
from django.http import QueryDict
from django.utils.translation import gettext as _

from crossdock.errors import UserError
from crossdock.forms.tasks import TaskForm
from crossdock.pages.pasted import BRAND_OF_LINE, LineWithoutBrand
from crossdock.pipeline.pasted import with_brand
from crossdock.rights import Request
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.messages import SlowFileError
from crossdock.spreadsheets.reader_process import BusyError
from crossdock.views.access import get_layout_to_forget
from crossdock.views.request_columns import RequestColumns, look_at, selected
from crossdock.views.selected_columns import FIRST_FIELD


@dataclass(frozen=True)
class TaskPage:
    """The columns that are shown, if any, and whether the task may start with them.

    `columns` gives them, remembers a new choice, and is None where nobody was shown any. `note`
    says why there are none.
    """

    may_start: bool = False
    selection: RequestColumns | None = None
    columns: Callable[[], ColumnMapping] | None = None
    note: str = ""
    may_forget: bool = False


NOTHING_CHOSEN = TaskPage()


def chosen_columns(request: Request, form: TaskForm) -> TaskPage:
    """What becomes of a form that was sent: the task starts, or its file is shown."""
    is_valid, data = form.is_valid(), request.POST
    if "forget" in data:
        get_layout_to_forget(request, data["forget"]).delete()
    wants_preview = bool({"preview", "forget", BRAND_OF_LINE} & data.keys())
    has_columns = FIRST_FIELD in data
    if not wants_preview and not has_columns:
        return TaskPage(may_start=is_valid)
    if wants_preview:
        _forgive(form)
    form.keep()
    if not form.has_list:
        return NOTHING_CHOSEN
    columns, note = _look(request, form)
    if columns is None:
        return TaskPage(is_valid and not wants_preview and bool(note), note=note)
    is_same = data.get("layout") == columns.token
    if has_columns and is_same and "forget" not in data:
        columns = selected(columns, data)
    may_forget = columns.may_forget(request.user)
    if wants_preview:
        return TaskPage(selection=columns, may_forget=may_forget)
    is_other_table = _(
        "This is another table than the one that was shown. Look at its columns, then start."
    )
    if problem := columns.problem if is_same else is_other_table:
        form.add_error(None, problem)
    may_start, keep = is_valid and not problem, columns.keep_choice
    return TaskPage(may_start, columns, lambda: keep(request.user), may_forget=may_forget)


def with_chosen_brand(data: QueryDict) -> QueryDict:
    """The form that was sent, with the brand that was clicked in the line that lacks it."""
    if BRAND_OF_LINE not in data:
        return data
    changed = data.copy()
    changed["text"] = with_brand(data.get("text", ""), *LineWithoutBrand.chosen(data))
    return changed


def _look(request: Request, form: TaskForm) -> tuple[RequestColumns | None, str]:
    """The columns; else why they cannot be shown, or an error of the form."""
    try:
        with form.opened() as (path, earlier):
            return look_at(path, request.POST, earlier), ""
    except (BusyError, SlowFileError):
        return None, _("The columns cannot be shown just now. You can start the task all the same.")
    except UserError as error:
        field = "file" if form.pasted is None else "text"
        form.errors.setdefault(field, ErrorList()).append(str(error))
        form.kept = None
        return None, ""


def _forgive(form: TaskForm) -> None:
    """Say nothing yet of what somebody has not come to; only of the file."""
    for name in [name for name in form.errors if name not in ("file", "text")]:
        del form.errors[name]
