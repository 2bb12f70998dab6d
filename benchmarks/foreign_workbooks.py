"""Fills workbooks of other people's making, and checks that nothing else in them has changed.

    python -m benchmarks.foreign_workbooks FOLDER [--libreoffice]

FOLDER is searched for .xlsx and .xlsm files, such as the tests of spreadsheet libraries have. Each
is filled beside what stands in its first sheet and compared with the original: the entries of the
archive by their bytes, the cells of all sheets by what openpyxl reads of them. With --libreoffice
(Debian's libreoffice-calc) that program opens and saves each filled one, and has to keep our cells.
"""

import argparse
import datetime
import subprocess
import sys
import tempfile
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from crossdock.filling.columns import NewColumn, Shown
from crossdock.filling.messages import FillError
from crossdock.filling.sheet import SheetLines
from crossdock.filling.workbook import fill_workbook
from crossdock.spreadsheets.sheets import TablePlace

MAY_CHANGE = ("styles", "workbook.xml", "[content_types]", "calcchain", "/tables/", "/worksheets/")
COLUMNS = (
    NewColumn("Лучшая цена", Shown.MONEY),
    NewColumn("Поставщик"),
    NewColumn("Дата цены", Shown.DAY),
)
VALUES = (1234.5, "ООО «Ромашка & Ко»", datetime.date(2026, 11, 28))
MAX_ROWS = 100
MAX_SIZE = 300_000
AT_ONCE = 50
"""Workbooks that one process of LibreOffice opens: it takes seconds to start."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.foreign_workbooks")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--libreoffice", action="store_true")
    arguments = parser.parse_args()
    folder, with_libreoffice = arguments.folder, arguments.libreoffice
    warnings.simplefilter("ignore")
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        filled: dict[Path, Path] = {}
        for number, path in enumerate(sorted(folder.rglob("*.xls[xm]"))):
            target = Path(made, f"{number}{path.suffix}")
            outcome = tried(path, target)
            if with_libreoffice and outcome == "same":
                filled[target] = path
                continue
            target.unlink(missing_ok=True)
            counts[outcome.partition(":")[0]] += 1
            if not outcome.startswith(("same", "unread", "empty")):
                print(path.relative_to(folder), outcome)
        for target, outcome in saved_by_libreoffice(list(filled)):
            counts[outcome.partition(":")[0]] += 1
            if outcome != "same":
                print(filled[target].relative_to(folder), outcome)
    print(dict(counts))
    return 1 if counts["CHANGED"] or counts["LIBREOFFICE"] else 0


def tried(path: Path, target: Path) -> str:
    """What came of one workbook."""
    if path.stat().st_size > MAX_SIZE:
        return "unread: too large for openpyxl to be quick"
    try:
        before = load_workbook(path)
        sheet = next(each for each in before.worksheets if each.sheet_state == "visible")
    except Exception:  # noqa: BLE001 - the library raises whatever it meets
        return "unread: not by openpyxl either"
    # The cells that there are: going through the rows would make all that there could be.
    filled = [place for place, cell in sheet._cells.items() if cell.value is not None]
    if not filled:
        return "empty"
    heading, *rows = sorted({row for row, _column in filled})[: MAX_ROWS + 1]
    last = max(column for row, column in filled if row == heading)
    place = TablePlace(sheet.title, heading, rows[0] if rows else heading + 1, last - 1)
    lines = SheetLines(place, ((row, VALUES) for row in rows))
    try:
        done = fill_workbook(path, target, [lines], COLUMNS)
    except FillError as error:
        return f"refused: {error.problem}"
    columns = done.columns[sheet.title]
    after = load_workbook(target)
    new = {(row, column + 1) for row in (heading, *rows) for column in columns}
    problem = archive_change(path, target) or cell_change(before, after, sheet.title, new)
    for row in () if problem else rows:
        cells = [after[sheet.title].cell(row, column + 1).value for column in columns]
        day = cells[2] if isinstance(cells[2], str) else f"{cells[2]:%d.%m.%Y}"  # without styles
        if cells[:2] != list(VALUES[:2]) or day != f"{VALUES[2]:%d.%m.%Y}":
            problem = f"row {row} has {cells}"
    return f"CHANGED: {problem}" if problem else "same"


def saved_by_libreoffice(filled: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """What comes of filled workbooks when LibreOffice opens and saves them, many in one process."""
    for first in range(0, len(filled), AT_ONCE):
        paths = filled[first : first + AT_ONCE]
        folder = paths[0].parent / "saved"
        command = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless"]
        command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder)]
        done = subprocess.run([*command, *paths], capture_output=True, text=True, check=False)
        lines = (done.stdout + done.stderr).splitlines()
        for path in paths:
            target = folder / f"{path.stem}.xlsx"
            complaints = [line for line in lines if "rror" in line and str(path) in line]
            if complaints or not target.exists():
                yield path, f"LIBREOFFICE: {' '.join(complaints) or 'has not saved it'}"
                continue
            before, after = our_cells(path), our_cells(target)
            yield path, "same" if before == after else f"LIBREOFFICE: {before} became {after}"


def our_cells(path: Path) -> Counter[str]:
    """How often each of our values stands in a workbook."""
    sheets = load_workbook(path).worksheets
    values = {*map(str, VALUES[:2]), *(column.heading for column in COLUMNS)}
    cells = (str(cell.value) for sheet in sheets for cell in list(sheet._cells.values()))
    return Counter(text for text in cells if text in values)


def archive_change(before: Path, after: Path) -> str | None:
    """The first entry that is another one and may not be."""
    with zipfile.ZipFile(before) as old, zipfile.ZipFile(after) as new:
        missing = set(old.namelist()) ^ set(new.namelist())
        if any("calcchain" not in name.lower() for name in missing):
            return f"entries {missing}"
        changed = [name for name in new.namelist() if old.read(name) != new.read(name)]
        sheets = [name for name in changed if "/worksheets/" in name.lower()]
        others = [name for name in changed if not any(k in name.lower() for k in MAY_CHANGE)]
        if len(sheets) > 1 or others:
            return f"entries {changed}"
    return None


def said(value: Any) -> object:
    """A cell's value so that two of them can be compared: some formulas are objects."""
    return vars(value) if hasattr(value, "__dict__") else str(value)


def cell_change(before: Any, after: Any, title: str, new: set[tuple[int, int]]) -> str | None:
    """The first cell, of any sheet, whose value or look is another one."""
    for sheet in before.worksheets:
        other = after[sheet.title]
        for place, cell in list(sheet._cells.items()):
            if sheet.title == title and place in new:
                continue
            twin = other.cell(*place)
            if said(cell.value) != said(twin.value) or cell.data_type != twin.data_type:
                return f"{sheet.title}!{cell.coordinate}: {cell.value!r} → {twin.value!r}"
            # Numbers of fonts, fills and so on: the new formats, at the end, bring no others.
            if cell._style != twin._style:
                return f"{sheet.title}!{cell.coordinate} looks different"
    return None


if __name__ == "__main__":
    sys.exit(main())
