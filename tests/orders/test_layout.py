from datetime import date

import pytest
from django.utils import translation

from crossdock.orders.layout import (
    HEADINGS,
    MAX_NAME,
    USUAL_COLUMNS,
    OrderColumn,
    OrderLayout,
    describe_columns,
    name_in_words,
    parse_columns,
    parse_name,
)

DAY = date(2026, 11, 28)


def test_every_column_has_a_heading() -> None:
    assert set(HEADINGS) == set(OrderColumn)


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{supplier} {code} {date}", "ООО _Ромашка_ S1 2026-11-28"),
        ("../{code}", "_S1"),
        (" . ", "order"),
        ("x" * 200, "x" * MAX_NAME),
    ],
)
def test_every_system_takes_the_name(pattern: str, name: str) -> None:
    assert OrderLayout(name=pattern).filename("ООО «Ромашка»", "S1", DAY) == name


def test_columns_are_typed_line_by_line() -> None:
    columns = parse_columns("quantity: Кол-во: шт\n\n  ARTICLE  \n")
    assert columns == [(OrderColumn.PIECES, "Кол-во: шт"), (OrderColumn.ARTICLE, "Артикул")]
    assert parse_columns(describe_columns(columns)) == columns


@pytest.mark.parametrize("text", ["Colour: Цвет", "Brand\nBrand: 2", ": x"])
def test_a_line_that_is_no_column_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=text.splitlines()[-1]):
        parse_columns(text)


def test_what_is_not_kept_is_the_usual() -> None:
    assert OrderLayout.from_json({}) == OrderLayout()
    layout = OrderLayout.from_json({"columns": [["sum", "Итого"]], "name": ""})
    assert layout.columns == ((OrderColumn.SUM, "Итого"),)
    assert (layout.name, OrderLayout().columns) == (OrderLayout().name, USUAL_COLUMNS)


def test_patterns_are_shown_and_typed_in_the_readers_words() -> None:
    with translation.override("ru"):
        assert name_in_words("{supplier} {code} {date} {x}") == "{поставщик} {код} {дата} {x}"
        assert parse_name("{поставщик} {date}") == "{supplier} {date}"
