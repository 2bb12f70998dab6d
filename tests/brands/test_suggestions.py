import pytest

from crossdock.brands.suggestions import groups, open_suggestions
from crossdock.models import BrandAlias, BrandDecision
from tests.factories import make_suggestion, make_user

pytestmark = pytest.mark.django_db


def pairs(*keys: str) -> list[tuple[str, str]]:
    suggestions = open_suggestions(keys or None)
    return [(suggestion.key_1, suggestion.key_2) for suggestion in suggestions]


def test_what_is_not_settled_is_open_the_most_lines_first() -> None:
    make_suggestion("AB", "CD", lines=1)
    make_suggestion("EF", "GH", lines=9)
    make_suggestion("IJ", "KL")
    make_suggestion("MN", "OP")
    BrandAlias.objects.create(alias="IJ", brand="KL")
    BrandDecision.objects.create(
        answer=BrandDecision.Answer.NO, key_1="mn", key_2="op", user=make_user()
    )
    assert pairs() == [("ef", "gh"), ("ab", "cd")]
    assert pairs("cd", "zz") == [("ab", "cd")]


def test_suggestions_with_a_brand_in_common_hang_together() -> None:
    make_suggestion("AB", "CD", lines=3)
    make_suggestion("EF", "GH", lines=2)
    make_suggestion("CD2", "IJ", lines=1)
    BrandAlias.objects.create(alias="CD", brand="CD2")
    assert [group.names for group in groups(open_suggestions())] == [
        ["AB", "CD", "CD2", "IJ"],
        ["EF", "GH"],
    ]
