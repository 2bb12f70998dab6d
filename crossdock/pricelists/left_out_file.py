"""The rows of a price list that are left out, as a file for people."""

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from django.utils.translation import gettext as _

from crossdock.pricelists.reasons import LeftOut

MAX_ROWS = 1_000_000
NEGATIVE = re.compile(r"-\d+(?:[.,]\d+)?")
PARTS = re.compile(r"[^,;\t\n\r|\"]+|\t+|\r+")
"""What a spreadsheet program may take for a cell: Excel splits by the reader's country."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def left_out_to(path: Path) -> Iterator[Callable[[LeftOut], None]]:
    """Write the rows that are given to a CSV file, as they come. Raises OSError."""
    # Line by line: a full disk must be noticed before the import is final.
    with path.open("w", buffering=1, encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow((_("Row"), _("Reason"), _("Text")))
        left = count(MAX_ROWS, -1)

        def write(row: LeftOut) -> None:
            if (rest := next(left)) > 0:
                writer.writerow((_no_formula(_place(row)), row.reason.label, _no_formula(row.text)))
            elif rest == 0:
                writer.writerow(("…", _("There are more rows than are kept here."), ""))

        yield write


def _place(row: LeftOut) -> str:
    return str(row.place) if row.sheet else str(row.row)


def _no_formula(text: str) -> str:
    """The text so that no part of it is taken for a formula, whatever the program splits it at."""
    return PARTS.sub(_as_text, text)


def _as_text(part: re.Match[str]) -> str:
    text = part[0]
    is_formula = text.lstrip(" ").startswith(FORMULA_STARTS) and not NEGATIVE.fullmatch(
        text.strip()
    )
    return f"'{text}" if is_formula else text
