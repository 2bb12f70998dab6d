"""What the lines without offers asked for: others may offer it under another spelling."""

from itertools import compress, repeat

from crossdock.models.missed_lines import MissedPart
from crossdock.offers.outcomes import Outcome
from crossdock.parts.keys import MAX_PART_LENGTH
from crossdock.results.lines import ResultLines

MAX_MISSED_PARTS = 20_000
"""So many of a task are kept: the first ones."""

LOST_ANYHOW = frozenset(
    {
        *(Outcome.NEVER_SEEN, Outcome.UNKNOWN_BRAND, Outcome.UNSPLIT),
        *(Outcome.NO_BRAND, Outcome.NO_ARTICLE, Outcome.EMPTY, Outcome.SEVERAL_ARTICLES),
        *(Outcome.DIGITS_LOST, Outcome.ARTICLE_IS_DATE, Outcome.ABOVE_CEILING, Outcome.TOO_LATE),
    }
)
"""Lines with these outcomes have no offers whatever their brand is called."""


class Misses:
    """Counts the lines without offers by the part that they ask for, batch by batch."""

    def __init__(self) -> None:
        self._missed: dict[tuple[str, str], MissedPart] = {}

    @property
    def parts(self) -> list[MissedPart]:
        """What was missed, in the order in which it was asked for."""
        return list(self._missed.values())

    def add(self, lines: ResultLines) -> None:
        """Count some more lines."""
        answers = lines.answers
        if 0 not in answers.counts:
            return
        demands = lines.demands or repeat(None, len(lines))
        columns = (answers.outcomes, lines.brands, lines.parts, demands)
        for outcome, brand, part, pieces in compress(
            zip(*columns, strict=True), [not count for count in answers.counts]
        ):
            if outcome not in LOST_ANYHOW:
                self._add(brand, (part.brand_key, part.article_key), pieces)

    def _add(self, brand: str, key: tuple[str, str], pieces: float | None) -> None:
        if not all(0 < len(name) <= MAX_PART_LENGTH for name in key):  # else no offer can have it
            return
        before = self._missed.get(key)
        if before is not None:
            are_known = before.pieces is not None and pieces is not None
            total = (before.pieces or 0) + (pieces or 0) if are_known else None
            self._missed[key] = before._replace(lines=before.lines + 1, pieces=total)
        elif len(self._missed) < MAX_MISSED_PARTS:
            self._missed[key] = MissedPart(brand[:MAX_PART_LENGTH], *key, 1, pieces)
