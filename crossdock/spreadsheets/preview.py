"""The first rows of a file as they are read, for people to see which column is which."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Self

from crossdock.spreadsheets import reading
from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.file_notes import FileNotes
from crossdock.spreadsheets.fingerprint import fingerprint
from crossdock.spreadsheets.header import HEADER_ROWS, SAMPLE_ROWS, Layout
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.recognition import Recognition
from crossdock.spreadsheets.rows import rows as table_rows
from crossdock.spreadsheets.sheets import KeptSheets, Sheet, column_letters

ROWS = 15
ABOVE_HEADER = 2
MAX_COLUMNS = 60
NOT_TOLD = {
    ReadError.NO_COLUMNS,
    ReadError.OTHER_COLUMNS,
    ReadError.NO_SUCH_SHEET,
    ReadError.NO_SUCH_ROW,
    ReadError.NO_COLUMN_THERE,
}
MAX_TEXT = 200
"""Characters of a cell that are shown."""


@dataclass(frozen=True)
class Preview:
    """Rows of a sheet as people see them; rows are numbered from 1, columns from 0.

    `recognised` are the columns by the headings or the content alone, none where they cannot be
    told at the same place; `reading` are those that will be read: as chosen before, where
    `mapping_holds`. `header_row` may be a guess where the columns are not recognised;
    `has_headings` tells whether there is such a row whatever was chosen before. `currency_notes`
    are texts around the headings that may name the currency of the prices, `notes` what else is to
    be said of the file (messages.file_notes). `sheets` are the visible ones, `usual_sheet` that
    which is read unless somebody chooses another, `fingerprint` tells its layout.
    """

    sheet: str | None
    left: int
    first_row: int
    rows: list[list[str]]
    header_row: int | None
    headings: list[str]
    recognised: Recognition
    reading: Recognition
    currency_notes: list[str]
    notes: dict[str, Any]
    mapping_holds: bool
    has_headings: bool
    sheets: list[str]
    usual_sheet: str | None
    fingerprint: str

    @classmethod
    def parse(cls, message: dict[str, Any]) -> Self:
        """Out of a message of the child process."""
        recognitions = {
            key: Recognition.from_json(message[key]) for key in ("recognised", "reading")
        }
        return cls(**message | recognitions)

    @property
    def letters(self) -> list[str]:
        """What the spreadsheet calls the columns."""
        width = max(map(len, self.rows), default=0)
        return [column_letters(self.left + index) for index in range(width)]

    def headings_in(self, row: int | None) -> list[str]:
        """The headings, if they stand in that row; none for None."""
        if row == self.header_row:
            return self.headings
        index = -1 if row is None else row - self.first_row
        return self.rows[index] if 0 <= index < len(self.rows) else []

    def mapping(
        self, selected: Recognition, header_row: int | None, unread: Collection[Column] = ()
    ) -> ColumnMapping:
        """The columns in words that find them again in the supplier's next list."""
        return ColumnMapping.of(
            selected,
            self.headings_in(header_row),
            self.left,
            ignores_headings=header_row is None and self.has_headings,
            unread=unread,
        )

    def corrections(
        self, selected: Recognition, header_row: int | None, optional: Collection[Column] = ()
    ) -> ColumnMapping:
        """What has to be remembered so that the supplier's lists are read as somebody selected.

        Only the columns where recognition takes another one or is in doubt, so that it goes on to
        follow the list in the rest; but all of them where there are no headings, or others than
        were recognised. Of the `optional` columns those that are not selected are not read.
        """
        wrong = {
            column: index
            for column, index in selected.columns.items()
            if self.recognised.columns.get(column) != index
            or column in self.recognised.doubts
            or (column is Column.QUANTITY and selected.stores != self.recognised.stores)
        }
        if header_row != self.header_row or (wrong and header_row is None):
            wrong = selected.columns
        stores = selected.stores if Column.QUANTITY in wrong else ()
        unread = self.recognised.columns.keys() & set(optional) - selected.columns.keys()
        if not wrong and not unread:
            return NO_MAPPING
        return self.mapping(Recognition(wrong, stores), header_row, unread)


