"""Where the answers to a request go in its own workbook, as somebody has chosen."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple, Self

OVERWRITES = "overwrites"


class AnswerColumn(StrEnum):
    """What is written beside each line."""

    PRICE = "price"
    QUANTITY = "quantity"
    SUPPLIER = "supplier"
    DATE = "date"
    OUTCOME = "outcome"


class AnswerPlaces(NamedTuple):
    """The letters of the column for each answer that is written, "" for the first free one.

    Cells that hold something stay, unless it `overwrites` them.
    """

    letters: Mapping[AnswerColumn, str]
    overwrites: bool = False

    def to_json(self) -> dict[str, Any]:
        """The letters by the answer's name, and whether it overwrites."""
        return dict(self.letters) | ({OVERWRITES: True} if self.overwrites else {})

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What `to_json` gave."""
        letters = {answer: stored[answer] for answer in AnswerColumn if answer in stored}
        return cls(letters, OVERWRITES in stored)


USUAL_PLACES = AnswerPlaces(dict.fromkeys(AnswerColumn, ""))
"""All of them, in the first free columns."""
