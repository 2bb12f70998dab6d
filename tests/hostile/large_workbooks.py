"""Workbooks (.xlsx) that ask for memory, and ones with much of nothing in them."""

from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from tests.hostile.packing import (
    GRID_ROWS,
    HEADER,
    MEGABYTE,
    STRINGS,
    TABLE,
    megabytes,
    numbered,
    row,
    strings,
    text,
    workbook,
)
from tests.hostile.registry import LIGHT_AND_HEAVY, hostile
from tests.spreadsheets.workbook_files import MAIN, OFFICE

DAMAGED = "damaged"


@hostile("one cell at A1 and one at XFD1048576", says="stray value")
def two_far_cells(path: Path) -> None:
    far = text("XFD1048576", "x")
    workbook(path, f'<row r="1">{text("A1", "x")}</row><row r="1048576">{far}</row>')


@hostile("a table and one stray cell at XFD1048576", says="stray value")
def stray_cell(path: Path) -> None:
    workbook(path, f'{TABLE}<row r="1048576">{text("XFD1048576", "x")}</row>')


@hostile("a sheet that says it fills the grid, and does not", lines=1)
def dimension_lies(path: Path) -> None:
    workbook(path, TABLE, before='<dimension ref="A1:XFD1048576"/>')


@hostile("shared strings: 4,294,967,295 of them, as it says", says="memory")
def unique_count(path: Path) -> None:
    counts = ' uniqueCount="4294967295" count="4294967295"'
    workbook(
        path,
        '<row r="1"><c r="A1" t="s"><v>0</v></c></row>',
        {STRINGS: strings("x", counts=counts)},
    )


@hostile("one string of 32,000 letters in 200,000 cells", says="memory")
def long_string_often(path: Path) -> None:
    cells = numbered('<row r="{0}"><c r="A{0}" t="s"><v>0</v></c></row>', range(1, 200_001))
    workbook(path, b"".join(cells), {STRINGS: strings("x" * 32_000)})


@hostile("one article of 32,000 letters in 10,000 lines", lines=10_000, heavy=True)
def long_article_often(path: Path) -> None:
    _two_strings_often(path, "x" * 32_000, 10_000)


@hostile("remarks with a rare letter: four bytes each in memory", lines=10_000, heavy=True)
def wide_letters(path: Path) -> None:
    _remark_often(path, "x" * 32_000 + "\U0001f600", 10_000)


def _two_strings_often(path: Path, article: str, lines: int) -> None:
    line = '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c><c r="B{0}" t="s"><v>1</v></c></row>'
    rows = b"".join([HEADER.encode(), *numbered(line, range(2, lines + 2))])
    workbook(path, rows, {STRINGS: strings("BOSCH", article)})


def _remark_often(path: Path, remark: str, lines: int) -> None:
    line = (
        '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c><c r="B{0}"><v>{0}</v></c>'
        '<c r="C{0}" t="s"><v>1</v></c></row>'
    )
    rows = b"".join([HEADER.encode(), *numbered(line, range(2, lines + 2))])
    workbook(path, rows, {STRINGS: strings("BOSCH", remark)})


def _of_one_line(
    make: Callable[[Path, str, int], None], name: str, text: str, *, lines: int, heavy: bool
) -> None:
    full_name = f"{name}, in {lines:,} lines"
    hostile(full_name, lines=lines, heavy=heavy)(lambda path: make(path, text, lines))


_growing = ("an article that Unicode makes 18 times longer", "\ufdfa" * 32_000)
_escaped = ("remarks of control characters: six bytes each on the way", "_x0001_" * 8_000)
for _lines, _is_heavy in LIGHT_AND_HEAVY:
    _of_one_line(_two_strings_often, *_growing, lines=_lines, heavy=_is_heavy)
    _of_one_line(_remark_often, *_escaped, lines=_lines, heavy=_is_heavy)


