"""Where the answers go in the workbook, as the page with its columns asks and is told."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from crossdock.pages.filled import ANSWER_NAMES
from crossdock.spreadsheets.answer_places import USUAL_PLACES, AnswerColumn, AnswerPlaces
from crossdock.spreadsheets.messages import NO_COLUMN_THERE

NOT_WRITTEN = "-"
OVERWRITE = "answers_overwrite"


class AnswerRow(NamedTuple):
    """One answer: its form field, its name, and where it goes; "-": nowhere."""

    field: str
    name: str
    place: str


def answer_rows(answers: AnswerPlaces) -> list[AnswerRow]:
    """All of them, as the form shows them."""
    return [
        AnswerRow(f"answer_{answer}", str(name), answers.letters.get(answer, NOT_WRITTEN))
        for answer, name in ANSWER_NAMES.items()
    ]


def posted_answers(data: QueryDict) -> AnswerPlaces:
    """What a form has sent; the usual places where it has none of the fields."""
    sent = {answer: data.get(f"answer_{answer}") for answer in AnswerColumn}
    if set(sent.values()) == {None}:
        return USUAL_PLACES
    letters = {answer: place or "" for answer, place in sent.items() if place != NOT_WRITTEN}
    return AnswerPlaces(letters, OVERWRITE in data)


def problem_of(answers: AnswerPlaces, letters: Collection[str], by_index: Mapping[int, str]) -> str:
    """What is wrong with the places in a table of these columns, if anything."""
    table = list(letters)
    read = {table[i] for i, name in by_index.items() if name and i < len(table)}
    chosen = [place for place in answers.letters.values() if place]
    for place in chosen:
        if place not in table:
            last = table[-1] if table else _("none")
            return str(NO_COLUMN_THERE % {"name": place[:9], "last": last})
        if chosen.count(place) > 1:
            return _("More than one answer would go into column %s.") % place
        if place in read:
            return _("Column %s is one that is read: choose another one for the answer.") % place
    return "" if answers.letters else _("Choose a column for one of the answers at least.")
