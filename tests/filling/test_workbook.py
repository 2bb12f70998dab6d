"""The filled workbook beside the one that was sent; openpyxl reads both."""

import datetime
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table

from crossdock.filling.columns import NewColumn, Shown
from crossdock.filling.messages import FillError, FillProblem
from crossdock.filling.sheet import SheetLines
from crossdock.filling.workbook import Filled, fill_workbook
from crossdock.spreadsheets.sheets import TablePlace

COLUMNS = (NewColumn("Цена", Shown.MONEY), NewColumn("Поставщик"), NewColumn("Дата", Shown.DAY))
DAY = datetime.date(2026, 11, 28)
LINES = [(2, (12.5, "ООО <Ромашка> & Ко", DAY)), (3, (None, "Нет", None))]
PLACE = TablePlace("Лист", 1, 2, 1)
SHEET = "xl/worksheets/sheet1.xml"

Change = Callable[[Any], object]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return make(tmp_path / "sent.xlsx")


def make(path: Path, change: Change = lambda _sheet: None) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Лист"
    for row in (("Бренд", "Артикул"), ("BOSCH", "1"), ("SKF", "2")):
        sheet.append(row)
    change(sheet)
    book.save(path)
    return path


def rewrite(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The workbook with another content of a part."""
    target = path.with_name("rewritten.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for each in old.namelist():
            content = old.read(each)
            changed = change(content) if each == name else content
            assert each != name or changed != content
            new.writestr(each, changed)
    return target


def fill(
    path: Path,
    columns: Sequence[NewColumn] = COLUMNS,
    lines: Sequence[tuple[int, Sequence[Any]]] = LINES,
    place: TablePlace = PLACE,
    *,
    overwrite: bool = False,
) -> tuple[Any, Filled]:
    target = path.with_name("filled.xlsx")
    done = fill_workbook(path, target, [SheetLines(place, lines)], columns, overwrite=overwrite)
    return load_workbook(target)[place.sheet], done


def refusal(path: Path, columns: Sequence[NewColumn] = COLUMNS) -> FillError:
    with pytest.raises(FillError) as error:
        fill(path, columns)
    assert not path.with_name("filled.xlsx").exists()
    return error.value


def values(sheet: Any) -> list[tuple[Any, ...]]:
    return list(sheet.values)


FILLED = [
    ("Бренд", "Артикул", "Цена", "Поставщик", "Дата"),
    ("BOSCH", "1", 12.5, "ООО <Ромашка> & Ко", datetime.datetime(2026, 11, 28)),
    ("SKF", "2", None, "Нет", None),
]


def test_the_cells_stand_right_of_the_table(path: Path) -> None:
    sheet, done = fill(path)
    assert values(sheet) == FILLED
    assert done == Filled({"Лист": (2, 3, 4)}, 0)
    assert sheet["C2"].number_format == "#,##0.00"
    assert sheet.dimensions == "A1:E3"


def test_all_other_parts_stay_byte_for_byte(path: Path) -> None:
    fill(path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(path.with_name("filled.xlsx")) as new:
        assert new.namelist() == old.namelist()
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        assert changed == {SHEET, "xl/styles.xml"}
        sheet = new.read(SHEET)
        for piece in old.read(SHEET).split(b"</row>"):
            assert piece.partition(b"<row")[2].partition(b">")[2] in sheet


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(b' r="1"', b"", id="rows without numbers"),
        pytest.param(b' r="A1"', b"", id="a cell without its place"),
        pytest.param(b'"', b"'", id="single quotes"),
        pytest.param(b"<row ", b"\n  <row\n ", id="pretty"),
        pytest.param(b"<row ", b'<row spans="1:2" ', id="spans"),
    ],
)
def test_xml_written_otherwise(path: Path, old: bytes, new: bytes) -> None:
    sheet, _done = fill(rewrite(path, SHEET, lambda xml: xml.replace(old, new)))
    assert values(sheet) == FILLED


def test_names_with_a_prefix(path: Path) -> None:
    def prefixed(xml: bytes) -> bytes:
        xml = xml.replace(b"<", b"<x:").replace(b"<x:/", b"</x:").replace(b"<x:?", b"<?")
        return xml.replace(b"xmlns=", b"xmlns:x=")

    sheet, _done = fill(rewrite(path, SHEET, prefixed))
    assert values(sheet) == FILLED


def test_a_row_that_is_not_there_and_one_without_cells(path: Path) -> None:
    def emptied(xml: bytes) -> bytes:
        start, end = xml.index(b'<row r="3"'), xml.index(b"</sheetData>")
        return xml[:start] + b'<row r="3"/>' + xml[end:]

    lines = [*LINES, (5, (1.0, "Да", None))]
    sheet, _done = fill(rewrite(path, SHEET, emptied), lines=lines)
    assert [row[2:4] for row in values(sheet)[2:]] == [(None, "Нет"), (None, None), (1.0, "Да")]


def test_cells_that_hold_something_stay(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["H2"], sheet["H1"] = "mine", "Моя цена"

    path = make(tmp_path / "sent.xlsx", change)
    columns = (NewColumn("Цена", Shown.MONEY, 7),)
    lines = [(2, (1.0,)), (3, (2.0,))]
    sheet, done = fill(path, columns, lines)
    assert [sheet[f"H{row}"].value for row in (1, 2, 3)] == ["Моя цена", "mine", 2]
    assert done.left_alone == 1
    sheet, done = fill(path, columns, lines, overwrite=True)
    assert [sheet[f"H{row}"].value for row in (1, 2, 3)] == ["Моя цена", 1, 2]
    assert done.left_alone == 0


def test_columns_go_where_all_have_room_and_are_seen(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["D3"] = "a note"
        sheet.column_dimensions["G"].hidden = True
        sheet.merge_cells("H2:H3")

    _sheet, done = fill(make(tmp_path / "sent.xlsx", change))
    assert done.columns == {"Лист": (8, 9, 10)}


def test_an_empty_cell_keeps_its_look_and_new_ones_take_the_neighbours(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["B2"].font, sheet["B2"].alignment = Font(bold=True), Alignment(wrap_text=True)
        sheet["B1"].font = sheet["H2"].font = Font(italic=True)
        sheet["H2"].number_format = "0.0"

    columns = (NewColumn("Цена", Shown.MONEY, 7), NewColumn("Поставщик"))
    lines = [(2, (1.0, "x")), (3, (2.0, "y"))]
    sheet, _done = fill(make(tmp_path / "sent.xlsx", change), columns, lines)
    assert (sheet["H2"].number_format, sheet["H2"].font.i) == ("0.0", True)
    assert (sheet["H3"].number_format, sheet["H3"].font.b) == ("#,##0.00", True)
    assert sheet["C2"].alignment.wrap_text
    assert sheet["C1"].font.i


def test_a_table_and_a_filter_take_the_columns_in(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["B1"] = "Цена"
        sheet.add_table(Table(displayName="T", ref="A1:B3"))

    sheet, _done = fill(make(tmp_path / "sent.xlsx", change))
    table = sheet.tables["T"]
    assert (table.ref, table.autoFilter.ref if table.autoFilter else "A1:E3") == ("A1:E3",) * 2
    headings = ["Бренд", "Цена", "Цена 2", "Поставщик", "Дата"]
    assert [column.name for column in table.tableColumns] == headings
    assert list(values(sheet)[0]) == headings

    def filtered(sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:B3"

    sheet, _done = fill(make(tmp_path / "sent.xlsx", filtered))
    assert sheet.auto_filter.ref == "A1:E3"
    with zipfile.ZipFile(tmp_path / "filled.xlsx") as archive:
        assert b"$A$1:$E$3" in archive.read("xl/workbook.xml")


def test_days_are_right_where_they_are_counted_from_1904(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.parent.epoch = CALENDAR_MAC_1904

    sheet, _done = fill(make(tmp_path / "sent.xlsx", change))
    assert sheet["E2"].value == datetime.datetime(2026, 11, 28)


def test_the_calculation_chain_goes_and_is_made_anew(path: Path) -> None:
    chained = path.with_name("chained.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(chained, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/_rels/workbook.xml.rels":
                relation = b'<Relationship Id="c9" Type="a/calcChain" Target="calcChain.xml"/>'
                content = content.replace(b"</Relationships>", relation + b"</Relationships>")
            if name == "[Content_Types].xml":
                kind = b'<Override PartName="/xl/calcChain.xml" ContentType="chain"/></Types>'
                content = content.replace(b"</Types>", kind)
            new.writestr(name, content)
        new.writestr("xl/calcChain.xml", "<calcChain/>")
    fill(chained)
    with zipfile.ZipFile(path.with_name("filled.xlsx")) as archive:
        assert "xl/calcChain.xml" not in archive.namelist()
        assert b"calcChain" not in archive.read("[Content_Types].xml")
        assert b"calcChain" not in archive.read("xl/_rels/workbook.xml.rels")
        assert b'fullCalcOnLoad="1"' in archive.read("xl/workbook.xml")


NAMED = (NewColumn("Цена", Shown.MONEY, 3),)


@pytest.mark.parametrize(
    ("problem", "change", "named"),
    [
        (FillProblem.PROTECTED, lambda sheet: sheet.protection.enable(), "Лист"),
        (FillProblem.MERGED, lambda sheet: sheet.merge_cells("D2:E3"), "D2:E3"),
        (
            FillProblem.SPILLS,
            lambda sheet: sheet.__setitem__("D2", ArrayFormula("D2:D3", "=A2:A3")),
            "D2:D3",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused(
    tmp_path: Path, problem: FillProblem, change: Change, named: str
) -> None:
    error = refusal(make(tmp_path / "sent.xlsx", change), NAMED)
    assert error.problem == problem
    assert named in str(error)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda xml: xml.replace(b"<row", b"<!-- <row --><row", 1), id="comment"),
        pytest.param(lambda xml: xml.replace(b"</c>", b"<![CDATA[</row>]]></c>", 1), id="CDATA"),
        pytest.param(lambda xml: xml.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(lambda xml: xml[: len(xml) // 2], id="cut"),
        pytest.param(lambda xml: xml.replace(b'<row r="3"', b'<row r="1"'), id="rows upside down"),
        pytest.param(
            lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + xml.partition(b"?>")[2], id="DTD"
        ),
    ],
)
def test_xml_that_no_program_writes_is_refused(path: Path, change: Any) -> None:
    assert refusal(rewrite(path, SHEET, change)).problem == FillProblem.UNUSUAL


def test_a_part_that_is_there_twice(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(SHEET.upper(), b"<worksheet/>")
    assert refusal(path).problem == FillProblem.UNUSUAL


def test_a_signed_workbook(path: Path) -> None:
    def signed(relations: bytes) -> bytes:
        target = b'Target="docProps/core.xml"/></Relationships>'
        relation = b'<Relationship Id="s" Type="a/digital-signature/origin" ' + target
        return relations.replace(b"</Relationships>", relation)

    assert refusal(rewrite(path, "_rels/.rels", signed)).problem == FillProblem.SIGNED


def test_a_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.xlsx"
    content = bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(content.ljust(2048, b"\0"))
    assert refusal(path).problem == FillProblem.PASSWORD


def test_two_tables_side_by_side(path: Path) -> None:
    sheets = [SheetLines(PLACE, LINES), SheetLines(PLACE._replace(last_column=5), LINES)]
    with pytest.raises(FillError, match="two tables"):
        fill_workbook(path, path.with_name("filled.xlsx"), sheets, COLUMNS)
