from itertools import permutations

import pytest

from crossdock.offers.brands import BrandSpellings

CHAIN = [("a", "b"), ("b", "c"), ("d", "c")]


@pytest.mark.parametrize("pairs", list(permutations(CHAIN)))
def test_aliases_of_aliases_are_one_brand_in_whatever_order(pairs: list[tuple[str, str]]) -> None:
    spellings = BrandSpellings(list(pairs))
    assert {spellings.of(key) for key in "abcd"} == {("a", "b", "c", "d")}
    assert spellings.of("e") == ("e",)


def test_aliases_may_lead_in_a_circle() -> None:
    spellings = BrandSpellings([("a", "b"), ("b", "a"), ("c", "c")])
    assert spellings.of("a") == spellings.of("b") == ("a", "b")
    assert spellings.of("c") == ("c",)
