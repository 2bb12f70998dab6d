"""Text files: CSV and what passes for it."""

from pathlib import Path

from tests.hostile.registry import hostile

HEADER = "Brand;Article;Remark\n"
LINE = "BOSCH;0986452041;x\n"
TABLE = HEADER + LINE
MEGABYTE = 2**20
DAMAGED = "damaged"


def _text(name: str, content: str | bytes, *, says: str = "", lines: int | None = None) -> None:
    data = content.encode() if isinstance(content, str) else content
    hostile(name, ending=".csv", says=says, lines=lines)(lambda path: path.write_bytes(data))


def write(path: Path, *pieces: bytes) -> None:
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)


# Long.


@hostile("CSV: one line of 90 MB", ending=".csv", says="row 1.*characters", heavy=True)
def one_line(path: Path) -> None:
    write(path, b"BOSCH", b"x" * 90 * MEGABYTE)


@hostile("CSV: one line of 90 MB, a million a column", ending=".csv", says="row 1", heavy=True)
def one_line_of_fields(path: Path) -> None:
    write(path, (b"BOSCH;" * 200_000) * 75)


@hostile("CSV: one line of 90 million delimiters", ending=".csv", says="row 3", heavy=True)
def delimiters(path: Path) -> None:
    write(path, TABLE.encode(), b";" * 90 * MEGABYTE)


@hostile("CSV: one line of 3 million delimiters", ending=".csv", says="row 3")
def fewer_delimiters(path: Path) -> None:
    write(path, TABLE.encode(), b";" * 3_000_000)


_marks = "\N{COMBINING ACUTE ACCENT}" * 50_000 + "\N{COMBINING GRAVE ACCENT BELOW}" * 50_000
_text(
    "CSV: brands and articles that Unicode takes minutes to put in order",
    HEADER + f"BOSCH;1{_marks};x\nB{_marks};1;x\n" * 10 + f"1{_marks};2{_marks};x\n",
    lines=21,
)


