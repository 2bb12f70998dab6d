import pytest

from crossdock.filling.areas import Area, column_index
from crossdock.spreadsheets.sheets import MAX_COLUMNS, MAX_ROWS


@pytest.mark.parametrize(("letters", "index"), [("A", 0), ("Z", 25), ("AA", 26), ("XFD", 16_383)])
def test_columns_have_letters(letters: str, index: int) -> None:
    assert column_index(letters) == index


@pytest.mark.parametrize(
    ("reference", "area"),
    [
        ("B2", (1, 2, 1, 2)),
        ("A1:I10", (0, 1, 8, 10)),
        ("$A:$C", (0, 1, 2, MAX_ROWS)),
        ("2:5", (0, 2, MAX_COLUMNS - 1, 5)),
        ("", None),
        ("Sheet!A1", None),
        ("A1:B2:C3", None),
    ],
)
def test_areas_as_their_references_name_them(
    reference: str, area: tuple[int, int, int, int] | None
) -> None:
    assert Area.parse(reference) == area


def test_an_area_is_named_again() -> None:
    assert str(Area(0, 1, 8, 10)) == "A1:I10"
    assert str(Area(0, 1, 8, 10).widened(26)) == "A1:AA10"


def test_areas_touch_what_they_share_a_cell_with() -> None:
    area = Area(1, 2, 3, 4)
    assert area.touches(range(3, 9), range(4, 9))
    assert not area.touches(range(4, 9), range(4, 9))
    assert not area.touches(range(3, 9), range(5, 9))
    assert not area.touches(range(1), range(1, 9))
