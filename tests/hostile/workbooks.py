"""Workbooks (.xlsx) with odd references and cells, and what a workbook may refer to."""

from pathlib import Path

import openpyxl

from tests.hostile.packing import (
    GRID_COLUMNS,
    HEADER,
    MEGABYTE,
    SHEET,
    STRINGS,
    STYLES,
    TABLE,
    row,
    strings,
    text,
    workbook,
)
from tests.hostile.registry import hostile
from tests.spreadsheets.workbook_files import MAIN, OFFICE, PACKAGE

DAMAGED = "damaged"

LONGEST = 32_767


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


@hostile("16,384 columns: with those of the result too many", says="16,406")
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
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Brand", "Article", "Sum"])
    sheet.append(["BOSCH", "0986452041", "=SUM(1,2)"])
    sheet.append(
        ["BOSCH", '=CONCATENATE("0986", "452041")', '=HYPERLINK("http://192.0.2.1/", "x")']
    )
    book.save(path)


def _columns_of_formulas(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Brand", "Article"])
    for number in range(2, 5):
        sheet.append([f"=C{number}", f"=D{number}"])
    book.save(path)


hostile("brand and article are formulas without values", says="formulas")(_columns_of_formulas)
