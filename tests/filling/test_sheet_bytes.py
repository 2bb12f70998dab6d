import pytest

from crossdock.filling.package import UnusualPackage
from crossdock.filling.sheet_bytes import Row, SheetBytes

XML = (
    b'<worksheet><sheetData><row r="2"><c r="A2" s="3"><v>1</v></c><c r="C2"/></row>'
    b'<row/><row r="9"><c><f>A1</f></c></row></sheetData><tail/></worksheet>'
)


@pytest.mark.parametrize("size", [7, 1000])
def test_the_pieces_are_the_sheet(size: int) -> None:
    sheet = SheetBytes(XML[at : at + size] for at in range(0, len(XML), size))
    rows = list(sheet.rows())
    assert [row.number for row in rows] == [2, 3, 9]
    assert rows[1] == Row(3, b"<row/>", b"", b"")
    assert sheet.head + b"".join(b"".join(row[1:]) for row in rows) + sheet.tail == XML


def test_cells_know_their_columns_and_what_they_hold() -> None:
    sheet = SheetBytes([XML])
    first, _empty, last = sheet.rows()
    cells = list(sheet.cells(first.cells))
    assert [(cell.column, cell.style) for cell in cells] == [(0, "3"), (2, None)]
    assert [sheet.holds_something(cell) for cell in cells] == [True, False]
    assert [sheet.holds_something(cell) for cell in sheet.cells(last.cells)] == [True]
    assert sheet.last_column(first.cells) == 2
    assert sheet.last_column(b"") == -1
    assert sheet.last_column(last.cells) is None  # it has no reference


@pytest.mark.parametrize(
    "xml",
    [
        b"<worksheet/>",
        b'<sheetData><row r="2"/><row r="2"/></sheetData>',
        b'<sheetData><row r="1048577"/></sheetData>',
        b'<sheetData><row r="1"><!-- <c/> --></row></sheetData>',
        b'<sheetData><row r="1">',
    ],
)
def test_what_no_program_writes_is_refused(xml: bytes) -> None:
    with pytest.raises(UnusualPackage):
        list(SheetBytes([xml]).rows())