def preview_message(
    path: Path, needed: Collection[Column], mapping: ColumnMapping, only: str | None
) -> dict[str, Any]:
    """What the child process sends of a file of which people want to see something.

    Of the sheet `only` alone, if the file has such a one. Raises TableError where it cannot be read
    at all.
    """
    sheets = KeptSheets(reading.open_sheets(path))
    names = _sheet_names(sheets)
    usual = _find(sheets, needed, NO_MAPPING, None)
    likely = None if usual else _likeliest(sheets, None)
    place = usual.sheet if usual else likely.sheet if likely else None
    only = only if only in names else None
    found = usual if only is None else _find(sheets, needed, NO_MAPPING, only)
    chosen = _find(sheets, needed, mapping, only) if mapping else found
    about = {
        "mapping_holds": not mapping or chosen is not None,
        "sheets": names,
        "usual_sheet": place.name if place else None,
        "fingerprint": likely.fingerprint if likely else _fingerprint(usual),
    }
    if (shown := chosen or found) is None:
        sheet, header, _layout = _likeliest(sheets, only)
        return _message(sheet, None, header) | about | {"has_headings": header is not None}
    sheet, layout = shown.sheet, shown.layout
    header = found[1].header_row if found else _likeliest(sheets, only).header_row
    message = _message(sheet, layout, layout.header_row) | about
    message |= {"has_headings": header is not None, "notes": shown.notes.to_json()}
    same_place = found and (found[0].name, found[1].header_row) == (sheet.name, layout.header_row)
    recognised = found[1].recognition if found and same_place else Recognition()
    return message | {"recognised": recognised.to_json()}


def _find(
    sheets: KeptSheets, needed: Collection[Column], mapping: ColumnMapping, only: str | None
) -> reading.Tables | None:
    try:
        return reading.find_tables(_those(sheets, only), needed, mapping)
    except TableError as problem:
        if problem.trouble in (NOT_TOLD if only is None else {*NOT_TOLD, ReadError.EMPTY}):
            return None
        raise


def _those(sheets: KeptSheets, only: str | None) -> Iterator[Sheet]:
    """All of them, or the one of this name."""
    return (sheet for sheet in sheets if only is None or sheet.name == only)


def _sheet_names(sheets: KeptSheets) -> list[str]:
    """Of the visible sheets, up to one that is damaged."""
    names = []
    try:
        for sheet in sheets:
            if sheet.name is not None and not sheet.is_hidden:
                names.append(sheet.name)
    except TableError:
        pass
    return names


def _fingerprint(usual: reading.Tables | None) -> str:
    return fingerprint(usual.layout.headings, usual.sheet.rows()) if usual else ""


def _likeliest(sheets: KeptSheets, only: str | None) -> reading.Likeliest:
    return reading.likeliest(
        [(sheet, list(islice(sheet.rows(), SAMPLE_ROWS))) for sheet in _those(sheets, only)]
    )


def _message(sheet: Sheet, layout: Layout | None, header_row: int | None) -> dict[str, Any]:
    above = max(0, (header_row or 1) - 1 - ABOVE_HEADER)
    numbered = _rows(sheet, layout, above)
    rows = [[_shown(cell) for cell in row[:MAX_COLUMNS]] for row in islice(numbered, ROWS)]
    width = max(map(len, rows), default=0)
    for row in rows:
        row.extend([""] * (width - len(row)))
    headings: list[str] = layout.headings if layout else []
    if layout is None and header_row is not None and header_row - 1 - above < len(rows):
        headings = rows[header_row - 1 - above]
    return {
        "sheet": sheet.name,
        "left": sheet.left,
        "first_row": above + 1,
        "rows": rows,
        "header_row": header_row,
        "headings": headings,
        "recognised": Recognition().to_json(),
        "reading": (layout.recognition if layout else Recognition()).to_json(),
        "currency_notes": layout.currency_notes if layout else (),
        "notes": FileNotes(encoding=sheet.unsure_encoding).to_json(),
    }


def _rows(sheet: Sheet, layout: Layout | None, above: int) -> Iterator[Row]:
    """The rows from the one of this index on, those of the table as an import reads them."""
    if layout is None:
        yield from islice(sheet.rows(), above, above + HEADER_ROWS)
    else:
        yield from islice(sheet.rows(), above, layout.first_row - 1)
        yield from table_rows(sheet, layout.widened(len(layout.headings)))


def _shown(cell: Any) -> str:
    return as_text(cell)[:MAX_TEXT]
