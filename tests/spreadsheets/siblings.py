"""Small files after those of other people, as text: what stands in them, and what comes of it.

A block has a table, its cells parted by |, and what is right behind an arrow. A cell that begins
with ' is text; other numbers are numbers in workbooks.
"""

import html
import re
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from tests.spreadsheets.format_files import WRITERS, Formats, Rows, Span

NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


def wrong_ones(blocks: Path, folder: Path, outcome: Callable[[Path], str]) -> Iterator[str]:
    """What does not come as it should, of a text file and one kind of workbook for each block."""
    writers = cycle((*WRITERS, write_web_page, write_text))
    for block in blocks.read_text(encoding="utf-8").strip().split("\n\n"):
        table, _arrow, right = block.rpartition("\n-> ")
        rows = [line.split("|") for line in table.split("\n")]
        plain = folder / "list.csv"
        plain.write_text("\n".join(";".join(c.removeprefix("'") for c in row) for row in rows))
        writer = next(writers)
        workbook = writer(folder / "list.bin", [list(map(_typed, row)) for row in rows], {})
        for path, kind in ((plain, "text"), (workbook, writer.__name__)):
            if (told := outcome(path)) != right:
                yield f"{table}\n{kind}: {told}\nright: {right}\n"


def write_web_page(path: Path, rows: Rows, _formats: Formats, _span: Span | None = None) -> Path:
    """As shops export their tables."""
    lines = ("".join(f"<td>{html.escape(_text(cell))}" for cell in row) for row in rows)
    path.write_text("<meta charset=utf-8><table><tr>" + "<tr>".join(lines) + "</table>")
    return path


def write_text(path: Path, rows: Rows, _formats: Formats, _span: Span | None = None) -> Path:
    """As spreadsheet programs save "Unicode text"."""
    path.write_text("\n".join("\t".join(map(_text, row)) for row in rows), encoding="utf-16")
    return path


def _text(cell: str | float | None) -> str:
    return "" if cell is None else f"{cell:.15g}" if isinstance(cell, float) else str(cell)


def _typed(cell: str) -> str | float | None:
    """As somebody who types it into a spreadsheet has it."""
    return float(cell) if NUMBER.fullmatch(cell) else cell.removeprefix("'") or None
