"""A sheet of whatever file, as rows."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from string import ascii_uppercase

from crossdock.spreadsheets.cells import Row

MOST_CELLS = 40_000_000
MOST_COLUMNS = 16_384  # as many as Excel has
MOST_CHARACTERS = 1_000_000
"""In one row: 30 of the longest cells that Excel has."""


def no_zeros(_column: int) -> bytes:
    """Of a file whose number formats show no leading zeros."""
    return b""


def column_letters(index: int) -> str:
    """What a spreadsheet calls the column of this index, from 0: A, …, Z, AA, …."""
    before, last = divmod(index, 26)
    return (column_letters(before - 1) if before else "") + ascii_uppercase[last]


def no_currencies(_column: int) -> Sequence[str]:
    """Of a file whose number formats name no currency."""
    return ()


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` can be called again and begins at the file's first row each time.

    `left` is the column, from 0, that its rows begin at. `widest()` is how many cells its widest
    row has; 0 where all rows have as many as the first.
    `zeros(column)` gives for each row how many digits the number format shows at least; 0, or the
    end of the bytes, means that it does not matter. `currencies(column)` gives for each row the
    code of the currency that the number format shows; "", or the end, where it shows none.
    """

    name: str | None
    height: int
    rows: Callable[[], Iterator[Row]]
    zeros: Callable[[int], bytes] = field(default=no_zeros)
    currencies: Callable[[int], Sequence[str]] = field(default=no_currencies)
    left: int = 0
    is_hidden: bool = False
    widest: Callable[[], int] = field(default=int)
