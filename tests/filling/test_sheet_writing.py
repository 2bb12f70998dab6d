import pytest

from crossdock.filling.areas import Area
from crossdock.filling.package import UnusualPackage
from crossdock.filling.sheet_bytes import SheetBytes
from crossdock.filling.sheet_writing import NewCell, SheetWriter


def cell(text: str) -> NewCell:
    return lambda reference, style: f'<c r="{reference}" s="{style}">{text}</c>'


def written(xml: bytes, rows: dict[int, dict[int, NewCell]], **options: object) -> tuple[str, int]:
    options = {"areas": {}, "heading_row": None, "overwrite": False} | options
    columns = {column for cells in rows.values() for column in cells}
    writer = SheetWriter(SheetBytes([xml]), columns=columns, **options)  # type: ignore[arg-type]
    return b"".join(writer.xml(rows.items())).decode(), writer.left_alone


def test_cells_stand_in_the_order_of_their_columns_and_rows_of_their_numbers() -> None:
    xml = b'<sheetData><row r="2" spans="1:2"><c r="B2"/></row><row r="4"/></sheetData>'
    rows = {
        1: {2: cell("a")},
        2: {0: cell("b"), 2: cell("c")},
        4: {2: cell("d")},
        5: {2: cell("é")},
    }
    assert written(xml, rows)[0] == (
        '<sheetData><row r="1"><c r="C1" s="None">a</c></row>'
        '<row r="2" spans="1:3"><c r="A2" s="None">b</c><c r="B2"/><c r="C2" s="None">c</c></row>'
        '<row r="4"><c r="C4" s="None">d</c></row>'
        '<row r="5"><c r="C5" s="None">&#233;</c></row></sheetData>'
    )


HELD = b'<sheetData><row r="1"><c r="A1" s="7"><v>1</v></c><c r="B1" s="8"/></row></sheetData>'


def test_cells_that_hold_something_stay_and_are_counted() -> None:
    rows = {1: {0: cell("a"), 1: cell("b")}}
    xml, left_alone = written(HELD, rows)
    assert '<c r="A1" s="7"><v>1</v></c><c r="B1" s="8">b</c>' in xml
    assert left_alone == 1
    xml, left_alone = written(HELD, rows, overwrite=True)
    assert '<c r="A1" s="7">a</c>' in xml
    assert left_alone == 0
    xml, left_alone = written(HELD, rows, overwrite=True, heading_row=1)
    assert '<c r="A1" s="7"><v>1</v></c>' in xml
    assert left_alone == 0


def test_areas_are_said_anew() -> None:
    xml = b'<dimension ref="A1"/><sheetData><row r="1"/></sheetData><autoFilter ref="A1:B1"/>'
    areas = {"dimension": Area(0, 1, 2, 1), "autoFilter": Area(0, 1, 3, 1)}
    text, _left_alone = written(xml, {1: {2: cell("a")}}, areas=areas)
    assert text.startswith('<dimension ref="A1:C1"/>')
    assert text.endswith('<autoFilter ref="A1:D1"/>')


def test_a_sheet_without_rows_takes_none() -> None:
    with pytest.raises(UnusualPackage):
        written(b"<sheetData/><tail/>", {1: {0: cell("a")}})
