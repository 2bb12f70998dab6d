import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.header import likeliest_header, with_header, without_header

PART = {Column.BRAND, Column.ARTICLE}
DATA: list[Row] = [["BOSCH", "0986452041"], ["SKF", "VKBA 3644"]]


def test_the_header_may_stand_in_row_30_but_not_below() -> None:
    titles: list[Row] = [["Прайс-лист", None]] * 29
    layout = with_header([*titles, ["Brand", "Article"], *DATA], PART)
    assert layout is not None
    assert (layout.header_row, layout.first_row) == (30, 31)
    assert with_header([*titles, [None, None], ["Brand", "Article"], *DATA], PART) is None


def test_the_lower_of_two_header_rows_names_the_columns() -> None:
    sample: list[Row] = [["Товар", None], ["Производитель", "Каталожный номер"], *DATA]
    layout = with_header(sample, PART)
    assert layout is not None
    assert layout.headings == ["Производитель", "Каталожный номер"]
    assert (layout.header_row, layout.first_row) == (2, 3)


def test_names_may_be_spread_over_two_rows() -> None:
    sample: list[Row] = [
        ["Бренд", "Артикул", "Цена", None],
        [None, None, "закупка", "Остаток"],
        ["BOSCH", "0986452041", 5.0, 1],
    ]
    layout = with_header(sample, PART | {Column.PRICE, Column.QUANTITY})
    assert layout is not None
    assert layout.headings == ["Бренд", "Артикул", "Цена закупка", "Остаток"]
    assert (layout.header_row, layout.first_row) == (2, 3)


def test_there_is_a_heading_for_each_column_of_the_data() -> None:
    layout = with_header([["Brand", "Article"], ["SKF", "1", "remark"]], PART)
    assert layout is not None
    assert (layout.width, layout.headings) == (3, ["Brand", "Article", ""])


def test_without_a_header_the_table_begins_with_the_first_value() -> None:
    layout = without_header([[None, None], *DATA], PART)
    assert layout is not None
    assert (layout.header_row, layout.headings, layout.first_row) == (None, [], 2)


def test_known_headings_without_the_needed_ones_are_no_data() -> None:
    sample: list[Row] = [["Бренд", "Nomenclatura"], *DATA]
    assert without_header(sample, PART) is None
    assert likeliest_header(sample) == 0


def test_numbered_headings_are_headings() -> None:
    data: list[Row] = [["CA2KN22G7", "CA2SK20G7", ""], ["K170R401", "", "170R601"]]
    assert without_header([["part_number", "option_1", "option_2"], *data], PART) is None
    assert without_header(data, PART) is not None


def test_the_likeliest_header_of_an_unknown_table_is_its_fullest_row() -> None:
    assert likeliest_header([["Title", None], ["Foo", "Bar"], ["x", None]]) == 1
    assert likeliest_header([[None, ""]]) is None
    assert likeliest_header([]) is None


@pytest.mark.parametrize(
    ("rows", "headings", "price", "stores"),
    [
        (
            [["Цена", None, "Остаток", None], ["Опт", "Розница", "Мск", "СПб"]],
            ["Цена Опт", "Цена Розница", "Остаток Мск", "Остаток СПб"],
            2,
            (5,),
        ),
        ([["Цена", "Остаток"], [None, "шт."]], ["Цена", "Остаток"], 2, ()),
        ([["Price", "Stock", None], [None, "A", "B"]], ["Price", "Stock A", "Stock B"], 2, (4,)),
    ],
)
def test_merged_headings_have_their_parts_below(
    rows: list[Row], headings: list[str], price: int, stores: tuple[int, ...]
) -> None:
    upper, lower = rows
    data: Row = ["TRW", "GDB1", *range(10, 10 + len(upper))]
    sample: list[Row] = [["Бренд", "Артикул", *upper], [None, None, *lower], data, data]
    layout = with_header(sample, PART | {Column.PRICE, Column.QUANTITY})
    assert layout is not None
    assert layout.headings == ["Бренд", "Артикул", *headings]
    assert (layout.columns[Column.PRICE], layout.recognition.stores) == (price, stores)


def test_a_group_below_the_headings_is_no_part_of_them() -> None:
    sample: list[Row] = [["Бренд", "Артикул", None], ["Фильтры", None, None], *DATA]
    layout = with_header(sample, PART)
    assert layout is not None
    assert layout.headings == ["Бренд", "Артикул", ""]
