import pytest

from crossdock.pricelists.numbers import has_decimal_comma, may_part_thousands


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (["12,50", "1,234"], True),
        (["2129,652", "88,209"], True),
        (["0,123"], True),
        (["1.234,567"], True),
        (["1.500", "1.234.567"], True),
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


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (["1.111", "2.222", "13.333 руб"], True),
        (["1.111", "2.222", "по запросу", "3.333"], True),
        (["1.111", "2.222"], False),
        (["1.111", "2.222", "3.333", "4.4"], False),
        (["1.111", "2.222", "850"], True),
        (["1.111", "2.222", "3.333", "1500"], False),
        (["1,111", "2,222", "3,333"], False),
    ],
)
def test_prices_that_all_have_three_digits_after_the_point(texts: list[str], answer: bool) -> None:
    assert may_part_thousands([*texts, None, 12.5]) is answer
