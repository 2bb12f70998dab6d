import pytest
from django.http import QueryDict

from crossdock.offers.outcomes import Outcome
from crossdock.pages.line_filters import (
    ALL,
    BY_OFFERS,
    FOUND,
    MAX_SEARCH,
    MISSING,
    SHORT,
    LinesChoice,
    line_filter,
)
from crossdock.results.lines_file import Kind

KINDS = [
    Kind(Outcome.NOT_FOUND, 0, False),
    Kind(Outcome.FOUND, 1, True),
    Kind(Outcome.FOUND, 3, False),
]


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("all", [True, True, True]),
        ("with_offers", [False, True, True]),
        ("without_offers", [True, False, False]),
        ("not_enough", [False, True, False]),
        ("offers_3", [False, False, True]),
        ("not_found", [True, False, False]),
        ("nonsense", [True, True, True]),
        (None, [True, True, True]),
    ],
)
def test_each_filter_takes_its_kinds_of_lines(name: str | None, taken: list[bool]) -> None:
    assert [line_filter(name).takes(kind) for kind in KINDS] == taken


def test_labels_say_what_is_taken() -> None:
    labels = [str(choice.label) for choice in (ALL, FOUND, MISSING, SHORT, BY_OFFERS[1])]
    assert labels == ["All lines", "With offers", "Without offers", "Not enough", "1 offer"]


def test_an_address_says_what_it_was_made_of() -> None:
    choice = LinesChoice(FOUND, q="w 712", supplier="A & B", sort="-price")
    assert LinesChoice.of(QueryDict(choice.address())) == choice
    assert LinesChoice.of(QueryDict(choice.address(q="", sort=""))) == LinesChoice(
        FOUND, supplier="A & B"
    )
    assert LinesChoice().address() == "lines=all"


def test_what_an_address_says_wrongly_is_left_out_of_account() -> None:
    choice = LinesChoice.of(QueryDict(f"lines=x&sort=x&q=%00{'a' * 999}"))
    assert choice == LinesChoice(q="a" * MAX_SEARCH)


def test_the_same_heading_again_turns_the_order_round() -> None:
    choice = LinesChoice(sort="price")
    headings = {name: (address, order) for name, address, order in choice.headings}
    assert headings["price"] == ("lines=all&sort=-price", "ascending")
    assert headings["line"] == ("lines=all&sort=line", "")
