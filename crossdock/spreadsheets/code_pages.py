"""Text of old .xls files whose code page is missing or wrong: `Òîâàð` for `Товар`."""

import re
from collections.abc import Iterator
from itertools import chain, islice

from crossdock.spreadsheets.cells import Cell, Row

SAMPLE_ROWS = 200
CYRILLIC = re.compile(r"[А-яЁё]")
# A single ö or Ü is a German brand, several in a row are no language.
WRONG = re.compile(r"[À-ÿ]{3}")


def _meant() -> dict[int, str]:
    """What each character meant, whether cp1252 or Latin-1 was read for cp1251."""
    table: dict[int, str] = {}
    for byte in range(0x80, 0x100):
        meant = bytes([byte]).decode("cp1251", "ignore")
        if meant:
            table[byte] = meant
            table[ord(bytes([byte]).decode("cp1252", "ignore") or chr(byte))] = meant
    return table


MEANT = _meant()


def repaired(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, read again where the first 200 say that the code page was wrong."""
    sample = list(islice(rows, SAMPLE_ROWS))
    texts = [cell for row in sample for cell in row if isinstance(cell, str)]
    everything = chain(sample, rows)
    if any(map(CYRILLIC.search, texts)) or not any(map(WRONG.search, texts)):
        return everything
    return ([_read_again(cell) for cell in row] for row in everything)


def _read_again(cell: Cell) -> Cell:
    return cell.translate(MEANT) if isinstance(cell, str) else cell
