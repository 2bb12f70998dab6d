import json

import pytest

from crossdock.spreadsheets.chosen import (
    Choice,
    parse,
    stored,
    with_choices,
    without_headings,
)
from crossdock.spreadsheets.columns import Column

HEADINGS = ["Бренд", "Артикул", "Цена", "Цена 2", "", "Цена 2"]
RECOGNISED = {Column.BRAND: 0, Column.ARTICLE: 1, Column.PRICE: 2}


def price(heading: str, letters: str = "") -> dict[Column, Choice]:
    return {Column.PRICE: Choice(heading, letters)}


@pytest.mark.parametrize(
    ("choice", "index"),
    [
        (Choice("цена", "Z"), 2),
        (Choice("Цена 2", "D"), 3),
        (Choice("Цена 2", "F"), 5),
        (Choice("", "E"), 4),
    ],
)
def test_a_chosen_column_is_found_by_its_heading_or_its_letters(choice: Choice, index: int) -> None:
    columns = with_choices(RECOGNISED, HEADINGS, 0, {Column.PRICE: choice})
    assert columns == RECOGNISED | {Column.PRICE: index}


@pytest.mark.parametrize(
    "choice", [Choice("Цена 3", "C"), Choice("Цена 2", "C"), Choice("", "C"), Choice("", "Z")]
)
def test_where_it_is_not_found_nothing_is(choice: Choice) -> None:
    assert with_choices(RECOGNISED, HEADINGS, 0, {Column.PRICE: choice}) == {}


def test_letters_are_the_sheets() -> None:
    assert with_choices(RECOGNISED, HEADINGS, 2, price("", "G"))[Column.PRICE] == 4


def test_a_column_that_was_chosen_for_something_else_is_not_read_twice() -> None:
    columns = with_choices(RECOGNISED, HEADINGS, 0, price("Артикул"))
    assert columns == {Column.BRAND: 0, Column.PRICE: 1}


def test_without_headings_all_columns_have_to_be_chosen_by_letters() -> None:
    sample = [["TRW", "GDB1", "1"], ["TRW", "GDB2", ""]]
    needed = (Column.BRAND, Column.ARTICLE)
    choices = {Column.BRAND: Choice("", "A"), Column.ARTICLE: Choice("", "B")}
    assert without_headings(sample, needed, 0, choices) == {Column.BRAND: 0, Column.ARTICLE: 1}
    assert without_headings(sample, needed, 1, choices) is None
    assert without_headings(sample, needed, 0, {Column.BRAND: Choice("", "A")}) is None
    headed = choices | {Column.ARTICLE: Choice("Артикул", "B")}
    assert without_headings(sample, needed, 0, headed) is None
    assert without_headings([["TRW", "", "1"]], needed, 0, choices) is None


def test_a_way_through_json() -> None:
    choices = {Column.BRAND: Choice("", "AB"), Column.PRICE: Choice("Цена, руб", "F")}
    assert parse(json.loads(json.dumps(stored(choices)))) == choices
