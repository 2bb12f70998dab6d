"""The hostile files by name: how each is made, and what has to come of it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

Make = Callable[[Path], object]


@dataclass(frozen=True)
class HostileFile:
    """A file that somebody might upload to do harm, or without knowing better.

    `says`: a pattern that the message to its user has to match; empty where the file is read.
    `lines`: how many lines are read then; of a price list, how many rows are taken.
    `heavy`: too much for the test suite.
    """

    name: str
    make: Make
    ending: str
    says: str
    lines: int | None
    heavy: bool
    is_price_list: bool

    def written(self, folder: Path) -> Path:
        """The file, made anew."""
        path = folder / f"hostile{self.ending}"
        self.make(path)
        return path


FILES: dict[str, HostileFile] = {}
LIGHT_AND_HEAVY = ((400, False), (4_000, True))
"""Lines of files that cost by the line: enough to see what comes of them, and what it costs."""


def hostile(
    name: str,
    *,
    ending: str = ".xlsx",
    says: str = "",
    lines: int | None = None,
    heavy: bool = False,
    is_price_list: bool = False,
) -> Callable[[Make], Make]:
    """Enter a maker into the table."""
    assert name not in FILES, name
    assert bool(says) != (lines is not None), f"{name}: a message or lines"

    def enter(make: Make) -> Make:
        FILES[name] = HostileFile(name, make, ending, says, lines, heavy, is_price_list)
        return make

    return enter
