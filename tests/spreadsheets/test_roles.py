import pytest

from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.roles import Role, is_price_of_one, role_of


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Цена", Role.PLAIN),
        ("Закупочная цена", Role.OWN),
        ("Your price", Role.OWN),
        ("Цена_опт", Role.WHOLESALE),
        ("РРЦ", Role.RETAIL),
        ("Цена за упаковку", Role.ASIDE),
        ("Старая цена", Role.ASIDE),
        ("Price from 10 pcs", Role.ASIDE),
    ],
)
def test_a_heading_tells_what_kind_of_price_it_is(heading: str, role: Role) -> None:
    assert role_of(Column.PRICE, heading) is role
    assert is_price_of_one(heading) == (role is not Role.ASIDE)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("Остаток", Role.PLAIN),
        ("Остаток всего", Role.TOTAL),
        ("В резерве", Role.ASIDE),
        ("Остаток без резерва", Role.PLAIN),
        ("Кратность", Role.ASIDE),
    ],
)
def test_a_heading_tells_what_kind_of_stock_it_is(heading: str, role: Role) -> None:
    assert role_of(Column.QUANTITY, heading) is role


def test_other_columns_have_no_roles() -> None:
    assert role_of(Column.BRAND, "Старая цена") is Role.PLAIN
