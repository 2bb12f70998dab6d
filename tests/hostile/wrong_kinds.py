"""Files that are not what their names say, and files with passwords."""

import io
from collections.abc import Callable
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl

from tests.hostile.other_workbooks import xls
from tests.hostile.packing import TABLE, pack, workbook
from tests.hostile.registry import hostile
from tests.hostile.texts import TABLE as CSV

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)
NOT_A_SPREADSHEET = "not a spreadsheet"


def _bytes(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


@hostile("a .xls named .xlsx", lines=1)
def xls_named_xlsx(path: Path) -> None:
    xls(path)


hostile("a .csv named .xlsx", lines=1)(_bytes(CSV.encode()))
hostile("a .xlsx named .csv", ending=".csv", lines=1)(lambda path: workbook(path, TABLE))
hostile("a .xlsx named .xls", ending=".xls", lines=1)(lambda path: workbook(path, TABLE))
hostile("a web page named .xls", ending=".xls", lines=1)(
    _bytes(b"<html><table><tr><td>Brand<td>Article<tr><td>BOSCH<td>1</table>")
)
hostile("XML Spreadsheet 2003 named .xls", ending=".xls", says="XML")(
    _bytes(b'<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>\n<Workbook/>')
)
hostile("a web page without a table named .xls", ending=".xls", says="web page")(
    _bytes(b"<html><p>Brand;Article</p>")
)
hostile("a web page of a million tables", ending=".xls", says="not recognised")(
    _bytes(b"<table><tr><td>x" * 300_000)
)
hostile("a web page with a cell of many rows and columns", ending=".xls", says="damaged")(
    _bytes(b"<table>" + b'<tr><td rowspan="1000" colspan="1000">x' * 1_000)
)
hostile("a web page with a comment that does not end", ending=".xls", says="web page")(
    _bytes(b"<html>" + b"<!-- " * 100_000)
)
hostile("XML Spreadsheet 2003: a cell in row 2^30", ending=".xls", says="stray value")(
    _bytes(
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        b'<Worksheet><Table><Row Index="99999999"><Cell><Data>x</Data></Cell></Row></Table>'
        b"</Worksheet></Workbook>"
    )
)
hostile("XML Spreadsheet 2003 that breaks off", ending=".xls", says="damaged")(
    _bytes(b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet>')
)
hostile("a web archive named .xls", ending=".xls", says="not recognised|web page")(
    _bytes(b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html><table>" + b"x\n" * 99)
)
hostile("a PDF named .xlsx", says=NOT_A_SPREADSHEET)(_bytes(b"%PDF-1.7\n" + CSV.encode()))
hostile("a picture named .xlsx", says=NOT_A_SPREADSHEET)(_bytes(PICTURE))
hostile("a program named .xlsx", says=NOT_A_SPREADSHEET)(_bytes(b"MZ" + bytes(500)))
hostile("a .docx named .xlsx", says=NOT_A_SPREADSHEET)(
    lambda path: pack(path, {"word/document.xml": "<w/>", "[Content_Types].xml": "<Types/>"})
)
hostile("a .zip with a .csv in it, named .xlsx", says=NOT_A_SPREADSHEET)(
    lambda path: pack(path, {"request.csv": CSV})
)
hostile("a .gz named .xlsx", says=NOT_A_SPREADSHEET)(_bytes(b"\x1f\x8b\x08\0" + bytes(300)))
hostile("an old Word document named .xls", ending=".xls", says=NOT_A_SPREADSHEET)(
    _bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000) + "WordDocument".encode("utf-16-le"))
)
hostile("nothing", says="empty")(_bytes(b""))
hostile("one byte", says="not recognised|empty|not a spreadsheet")(_bytes(b"P"))
hostile("the first two letters of a zip", says="damaged")(_bytes(b"PK"))
hostile("the first letters of a .xls", ending=".xls", says="not a spreadsheet|damaged")(
    _bytes(bytes.fromhex("d0cf11e0a1b11ae1"))
)


@hostile("a .xlsx with a password", says="password")
def xlsx_with_password(path: Path) -> None:
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Brand", "Article"])
    book.save(plain)
    plain.seek(0)
    with path.open("wb") as file:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("secret", file)
