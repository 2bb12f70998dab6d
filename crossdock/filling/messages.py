"""What to say where answers cannot be written into the workbook that was sent."""

from enum import StrEnum

from crossdock.errors import UserError
from crossdock.texts import Text as _


class FillProblem(StrEnum):
    """Why nothing is written."""

    SIGNED = "signed"
    PASSWORD = "password"  # noqa: S105 - no password
    PROTECTED = "protected"
    MERGED = "merged"
    SPILLS = "spills"
    TWO_TABLES = "two_tables"
    NO_PLACES = "no_places"
    NO_ROOM = "no_room"
    UNUSUAL = "unusual"


WORDS = {
    FillProblem.SIGNED: _(
        "The file is signed: writing into it would break the signature. Save a copy without the "
        "signature and upload that, or download the result file."
    ),
    FillProblem.PASSWORD: _(
        "The file is protected by a password. Save it without one and upload it again, or download "
        "the result file."
    ),
    FillProblem.PROTECTED: _(
        "The sheet “%(sheet)s” is protected. Take the protection off in Excel (Review, Unprotect "
        "Sheet), save the file and upload it again."
    ),
    FillProblem.MERGED: _(
        "On the sheet “%(sheet)s” the merged cells %(cells)s stand where the answers belong. "
        "Unmerge them or choose other columns."
    ),
    FillProblem.SPILLS: _(
        "On the sheet “%(sheet)s” a formula fills the cells %(cells)s, where the answers belong. "
        "Choose other columns."
    ),
    FillProblem.TWO_TABLES: _(
        "On the sheet “%(sheet)s” two tables stand side by side: answers to both would be mixed up "
        "there. Put each on a sheet of its own, or download the result file."
    ),
    FillProblem.NO_PLACES: _(
        "The result was made by an earlier version, which did not note the rows of the lines. Run "
        "the request again."
    ),
    FillProblem.NO_ROOM: _(
        "On the sheet “%(sheet)s” there are not enough free columns to the right of the table."
    ),
    FillProblem.UNUSUAL: _(
        "The file is put together in an unusual way, so that nothing can be written into it "
        "safely. Open it in Excel, save it as .xlsx and upload it again, or download the result "
        "file."
    ),
}


class FillError(UserError):
    """Answers cannot be written into the workbook; `problem` says why."""

    def __init__(self, problem: FillProblem, **details: object) -> None:
        words = WORDS[problem]
        super().__init__(words % {name: str(value) for name, value in details.items()})
        self.problem = problem
