from dataclasses import asdict

import pytest
from django.utils import translation
from rustpy_xlsxwriter import validate_sheet_name

from crossdock.offers.outcomes import Outcome
from crossdock.results.texts import ENGLISH, RUSSIAN, ResultTexts


@pytest.mark.parametrize("texts", [ENGLISH, RUSSIAN])
def test_every_outcome_has_a_label_of_its_own(texts: ResultTexts) -> None:
    assert list(texts.outcomes) == list(Outcome)
    assert len(set(texts.outcomes.values())) == len(Outcome)


@pytest.mark.parametrize("texts", [ENGLISH, RUSSIAN])
def test_sheet_names_are_allowed_and_different(texts: ResultTexts) -> None:
    assert validate_sheet_name(texts.lines_sheet)
    assert validate_sheet_name(texts.summary_sheet)
    assert texts.lines_sheet != texts.summary_sheet


def test_english_labels_are_those_of_the_pages() -> None:
    with translation.override("en"):
        assert ENGLISH.outcomes == {outcome: str(outcome.label) for outcome in Outcome}


def test_nothing_is_left_in_english_in_russian() -> None:
    english, russian = asdict(ENGLISH), asdict(RUSSIAN)
    same = {name for name in english if english[name] == russian[name]}
    assert same == {"sku"}
