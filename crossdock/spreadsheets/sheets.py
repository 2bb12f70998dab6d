"""A sheet of whatever file, as rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from crossdock.spreadsheets.cells import Row

MOST_CELLS = 40_000_000
MOST_COLUMNS = 16_384  # as many as Excel has


def no_zeros(_column: int) -> bytes:
    """Of a file whose number formats show no leading zeros."""
    return b""


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` can be called again and begins at the file's first row each time.

    `zeros(column)` gives for each row how many digits the number format shows at least; 0, or the
    end of the bytes, means that it does not matter.
    """

    name: str | None
    height: int
    rows: Callable[[], Iterator[Row]]
    zeros: Callable[[int], bytes] = field(default=no_zeros)
