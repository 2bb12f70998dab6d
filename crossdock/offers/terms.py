"""On what terms an offer is made, and how its supplier spells the part.

They travel as one text for each offer, which is put together where the offers are stored: as
columns of their own they would make a look-up a fifth slower, and few are ever read.
"""

from typing import Any, NamedTuple, Self

SEPARATOR = "\x1f"
"""Between the values of one offer; control characters get into none of them."""

SPELLED = 3
"""The first values are texts, the rest numbers; empty ones at the end are left out."""

MAX_SPELLED = 2_000
"""Bytes of keys and texts of one offer in the view's index: an entry holds 2.7 kB. The spelling of
what is longer, which is no part's name, is left out."""

_FITS = f"""
    octet_length(brand_key) + 2 * octet_length(article_key) + octet_length(brand)
        + octet_length(article) + coalesce(octet_length(store), 0) <= {MAX_SPELLED}
"""

TERMS = f"""
    rtrim(concat_ws(E'\\x1f', CASE WHEN {_FITS} THEN concat_ws(E'\\x1f', brand, article,
        coalesce(store, '')) ELSE E'\\x1f\\x1f' END,
        coalesce(pack::text, ''), coalesce(minimum_quantity::text, ''),
        coalesce(delivery_hours::text, '')), E'\\x1f')
"""
"""SQL: the text of a row of the offers table; a migration gives the view the same."""


class Terms(NamedTuple):
    """What the price list says of an offer besides its price and quantity; None: nothing.

    `brand` and `article` are as the supplier spells them, "" where that is not known. `pack`:
    pieces are sold in multiples of it, `minimum`: not fewer are sold; `hours` is the delivery time.
    """

    brand: str = ""
    article: str = ""
    store: str = ""
    pack: int | None = None
    minimum: int | None = None
    hours: int | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """Out of the text that stands for them; "" is nothing known."""
        texts = text.split(SEPARATOR)
        values: list[Any] = [*texts[:SPELLED], *map(_number, texts[SPELLED:])]
        return cls(*values)


def _number(text: str) -> int | None:
    return int(text) if text else None
