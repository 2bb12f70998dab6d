"""Which few suppliers together have the most pieces of what is asked for: proven, by trying sets.

The bound of a linear programme is far off here, as it takes a part of each of many suppliers.
"""

import time
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from crossdock.basket.instance import Instance

Array = NDArray[Any]

MAX_WORK = 2_500_000_000
"""Lines times suppliers, added up over all sets that are looked at: about six seconds. As a rule
the clock does not end the search, lest the same input give another basket."""

ENOUGH_SETS = 2
"""With so many that are equally full, nobody needs to know of more."""


class Fullest(NamedTuple):
    """The most pieces that so many suppliers have, and ENOUGH_SETS at most of the sets that do."""

    pieces: int
    sets: list[frozenset[int]]


def fullest(instance: Instance, known_pieces: int, end: float) -> Fullest | None:
    """The fullest sets of as many suppliers as may be ordered from, whatever their terms.

    So many pieces are `known` to be possible. None where the number of suppliers does not matter,
    or where there are too many sets to try until `end` (of the monotonic clock).
    """
    limit = instance.max_suppliers
    if limit is None or limit >= len(set(instance.supplier)):
        return None
    search = _Search(instance, known_pieces, end)
    search.add([], np.zeros(len(instance.asked)), limit)
    return Fullest(search.most, search.sets) if not search.is_over else None


class _Search:
    """Sets from the supplier that has most by itself. All that further suppliers add together is
    at most what each of them adds by itself: where that is too little, nobody looks further."""

    def __init__(self, instance: Instance, known_pieces: int, end: float) -> None:
        self._end = end
        self._asked = np.array(instance.asked, float)
        self._together = np.maximum if instance.no_split else np.add
        has = np.zeros((len(instance.minimum_sums), len(self._asked)))
        self._together.at(has, (instance.supplier, instance.line), np.array(instance.most, float))
        has = np.minimum(has, self._asked)
        self._order = np.argsort(-has.sum(axis=1), kind="stable")
        self._has = has[self._order]
        self.most, self.sets = known_pieces, list[frozenset[int]]()
        self._work, self.is_over = 0, False

    def add(self, chosen: list[int], filled: Array, left: int) -> None:
        """Try all sets of the `chosen` ones and `left` more that stand behind them in the order."""
        start = chosen[-1] + 1 if chosen else 0
        others = self._has[start:]
        self._work += others.size
        self.is_over = self.is_over or self._work > MAX_WORK or time.monotonic() > self._end
        if self.is_over or len(others) < left:
            return
        together = np.minimum(self._together(others, filled), self._asked)
        totals = together.sum(axis=1)
        gains = totals - filled.sum()
        for place in np.argsort(-totals, kind="stable").tolist():
            further = np.sort(gains[place + 1 :])[len(gains) - place - left :]
            if not self._is_worth_while(totals[place] + further.sum()):
                continue
            if left == 1:
                self._found([*chosen, start + place], round(totals[place]))
            else:
                self.add([*chosen, start + place], together[place], left - 1)

    def _is_worth_while(self, pieces: float) -> bool:
        return pieces > self.most or (pieces == self.most and len(self.sets) < ENOUGH_SETS)

    def _found(self, places: list[int], pieces: int) -> None:
        if pieces > self.most:
            self.most, self.sets = pieces, []
        self.sets.append(frozenset(self._order[places].tolist()))
