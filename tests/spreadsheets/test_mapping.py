import json

import pytest

from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place
from crossdock.spreadsheets.problems import TableError
from crossdock.spreadsheets.recognition import Recognition

HEADINGS = ["Бренд", "Артикул", "Цена", "Цена 2", "", "Цена 2"]
RECOGNISED = Recognition({Column.BRAND: 0, Column.ARTICLE: 1, Column.PRICE: 2})


def price(heading: str, letters: str = "") -> ColumnMapping:
    return ColumnMapping({Column.PRICE: Place(heading, letters)})


@pytest.mark.parametrize(
    ("place", "index"),
    [
        (Place("цена", "Z"), 2),
        (Place("Цена 2", "D"), 3),
        (Place("Цена 2", "F"), 5),
        (Place("", "E"), 4),
    ],
)
def test_a_chosen_column_is_found_by_its_heading_or_its_letters(place: Place, index: int) -> None:
    columns = price(*place).resolve(RECOGNISED, HEADINGS, 0).columns
    assert columns == RECOGNISED.columns | {Column.PRICE: index}


@pytest.mark.parametrize(
    "place", [Place("Цена 3", "C"), Place("Цена 2", "C"), Place("", "C"), Place("", "Z")]
)
def test_where_it_is_not_found_nothing_is(place: Place) -> None:
    assert price(*place).resolve(RECOGNISED, HEADINGS, 0) == Recognition()


def test_letters_are_the_sheets() -> None:
    assert price("", "G").resolve(RECOGNISED, HEADINGS, 2).columns[Column.PRICE] == 4


def test_a_column_that_was_chosen_for_something_else_is_not_read_twice() -> None:
    columns = price("Артикул").resolve(RECOGNISED, HEADINGS, 0).columns
    assert columns == {Column.BRAND: 0, Column.PRICE: 1}


def test_without_headings_all_columns_have_to_be_chosen_by_letters() -> None:
    sample = [["TRW", "GDB1", "1"], ["TRW", "GDB2", ""]]
    needed = (Column.BRAND, Column.ARTICLE)
    brand, article = Place("", "A"), Place("", "B")
    mapping = ColumnMapping({Column.BRAND: brand, Column.ARTICLE: article})
    expected = Recognition({Column.BRAND: 0, Column.ARTICLE: 1})
    assert mapping.resolve_without_headings(sample, needed, 0) == expected
    assert mapping.resolve_without_headings(sample, needed, 1) is None
    assert mapping.resolve_without_headings([["TRW", "", "1"]], needed, 0) is None
    for places in (
        {Column.BRAND: brand},
        {Column.BRAND: brand, Column.ARTICLE: Place("Артикул", "B")},
    ):
        assert ColumnMapping(places).resolve_without_headings(sample, needed, 0) is None


@pytest.mark.parametrize("ignores_headings", [False, True])
def test_a_way_through_json(ignores_headings: bool) -> None:
    places = {Column.BRAND: Place("", "AB"), Column.PRICE: Place("Цена, руб", "F")}
    mapping = ColumnMapping(places, ignores_headings=ignores_headings)
    again = ColumnMapping.from_json(json.loads(json.dumps(mapping.to_json())))
    assert dict(again) == places
    assert again.ignores_headings is ignores_headings


def test_a_name_takes_the_place_of_a_heading() -> None:
    names = {Column.PRICE: ["цена 2"]}
    assert not price("Цена").named(names)
    assert price("", "E").named(names) == price("", "E")
    headings = ["Бренд", "Цена 2"]
    settled = price("Цена").named(names).with_names(RECOGNISED, headings, 2, 0)
    assert settled.columns[Column.PRICE] == 1
    with pytest.raises(TableError):
        price("Цена").named({Column.PRICE: ["D"]}).with_names(RECOGNISED, headings, 2, 0)
