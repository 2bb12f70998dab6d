import pytest
from django.utils import translation

from crossdock.offers.outcomes import Outcome


def test_the_values_are_what_the_database_and_the_addresses_hold() -> None:
    assert Outcome.values == [
        "found",
        "found_ignoring_zeros",
        "too_old",
        "out_of_stock",
        "offered_before",
        "outside_group",
        "disabled_only",
        "other_brands",
        "unknown_brand",
        "never_seen",
        "too_late",
        "above_ceiling",
        "not_found",
        "no_brand",
        "no_article",
        "empty",
        "digits_lost",
        "article_is_date",
        "unsplit",
        "several_articles",
    ]


@pytest.mark.parametrize("outcome", Outcome)
def test_found_are_the_two_outcomes_that_say_so(outcome: Outcome) -> None:
    assert outcome.is_found == outcome.value.startswith("found")


def test_labels_are_english_sentences_for_people() -> None:
    with translation.override("en"):
        assert str(Outcome.FOUND.label) == "Found"
        assert str(Outcome.TOO_OLD.label) == "Only older offers"
        assert str(Outcome.EMPTY.label) == "Neither brand nor article"
