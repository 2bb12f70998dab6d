import pytest

from crossdock.parts.amounts import MAX_LENGTH, split_amount


@pytest.mark.parametrize(
    ("line", "rest", "amount"),
    [
        ("2. BOSCH 0 986 452 041 x 4", "BOSCH 0 986 452 041", "4"),
        ("- TRW GDB1550 (4 pcs)", "TRW GDB1550", "4 pcs"),
        ("W 712/75 кол-во: 2,5", "W 712/75", "2,5"),
        ("4 шт. W 712/75", "W 712/75", "4 шт."),
        ("4 х W 712/75", "W 712/75", "4"),
        ("0986452041", "0986452041", ""),
        ("LUK 625 3068 09", "LUK 625 3068 09", ""),
        ("SKF 6204 4 штрих", "SKF 6204 4 штрих", ""),
        ("x " * MAX_LENGTH + "4 шт", ("x " * MAX_LENGTH + "4 шт"), ""),
    ],
)
def test_a_number_is_a_quantity_only_with_a_unit_or_a_sign(
    line: str, rest: str, amount: str
) -> None:
    assert split_amount(line) == (rest, amount)
