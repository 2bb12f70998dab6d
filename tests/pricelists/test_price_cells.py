from decimal import Decimal

import pytest

from crossdock.pricelists.conversion import Converter
from crossdock.pricelists.price_cells import price_reader
from crossdock.pricelists.reasons import BadValueError, SkipReason
from crossdock.spreadsheets.cells import Row

OWN, DOLLARS = Converter(), Converter(Decimal(90), "USD")


def test_the_list_says_what_its_commas_are() -> None:
    assert price_reader([["1,234"], ["12.50"]], 0, None, OWN)("1,234") == 1234
    assert price_reader([["1,234"], ["12,50"]], 0, None, OWN)("1,234") == Decimal("1.234")


def test_a_list_in_a_foreign_currency_takes_the_rate() -> None:
    assert price_reader([["10"]], 0, None, DOLLARS)("10") == 900


def test_beside_a_currency_column_each_row_has_its_own() -> None:
    read = price_reader([["10", "USD"], ["10", "RUB"]], 0, 1, DOLLARS)
    assert (read("10", "USD"), read("10", "RUB")) == (900, 10)


def test_of_prices_that_name_a_currency_the_few_bare_ones_are_doubtful() -> None:
    sample: list[Row] = [["$10"], ["$20"], ["30"]]
    read = price_reader(sample, 0, None, Converter(Decimal(90)))
    assert read("$10") == 900
    with pytest.raises(BadValueError) as error:
        read("30")
    assert error.value.reason is SkipReason.CURRENCY_UNKNOWN
    bare = price_reader([*sample, ["40"], ["50"]], 0, None, Converter(Decimal(90)))
    assert (bare("$10"), bare("30")) == (900, 30)