@hostile("CSV: a quotation to the end, 90 MB later", ending=".csv", says="Row 3", heavy=True)
def open_quotation(path: Path) -> None:
    write(path, TABLE.encode(), b'BOSCH;"1;', LINE.encode() * (90 * MEGABYTE // len(LINE)))


_text("CSV: a quotation to the end", TABLE + 'BOSCH;"1;' + LINE * 10, says="Row 3 .*quotation")
_text(
    "CSV: one record of 400,000 quoted lines",
    TABLE + '"a\nb";' * 400_000 + "\n",
    says="Row 3 has a text that does not end",
)


@hostile("CSV: 90 MB of line ends", ending=".csv", says="94,371,841 rows", heavy=True)
def line_ends(path: Path) -> None:
    write(path, b"\n" * 90 * MEGABYTE)


@hostile("CSV: a million line ends under a table", ending=".csv", lines=1)
def line_ends_below(path: Path) -> None:
    write(path, TABLE.encode(), b"\n" * 1_000_000)


@hostile("CSV: a million lines of delimiters under a table", ending=".csv", lines=1)
def lines_of_delimiters(path: Path) -> None:
    write(path, TABLE.encode(), b";;;\n" * 1_000_000)


@hostile("CSV: 1,100,000 empty lines, then one more", ending=".csv", says="1,048,575", heavy=True)
def too_many_lines(path: Path) -> None:
    write(path, TABLE.encode(), b";;;\n" * 1_100_000, LINE.encode())


@hostile("CSV: 38 million cells, most of them empty", ending=".csv", lines=1_040_002, heavy=True)
def many_cells(path: Path) -> None:
    write(
        path, TABLE.encode(), b"a;1" + b";" * 36 + b"\n", (b"a;1" + b";" * 36 + b"\n") * 1_040_000
    )


@hostile("CSV: 38 million cells, all full", ending=".csv", lines=1_040_000, heavy=True)
def many_full_cells(path: Path) -> None:
    head = ";".join(["Brand", "Article", *["Remark"] * 34])
    write(path, f"{head}\n".encode(), (b"a;1" + b";x" * 34 + b"\n") * 1_040_000)


@hostile(
    "CSV: short lines, and the last 16,000 columns wide", ending=".csv", says="cells", heavy=True
)
def wide_at_the_end(path: Path) -> None:
    write(path, TABLE.encode(), LINE.encode() * 500_000, b";" * 16_000 + b"\n")


@hostile("CSV: 50,000 columns", ending=".csv", says="50,000 columns")
def many_columns(path: Path) -> None:
    write(path, (";".join(["x"] * 50_000) + "\n").encode() * 2)


@hostile("CSV: 95 lines of 950 kB, a rare letter in each cell", ending=".csv", lines=95, heavy=True)
def long_lines(path: Path) -> None:
    cell = "x" * 30_000 + "\U0001f600"
    write(path, HEADER.encode(), f"BOSCH;1;{';'.join([cell] * 30)}\n".encode() * 95)


@hostile("CSV: headings of 100,000 brackets", ending=".csv", lines=1)
def headings_of_brackets(path: Path) -> None:
    brackets = ";".join(["(" * 100_000] * 8)
    write(path, f"Brand;Article;{brackets}\nBOSCH;1\n".encode())


@hostile("CSV: cells of blanks between two digits", ending=".csv", says="not recognised")
def blanks_between_digits(path: Path) -> None:
    write(path, f"0{' ' * 32_000}x;0{' ' * 32_000}x;1{' ' * 32_000}x\n".encode() * 10)


_text("CSV: a cell of 130,000 characters", f"{HEADER}BOSCH;1;{'x' * 130_000}\n", lines=1)
_text("CSV: a cell of 200,000 characters", f"{HEADER}BOSCH;1;{'x' * 200_000}\n", says="row 2")

# Encodings.

_text(
    "CSV: NUL bytes between the lines",
    TABLE.encode() + LINE.encode() * 500 + b"BO\0SCH;1;\0\n" * 3,
    lines=504,
)
_text("CSV: nothing but NUL bytes", bytes(100_000), says="not a spreadsheet")
_text(
    "CSV: broken UTF-8", TABLE.encode() + "Бренд;1;\n".encode() + b"\xc3;\xff;\xfe\n" * 3, lines=5
)
_text("CSV: UTF-16 without its mark", TABLE.encode("utf-16-le"), lines=1)
_text("CSV: UTF-16 of an odd length", b"\xff\xfe" + TABLE.encode("utf-16-le") + b"x", lines=2)
_text(
    "CSV: half a pair in UTF-16", b"\xff\xfe" + TABLE.encode("utf-16-le") + b"\x00\xd8;\0", lines=2
)
_text("CSV: UTF-32", TABLE.encode("utf-32"), lines=1)
_text("CSV: a mark and nothing else", b"\xef\xbb\xbf", says="empty")
_text("CSV: random bytes", bytes(range(256)) * 400, says="not a spreadsheet")
_text("CSV: EBCDIC", TABLE.encode("cp500"), says="not a spreadsheet|not recognised")

# Lines and delimiters.

_text("CSV: line ends of all kinds", "Brand;Article\rA;1\nB;2\r\nC;3\n\rD;4\r\r\n", lines=5)
_text("CSV: one column", "Article\n1\n2\n", says="not recognised")
_text("CSV: another delimiter in each line", "Brand;Article\nA,1\nB\t2\nC|3\nD;4\n", lines=4)
_text("CSV: sep= and a letter", "sep=r\nBrand;Article\nA;1\n", says="not recognised")
_text("CSV: sep= and a quotation mark", 'sep="\nBrand;Article\nA;1\n', lines=1)
_text("CSV: sep= and a NUL", "sep=\0\nBrand;Article\nA;1\n", lines=1)
_text("CSV: quotation marks everywhere", 'Brand;Article\n"A""";"""1"\n"B"x;"2"y"\n', lines=2)
_text(
    "CSV: formulas and DDE",
    f"{HEADER}=cmd|'/c calc'!A0;@SUM(1);+1\n-1;=1+1;=HYPERLINK()\n",
    lines=2,
)
_text("CSV: blanks and nothing else", " \n \t \n" * 1_000, says="empty")
_text("CSV: the mark of the end in a cell", f"{HEADER}BOSCH;1;\x1aend\n", lines=1)
