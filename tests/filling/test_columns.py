import pytest

from crossdock.filling.areas import Area
from crossdock.filling.columns import NewColumn, TablePart, last_beside, places_of, unlike
from crossdock.filling.messages import FillError, FillProblem
from crossdock.filling.package import UnusualPackage
from crossdock.filling.sheet_facts import SheetFacts
from crossdock.spreadsheets.sheets import MAX_COLUMNS, TablePlace

PLACE = TablePlace("Лист", 1, 2, 1)
COLUMNS = (NewColumn("Цена"), NewColumn("Дата"))


def places(
    facts: SheetFacts, columns: tuple[NewColumn, ...] = COLUMNS, tables: tuple[Area, ...] = ()
) -> tuple[int, ...]:
    return places_of(columns, PLACE, facts, tables, overwrite=False)


def test_columns_stand_side_by_side_where_all_have_room() -> None:
    assert places(SheetFacts(last_row=9)) == (2, 3)
    assert places(SheetFacts(last_row=9, occupied={3}, hidden={6})) == (4, 5)
    assert places(SheetFacts(last_row=9, merged=[Area(3, 1, 4, 1)])) == (5, 6)
    assert places(SheetFacts(last_row=9), tables=(Area(3, 20, 4, 30),)) == (2, 3)  # below it


def test_a_column_with_a_place_of_its_own_takes_none_of_the_others() -> None:
    assert places(SheetFacts(last_row=9), (NewColumn("Цена", index=2), NewColumn("Дата"))) == (2, 3)


def test_a_sheet_without_room_is_refused() -> None:
    with pytest.raises(FillError) as error:
        places(SheetFacts(last_row=9, occupied={MAX_COLUMNS - 1, *range(3, MAX_COLUMNS, 2)}))
    assert error.value.problem is FillProblem.NO_ROOM


def test_new_columns_lengthen_what_they_follow_without_a_gap() -> None:
    assert last_beside(1, {2: 0, 3: 1, 5: 2}) == 3
    assert last_beside(1, {3: 0}) == 1


def test_no_two_headings_of_a_table_are_alike() -> None:
    assert unlike("Цена", {"цена", "цена 2"}) == "Цена 3"
    assert unlike("Дата", {"цена"}) == "Дата"


def test_a_table_says_where_it_stands() -> None:
    table = TablePart(
        b'<table ref="A1:B3"><tableColumns><tableColumn name="x"/></tableColumns></table>'
    )
    assert (table.area, table.names) == (Area(0, 1, 1, 3), ["x"])
    assert (table.has_headings, table.is_plain) == (True, True)
    assert not TablePart(b'<table ref="A1" headerRowCount="0"/>').has_headings
    assert not TablePart(b'<table ref="A1" tableType="queryTable"/>').is_plain
    with pytest.raises(UnusualPackage):
        TablePart(b"<table/>")
