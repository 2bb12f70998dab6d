import pytest

from crossdock.pricelists.numbers import has_decimal_comma


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (["12,50", "1,234"], True),
        (["2129,652", "88,209"], True),
        (["0,123"], True),
        (["1.234,567"], True),
        (["12.50", "1,234"], False),
        (["1,234.50"], False),
        (["1,234,567"], False),
        (["1,234", "5,678"], None),
        (["12,50", "12.50"], None),
        (["15", ""], None),
        ([], None),
    ],
)
def test_a_column_tells_what_its_comma_is(texts: list[str], answer: bool | None) -> None:
    assert has_decimal_comma([*texts, None, 12.5]) is answer
