import pytest

from crossdock.spreadsheets.candidates import recognise
from crossdock.spreadsheets.columns import Column


@pytest.mark.parametrize(
    ("headings", "rows", "doubt"),
    [
        ("Цена, руб|коп", ["100|50"], (0, 1)),
        ("Ціна|Копійки або коп.", ["100|5"], (0, 1)),
        ("Price|Cents", ["100|05"], (0, 1)),
        ("Цена, руб|коп", ["100|00", "7|"], None),
        ("Цена, руб. коп.|Скидка", ["100,50|5"], None),
    ],
)
def test_kopecks_in_a_column_of_their_own_are_asked_about(
    headings: str, rows: list[str], doubt: tuple[int, int] | None
) -> None:
    below = [list(row.split("|")) for row in rows]
    assert recognise(list(headings.split("|")), below).doubts.get(Column.PRICE) == doubt
