import pytest

from crossdock.brands.suggestions import (
    brand_groups,
    hanging_together,
    open_pairs,
    open_suggestions,
)
from crossdock.models import BrandAlias, BrandDecision, BrandSuggestion
from tests.factories import make_suggestion, make_user

pytestmark = pytest.mark.django_db


def pairs(*keys: str) -> list[tuple[str, str]]:
    suggestions = open_suggestions(keys) if keys else open_pairs()
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
    together = hanging_together(open_pairs())
    assert [group.names for group in brand_groups(together)] == [
        ["AB", "CD", "CD2", "IJ"],
        ["EF", "GH"],
    ]


def test_a_page_reads_its_own_pairs_and_no_others(django_assert_num_queries) -> None:
    make_suggestion("AB", "CD", lines=3)
    make_suggestion("EF", "GH", lines=2)
    make_suggestion("AB", "GH2", lines=1)
    make_suggestion("IJ", "KL")
    together = hanging_together(open_pairs())
    assert [group.names for group in brand_groups(together[1:])] == [["EF", "GH"], ["IJ", "KL"]]
    with django_assert_num_queries(1):
        assert [len(group.pairs) for group in brand_groups(together)] == [2, 1, 1]


def test_what_a_comparison_has_taken_away_meanwhile_is_left_out() -> None:
    make_suggestion("AB", "CD", lines=3)
    make_suggestion("AB", "EF", lines=2)
    make_suggestion("GH", "IJ")
    together = hanging_together(open_pairs())
    BrandSuggestion.objects.exclude(key_2="ef").delete()
    make_suggestion("AB", "CD", lines=1)  # as a comparison makes them anew
    assert [group.names for group in brand_groups(together)] == [["AB", "CD", "EF"]]