@hostile("80 lines of 16,000 cells of 60 letters, a rare one in each", lines=80, heavy=True)
def long_wide_lines(path: Path) -> None:
    random = Random(1)
    texts = [f"{'x' * 55}{index}\U0001f600" for index in range(1_000)]

    def line(number: int) -> bytes:
        cells = "".join(f'<c t="s"><v>{random.randrange(1_000)}</v></c>' for _ in range(16_000))
        return f'<row r="{number}">{cells}</row>'.encode()

    rows = [row(1, "Brand", "Article").encode(), *map(line, range(2, 82))]
    workbook(path, rows, {STRINGS: strings(*texts)})


@hostile("one shared string of 1.4 GB", says="Unpacked", heavy=True)
def giant_string(path: Path) -> None:
    _with_strings(path, megabytes(1400, b"x"))


@hostile("one shared string of 900 MB that shrinks only 150 times", says="memory", heavy=True)
def giant_string_below_the_limits(path: Path) -> None:
    _with_strings(path, _shrinking(900))


@hostile("a cell of 900 MB that shrinks only 150 times", says="memory", heavy=True)
def giant_cell_below_the_limits(path: Path) -> None:
    def rows() -> Iterable[bytes]:
        yield b'<row r="1"><c r="A1" t="str"><v>'
        yield from _shrinking(900)
        yield b"</v></c></row>"

    workbook(path, rows())


def _shrinking(count: int) -> Iterable[bytes]:
    """Megabytes that deflate shrinks less than the limit for bombs."""
    random = Random(1)
    for _ in range(count):
        noise = random.randbytes(3_500).hex().encode()
        yield noise + b"x" * (MEGABYTE - len(noise))


def _with_strings(path: Path, content: Iterable[bytes]) -> None:
    def stream() -> Iterable[bytes]:
        yield f"<sst {MAIN}><si><t>".encode()
        yield from content
        yield b"</t></si></sst>"

    workbook(path, '<row r="1"><c r="A1" t="s"><v>0</v></c></row>', {STRINGS: stream()})


@hostile("1,048,576 × 26 cells, all full", says="memory", heavy=True)
def full_sheet(path: Path) -> None:
    cells = "<c><v>{0}</v></c>" * 26
    workbook(path, [HEADER.encode(), *numbered(f"<row>{cells}</row>", range(2, GRID_ROWS + 1))])


@hostile("1,048,576 × 7 cells, all full", lines=GRID_ROWS - 1, heavy=True)
def full_narrow_sheet(path: Path) -> None:
    cells = "<c><v>{0}</v></c>" * 7
    workbook(path, [HEADER.encode(), *numbered(f"<row>{cells}</row>", range(2, GRID_ROWS + 1))])


@hostile("1,048,574 empty rows with a format", lines=1, heavy=True)
def empty_rows(path: Path) -> None:
    rows = numbered('<row r="{0}" s="1" customFormat="1" ht="15"/>', range(3, GRID_ROWS + 1))
    workbook(path, [TABLE.encode(), *rows])


@hostile("1,048,574 rows of empty cells with a format", lines=1, heavy=True)
def empty_cells(path: Path) -> None:
    rows = numbered(
        '<row r="{0}"><c r="A{0}" s="1"/><c r="B{0}" s="1"/></row>', range(3, GRID_ROWS + 1)
    )
    workbook(path, [TABLE.encode(), *rows])


@hostile("a million empty rows, then one more line", lines=1_000_001, heavy=True)
def empty_rows_and_a_line(path: Path) -> None:
    workbook(path, TABLE + row(1_000_002, "BOSCH", "0986452041", "y"))


@hostile("nothing in any of 900 sheets", says="empty")
def empty_sheets(path: Path) -> None:
    sheets = range(1, 900)
    workbook(
        path,
        "",
        {
            "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>'
            + "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="r1"/>' for n in sheets)
            + "</sheets></workbook>"
        },
    )


@hostile("no sheets at all", says="empty|damaged")
def no_sheets(path: Path) -> None:
    workbook(path, "", {"xl/workbook.xml": f"<workbook {MAIN}><sheets/></workbook>"})
