"""What the lines without offers asked for: others may offer it under another spelling."""

from collections.abc import Iterator
from itertools import compress
from typing import NamedTuple

from crossdock.models import CrossDockTask, MissedLine
from crossdock.offers.outcomes import Outcome
from crossdock.parts.keys import MAX_PART_LENGTH, article_key, brand_key
from crossdock.results.lines import ResultLines

MAX_MISSED_PARTS = 20_000
"""So many of a task are kept: the first ones."""

NOT_LOOKED_UP = frozenset(
    {
        *(Outcome.NO_BRAND, Outcome.NO_ARTICLE, Outcome.EMPTY, Outcome.SEVERAL_ARTICLES),
        *(Outcome.DIGITS_LOST, Outcome.ARTICLE_IS_DATE, Outcome.ABOVE_CEILING),
    }
)
"""Lines with these outcomes have no offers whatever their brand is called."""


class _Missed(NamedTuple):
    brand: str
    lines: int
    pieces: float | None


class Misses:
    """Counts the lines without offers by the part that they ask for, batch by batch."""

    def __init__(self) -> None:
        self._missed: dict[tuple[str, str], _Missed] = {}

    def add(self, lines: ResultLines) -> None:
        """Count some more lines."""
        answers = lines.answers
        if 0 not in answers.counts:
            return
        for place in compress(range(len(lines)), [not count for count in answers.counts]):
            if answers.outcomes[place] in NOT_LOOKED_UP:
                continue
            brand, article = lines.brands[place], lines.articles[place]
            key = brand_key(brand), article_key(article)
            before = self._missed.get(key)
            if before is None and len(self._missed) >= MAX_MISSED_PARTS:
                continue
            pieces = lines.demands[place] if lines.demands else None
            if before:
                both_known = before.pieces is not None and pieces is not None
                pieces = (before.pieces or 0) + (pieces or 0) if both_known else None
                self._missed[key] = _Missed(before.brand, before.lines + 1, pieces)
            else:
                self._missed[key] = _Missed(brand, 1, pieces)

    def rows(self, task: CrossDockTask) -> Iterator[MissedLine]:
        """The rows to be stored with the task."""
        for (brand, article), missed in self._missed.items():
            yield MissedLine(
                task=task,
                brand=missed.brand[:MAX_PART_LENGTH],
                brand_key=brand,
                article_key=article,
                lines=missed.lines,
                pieces=missed.pieces,
            )
