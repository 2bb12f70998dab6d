import json

import pytest

from crossdock.spreadsheets.answer_places import USUAL_PLACES, AnswerColumn, AnswerPlaces


@pytest.mark.parametrize(
    "places",
    [
        USUAL_PLACES,
        AnswerPlaces({AnswerColumn.PRICE: "F", AnswerColumn.DATE: ""}, overwrites=True),
        AnswerPlaces({}),
    ],
)
def test_places_are_the_same_after_json(places: AnswerPlaces) -> None:
    assert AnswerPlaces.from_json(json.loads(json.dumps(places.to_json()))) == places


def test_usually_every_answer_goes_into_a_free_column() -> None:
    assert set(USUAL_PLACES.letters) == set(AnswerColumn)
    assert set(USUAL_PLACES.letters.values()) == {""}
    assert not USUAL_PLACES.overwrites
