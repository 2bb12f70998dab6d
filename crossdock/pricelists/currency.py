"""Which currency a price is in, and whether it is the project's."""

import re
from itertools import pairwise

from django.conf import settings

from crossdock.spreadsheets.currencies import currencies_in, is_currency

BETWEEN = re.compile(r"[/\\|]|\b(?:или|либо|or)\b", re.IGNORECASE)
AROUND = " ,.;:()[]"


def currency(text: str) -> str | None:
    """The code of the currency that the text names: "Price, USD" is USD. None where it names none.

    Of several the project's own counts ("руб. по курсу USD" are rubles), then the first. Of one or
    the other ("USD/RUB") it is the foreign one: then somebody has to say.
    """
    codes = currencies_in(text)
    if _is_either(text) and (foreign := next(filter(is_foreign, codes), None)):
        return foreign
    return next((code for code in codes if not is_foreign(code)), codes[0] if codes else None)


def is_foreign(code: str) -> bool:
    """Whether prices in it cannot be compared with those of the other lists without a rate."""
    return code not in settings.CURRENCIES


def _is_either(text: str) -> bool:
    """Whether currencies stand on both sides of a slash or an "or"."""
    pieces = [piece.strip(AROUND).split() for piece in BETWEEN.split(text)]
    return any(
        left
        and right
        and is_currency(left[-1].strip(AROUND))
        and is_currency(right[0].strip(AROUND))
        for left, right in pairwise(pieces)
    )
