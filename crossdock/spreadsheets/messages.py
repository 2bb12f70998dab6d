"""The words for what is wrong with a file."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from crossdock.errors import UserError
from crossdock.spreadsheets.column_names import COLUMN_NAMES, EXAMPLES
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.problems import ReadError
from crossdock.spreadsheets.sheets import MAX_CELLS, MAX_CHARACTERS, MAX_COLUMNS
from crossdock.texts import Joined, Kept, Number, Size
from crossdock.texts import Text as _

NOT_RECOGNISED = _(
    "The columns were not recognised. Needed: %(needed)s. Found (%(place)s): %(found)s. "
    "Name the columns in one row, for example so: %(examples)s."
)

OTHER_COLUMNS = _(
    "The list is laid out differently from the supplier's earlier ones: not all of the columns "
    "that were chosen then (%(chosen)s) can be told in it. Found (%(place)s): %(found)s. "
    "Choose its columns again on the page for new price lists."
)

OTHER_LAYOUT = _(
    "The columns that were chosen for files of this layout (%(chosen)s) are not all in this file. "
    "Found (%(place)s): %(found)s. Choose its columns again."
)

NO_SUCH_SHEET = _("The file has no sheet «%(name)s». Its sheets are: %(names)s.")
NO_SUCH_ROW = _(
    "Row %(row)s cannot be the row of the headings: rows 1 to %(most)s can, and 0 says that there "
    "are none."
)
NO_COLUMN_THERE = _("The sheet has no column %(name)s: its last column is %(last)s.")

COLUMN_TROUBLES = frozenset(
    text.id for text in (NOT_RECOGNISED, OTHER_LAYOUT, NO_SUCH_SHEET, NO_SUCH_ROW, NO_COLUMN_THERE)
)
"""What choosing the columns mends."""


class SlowFileError(UserError):
    """The file could not be read in the time that there was for it."""


def user_error(trouble: Mapping[str, Any], needed: Collection[Column]) -> UserError:
    """For a message of the child process that says what is wrong."""
    text: Kept
    match ReadError(trouble["trouble"]):
        case ReadError.EMPTY:
            text = _("The file is empty: there is nothing in it, or nothing in any of its sheets.")
        case ReadError.NOT_A_SPREADSHEET:
            text = _(
                "The file is not a spreadsheet, whatever its name says. Excel (.xlsx, .xls, "
                ".xlsb), OpenDocument (.ods) and text files (.csv, .tsv, .txt) can be read."
            )
        case ReadError.MARKUP:
            text = _(
                "The file is a web page or XML without a table that can be read, though its name "
                "may end in .xls. Open it in Excel, save it as .xlsx and try once more."
            )
        case ReadError.PASSWORD:
            text = _(
                "The file has a password, perhaps one that Excel never asks for. Take it off in "
                "Excel (File, Info, Protect Workbook, Encrypt with Password, and empty the "
                "field), save the file and try once more."
            )
        case ReadError.DAMAGED:
            text = _damaged(trouble)
        case ReadError.TOO_LARGE_OR_DAMAGED:
            text = _(
                "The file is too large or damaged and could not be read. Open it, save it again "
                "as .xlsx or .csv, in several files if it is very long, and try once more."
            )
        case ReadError.TOO_LARGE_UNPACKED:
            text = _(
                "Unpacked, the file would take %(size)s (it is packed into %(packed)s), more than "
                "can be read. Copy the table into a new file, save it and try once more."
            ) % {key: Size(trouble[key]) for key in ("size", "packed")}
        case ReadError.TOO_MANY_PARTS:
            text = _(
                "The file consists of %(parts)s parts; %(most)s can be read at most. Copy the "
                "table into a new file, save it and try once more."
            ) % {key: Number(trouble[key]) for key in ("parts", "most")}
        case ReadError.NO_MEMORY:
            text = _(
                "Reading the file would take too much memory. Often a stray value far below or to "
                "the right of the table is the cause: delete the rows and columns behind the "
                "table. Or copy the table into a new file, or split it, and try once more."
            )
        case ReadError.TOO_SLOW:
            return SlowFileError(
                _(
                    "Reading the file takes too long, and was stopped. Copy the table alone, "
                    "without other sheets, into a new file, or split it, and try once more."
                )
            )
        case ReadError.TOO_MANY_CELLS:
            text = _too_many_cells(trouble)
        case ReadError.LONG_ROW:
            text = _(
                "The file has too long a row (%(place)s): all its texts together may have "
                "%(most)s characters. Often a missing line end or a quotation mark that is "
                "never closed is the cause. Shorten it and try once more."
            ) % {"place": _place(trouble), "most": Number(MAX_CHARACTERS)}
        case ReadError.OPEN_QUOTE:
            text = _(
                "Row %(row)s has a text that does not end. Most often the cause is a quotation "
                "mark that is opened there and never closed. Remove it and try once more."
            ) % {"row": trouble["row"]}
        case ReadError.NO_COLUMNS:
            text = _no_columns(trouble, needed)
        case ReadError.OTHER_COLUMNS:
            text = _other_columns(trouble, needed)
        case ReadError.NO_SUCH_SHEET:
            text = NO_SUCH_SHEET % {
                "name": trouble["name"],
                "names": ", ".join(trouble["found"]) or _("none"),
            }
        case ReadError.NO_SUCH_ROW:
            text = NO_SUCH_ROW % {"row": trouble["row"], "most": trouble["most"]}
        case ReadError.NO_COLUMN_THERE:
            text = NO_COLUMN_THERE % {
                "name": trouble["name"],
                "last": trouble["last"] or _("none"),
            }
        case ReadError.NO_SUCH_COLUMN:
            text = _("The price list has no column «%(name)s». Its headings are: %(headings)s.") % {
                "name": trouble["name"],
                "headings": ", ".join(filter(None, trouble["found"])) or _("none"),
            }
    return UserError(text)


def _place(trouble: Mapping[str, Any]) -> Kept:
    """As far as it is known; "" where nothing is."""
    named, numbered = trouble.get("sheet") is not None, "row" in trouble
    if named and numbered:
        place = _("sheet “%(sheet)s”, row %(row)s")
    elif named:
        place = _("sheet “%(sheet)s”")
    elif numbered:
        place = _("row %(row)s")
    else:
        return ""
    return place % {name: trouble[name] for name in ("sheet", "row") if name in trouble}


def _damaged(trouble: Mapping[str, Any]) -> Kept:
    place = _place(trouble)
    text = (
        _("The file is damaged (%s) and cannot be read.") % place
        if place
        else _("The file is damaged and cannot be read.")
    )
    advice = _("Open it in Excel, save it again as .xlsx and try once more.")
    return Joined((text, advice), " ")


def _too_many_cells(trouble: Mapping[str, Any]) -> Kept:
    size = _("%(rows)s rows and %(columns)s columns") % {
        "rows": Number(trouble["rows"]),
        "columns": Number(trouble["columns"]),
    }
    place = _place({"sheet": trouble.get("sheet")})
    return _(
        "The table is too large: %(size)s. There may be %(cells)s cells and %(most_columns)s "
        "columns at most. Often a stray value far below or to the right of the table is the "
        "cause: delete the rows and columns behind the table."
    ) % {
        "size": Joined((size, Joined(("(", place, ")"), "")), " ") if place else size,
        "cells": Number(MAX_CELLS),
        "most_columns": Number(MAX_COLUMNS),
    }


def _other_columns(trouble: Mapping[str, Any], needed: Collection[Column]) -> Kept:
    text = OTHER_COLUMNS if Column.PRICE in needed else OTHER_LAYOUT
    return text % {
        "chosen": ", ".join(f"«{name}»" for name in trouble["chosen"]),
        "place": _place(trouble),
        "found": ", ".join(trouble["found"]),
    }


def _no_columns(trouble: Mapping[str, Any], needed: Collection[Column]) -> Kept:
    text = NOT_RECOGNISED % {
        "needed": Joined.of(COLUMN_NAMES[column] for column in Column if column in needed),
        "place": _place(trouble),
        "found": ", ".join(trouble["found"]),
        "examples": Joined.of(
            (
                Joined((COLUMN_NAMES[column], ", ".join(EXAMPLES[column])), " – ")
                for column in Column
                if column in needed
            ),
            "; ",
        ),
    }
    if Column.PRICE not in needed:
        return text
    hint = _(
        "A brand or a quantity that the supplier's lists lack can be fixed for all of them in the "
        "admin."
    )
    return Joined((text, hint), " ")


def file_notes(notes: Mapping[str, Any]) -> list[str]:
    """The words for what was doubtful about a file (file_notes.FileNotes)."""
    texts = []
    if encoding := notes.get("encoding"):
        texts.append(
            gettext(
                "It is not sure which letters the file has: they are read as %s. Look at its "
                "names: if they are wrong, save the file as UTF-8 or .xlsx."
            )
            % encoding
        )
    if sheets := notes.get("left_out"):
        texts.append(
            gettext("Not read: other columns or currency than the first table, or an old list: %s.")
            % _sheet_names(sheets)
        )
    if sheets := notes.get("unreadable"):
        texts.append(
            gettext("Not read, with all sheets behind, because the file is damaged there: %s.")
            % _sheet_names(sheets)
        )
    for column, headings in notes.get("unsure_columns", {}).items():
        texts.append(
            gettext(
                "%(column)s is read from the column «%(taken)s»; it could also be: %(others)s. If "
                "that is wrong, rename the columns and upload the file again."
            )
            % {
                "column": COLUMN_NAMES[Column(column)],
                "taken": headings[0],
                "others": ", ".join(f"«{heading}»" for heading in headings[1:]),
            }
        )
    if rows := notes.get("headings_again"):
        text = ngettext(
            "%(rows)d row repeats the headings and is left out.",
            "%(rows)d rows repeat the headings and are left out.",
            rows,
        )
        texts.append(text % {"rows": rows})
    if rows := notes.get("hidden_rows"):
        text = ngettext(
            "%(rows)d row that is hidden in the file, by a filter perhaps, is read as well.",
            "%(rows)d rows that are hidden in the file, by a filter perhaps, are read as well.",
            rows,
        )
        texts.append(text % {"rows": rows})
    if headings := notes.get("hidden_columns"):
        names = ", ".join(f"«{heading}»" for heading in headings)
        texts.append(gettext("Read, though hidden in the file: %s.") % names)
    return texts


def further_tables(notes: Mapping[str, Any]) -> str:
    """What to say of the tables that are read after the first one; "" where there are none."""
    tables = [
        ngettext(
            "sheet «%(sheet)s» (%(rows)d row at most)",
            "sheet «%(sheet)s» (%(rows)d rows at most)",
            rows,
        )
        % {"sheet": sheet, "rows": rows}
        for sheet, rows in notes.get("read", ())
    ]
    return gettext("The same columns are read of: %s.") % ", ".join(tables) if tables else ""


def _sheet_names(sheets: Sequence[str]) -> str:
    return ", ".join(gettext("sheet «%s»") % sheet for sheet in sheets)
