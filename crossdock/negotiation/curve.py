"""What a discount would win, drawn and as a table."""

from collections.abc import Iterable
from typing import NamedTuple

from crossdock.negotiation.bids import WHOLE, Bid

MAX_PERCENT = 30
"""So far goes the curve: nobody grants more."""


class Point(NamedTuple):
    """The lines that a supplier wins with a discount, and what it sells with them."""

    percent: int
    lines: int
    sum: float


def curve(bids: Iterable[Bid]) -> list[Point]:
    """A point for each whole percent."""
    discounts = [(bid.discount, bid) for bid in bids]
    points = []
    for percent in range(MAX_PERCENT + 1):
        discount = percent * WHOLE // 100
        won = [bid for least, bid in discounts if least is not None and least <= discount]
        points.append(Point(percent, len(won), round(sum(bid.sum(discount) for bid in won), 2)))
    return points


class Drawing(NamedTuple):
    """A curve in a picture: `line` is what an SVG polyline takes, `across` and `up` its scales."""

    width: int
    height: int
    line: str
    area: str
    across: list[tuple[int, int]]
    up: list[tuple[int, int]]


WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 260, 64, 28, 12, 12
EVERY = 5
"""Percent between two numbers on the scale."""


def drawn(points: list[Point]) -> Drawing:
    """The lines won, from 0 up to a round number above the most."""
    top = _round_above(max((point.lines for point in points), default=0))

    def x(percent: int) -> int:
        return LEFT + round(percent * (WIDTH - LEFT - RIGHT) / MAX_PERCENT)

    def y(lines: int) -> int:
        return HEIGHT - BOTTOM - round(lines * (HEIGHT - BOTTOM - TOP) / top)

    line = " ".join(f"{x(point.percent)},{y(point.lines)}" for point in points)
    return Drawing(
        WIDTH,
        HEIGHT,
        line,
        f"{x(0)},{y(0)} {line} {x(MAX_PERCENT)},{y(0)}",
        [(percent, x(percent)) for percent in range(0, MAX_PERCENT + 1, EVERY)],
        [(lines, y(lines)) for lines in (0, top // 2, top)],
    )


def _round_above(number: int) -> int:
    """An even number with one digit that counts.

    >>> [_round_above(each) for each in (0, 2, 3, 87, 1234)]
    [2, 2, 4, 90, 2000]
    """
    size: int = 10 ** (len(str(max(number, 1))) - 1)
    digit = -(-max(number, 1) // size)
    return max(digit * size if size > 1 else digit + digit % 2, 2)
