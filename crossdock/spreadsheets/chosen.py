"""Columns that people have chosen for a supplier's lists, where recognition would take others."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from crossdock.spreadsheets.cells import Row, as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.sheets import column_letters


class Choice(NamedTuple):
    """A column by its heading; one that has none by what the spreadsheet calls it."""

    heading: str
    letters: str

    def __str__(self) -> str:
        return self.heading or self.letters


Choices = Mapping[Column, Choice]


def parse(stored: Mapping[str, Any]) -> dict[Column, Choice]:
    """What `stored` was given, after a way through JSON."""
    return {Column(name): Choice(*choice) for name, choice in stored.items()}


def stored(choices: Choices) -> dict[str, list[str]]:
    """A form of the choices for JSON: the column's heading and letters by its name."""
    return {str(column): list(choice) for column, choice in choices.items()}


def with_choices(
    recognised: dict[Column, int], headings: Row, left: int, choices: Choices
) -> dict[Column, int]:
    """The columns (from 0) under these headings, the chosen ones as they were chosen.

    None at all where a chosen one is not there, or is there more than once: a guess would read
    somebody a wrong price. `left`: the sheet's column that rows begin at.
    """
    texts = [as_text(heading).casefold() for heading in headings]
    found: dict[Column, int] = {}
    for column, choice in choices.items():
        index = _index(choice, texts, left)
        if index is None:
            return {}
        found[column] = index
    taken = set(found.values())
    rest = recognised.items()
    return {column: index for column, index in rest if index not in taken} | found


def _index(choice: Choice, texts: Sequence[str], left: int) -> int | None:
    alike = [index for index, text in enumerate(texts) if text == choice.heading.casefold()]
    if choice.heading and len(alike) == 1:
        return alike[0]
    return next((each for each in alike if column_letters(left + each) == choice.letters), None)


def without_headings(
    sample: Sequence[Row], needed: Collection[Column], left: int, choices: Choices
) -> dict[Column, int] | None:
    """The columns where there are no headings; None unless all the needed ones are chosen so."""
    if not choices.keys() >= set(needed) or any(choice.heading for choice in choices.values()):
        return None
    letters = [column_letters(left + index) for index in range(max(map(len, sample), default=0))]
    if not {choice.letters for choice in choices.values()} <= set(letters):
        return None
    columns = {column: letters.index(choice.letters) for column, choice in choices.items()}
    indexes = columns.values()
    filled = any(all(i < len(row) and as_text(row[i]) for i in indexes) for row in sample)
    return columns if filled else None
