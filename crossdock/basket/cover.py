"""The cheapest way to fill one line from some offers."""

from typing import NamedTuple

MAX_STEPS = 20_000
"""Ways that are tried for a line. Only lines with many awkward packs need more, and then the best
of them counts."""


class Option(NamedTuple):
    """An offer for the line: its place in the instance, and how its pieces are sold."""

    price: int
    pack: int
    least: int
    most: int
    choice: int


class Cover(NamedTuple):
    """The choices to take and their pieces, and whether it is certain that nothing is cheaper."""

    taken: list[tuple[int, int]]
    is_exact: bool = True


def cover(asked: int, options: list[Option], *, no_split: bool) -> Cover:
    """As many pieces as possible, as cheap as possible. The options are in order of their prices.

    >>> cover(12, [Option(10, 10, 10, 20, 0), Option(15, 1, 1, 12, 1)], no_split=False).taken
    [(0, 10), (1, 2)]
    """
    if not options:
        return Cover([])
    if no_split:
        return Cover([_single(asked, options)])
    if all(option.least == 1 for option in options):
        return Cover(_piece_by_piece(asked, options))
    if sum(option.most for option in options) <= asked:
        return Cover([(option.choice, option.most) for option in options])
    search = _Search(asked, options)
    return Cover(search.best, search.is_exact)


def _single(asked: int, options: list[Option]) -> tuple[int, int]:
    cheapest = min(
        options, key=lambda option: (max(asked - option.most, 0), option.price * option.most)
    )
    return cheapest.choice, cheapest.most


def _piece_by_piece(asked: int, options: list[Option]) -> list[tuple[int, int]]:
    taken = []
    for option in options:
        pieces = min(asked, option.most)
        taken.append((option.choice, pieces))
        asked -= pieces
        if not asked:
            break
    return taken


class _Search:
    """Tries amounts of the cheapest offer first, and gives up what cannot become cheaper."""

    def __init__(self, asked: int, options: list[Option]) -> None:
        self._options = options
        self._left = [0] * (len(options) + 1)
        """The pieces that this offer and those behind it have."""
        for place in range(len(options) - 1, -1, -1):
            self._left[place] = self._left[place + 1] + options[place].most
        self._taken: list[tuple[int, int]] = []
        self._cost = 0
        self._least_cost: int | None = None
        self._steps = MAX_STEPS
        self.best: list[tuple[int, int]] = []
        self._try(0, min(asked, self._left[0]))

    @property
    def is_exact(self) -> bool:
        """Whether everything was tried that could have been cheaper."""
        return self._steps >= 0

    def _try(self, place: int, missing: int) -> None:
        if missing <= 0:
            if self._least_cost is None or self._cost < self._least_cost:
                self._least_cost, self.best = self._cost, self._taken.copy()
            return
        self._steps -= 1
        if self._left[place] < missing or (self._steps < 0 and self._least_cost is not None):
            return
        price, pack, least, most, choice = self._options[place]
        if self._least_cost is not None and self._cost + missing * price >= self._least_cost:
            return
        enough = max(least, -(-missing // pack) * pack)
        for pieces in range(min(most, enough), least - 1, -pack):
            if self._left[place + 1] < missing - pieces:
                break
            self._taken.append((choice, pieces))
            self._cost += pieces * price
            self._try(place + 1, missing - pieces)
            self._cost -= pieces * price
            self._taken.pop()
            if self._is_over(place + 1, missing - pieces, pieces * price):
                return
        self._try(place + 1, missing)

    def _is_over(self, place: int, missing: int, further_cost: int) -> bool:
        """Whether fewer pieces of the offer before would be tried in vain."""
        if self._least_cost is None or missing < 0 or place == len(self._options):
            return False
        cost = self._cost + further_cost + missing * self._options[place].price
        return self._steps < 0 or cost >= self._least_cost
