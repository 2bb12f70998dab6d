"""What a spreadsheet program would calculate in a CSV file, made plain text."""

import re

NEGATIVE = re.compile(r"-\d+(?:[.,]\d+)?")
PARTS = re.compile(r"[^,;\t\n\r|\"]+|\t+|\r+")
"""What a spreadsheet program may take for a cell: Excel splits by the reader's country."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def no_formula(text: str) -> str:
    """The text so that no part of it is taken for a formula, whatever the program splits it at."""
    return PARTS.sub(_as_text, text)


def _as_text(part: re.Match[str]) -> str:
    text = part[0]
    is_formula = text.lstrip(" ").startswith(FORMULA_STARTS) and not NEGATIVE.fullmatch(
        text.strip()
    )
    return f"'{text}" if is_formula else text
