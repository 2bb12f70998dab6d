"""What can be wrong with a file, as the child process says it."""

from enum import StrEnum


class ReadError(StrEnum):
    """What a user can do something about; messages.py has the words."""

    EMPTY = "empty"
    NOT_A_SPREADSHEET = "not_a_spreadsheet"
    MARKUP = "markup"
    PASSWORD = "password"  # noqa: S105
    DAMAGED = "damaged"
    TOO_LARGE_UNPACKED = "too_large_unpacked"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_LARGE_OR_DAMAGED = "too_large_or_damaged"
    NO_MEMORY = "no_memory"
    TOO_SLOW = "too_slow"
    TOO_MANY_CELLS = "too_many_cells"
    LONG_ROW = "long_row"
    OPEN_QUOTE = "open_quote"
    NO_COLUMNS = "no_columns"
    OTHER_COLUMNS = "other_columns"
    NO_SUCH_COLUMN = "no_such_column"
    NO_SUCH_SHEET = "no_such_sheet"
    NO_SUCH_ROW = "no_such_row"
    NO_COLUMN_THERE = "no_column_there"


class TableError(Exception):
    """The file cannot be read as a table; `details` are what the message mentions."""

    def __init__(self, error: ReadError, **details: object) -> None:
        super().__init__(error)
        self.trouble = error
        self.details = details
