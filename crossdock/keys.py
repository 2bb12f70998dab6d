"""The keys that parts are compared by (design, section 3)."""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")  # Cyrillic to Latin
UPPER = bytes(range(128)).upper().ljust(256)
NEITHER_LETTER_NOR_DIGIT = bytes(code for code in range(128) if not chr(code).isalnum())
LONGEST_KEPT = 100
LONGEST_TEXT = 200
"""Of a brand or an article: no offer has a longer one."""

ENOUGH = LONGEST_TEXT + 1
"""So many letters of a text tell that it is too long, and keys are made of no more where Unicode
comes in: it can take minutes over them, in which the process does nothing else."""


class Part(NamedTuple):
    """What is looked up: a line's keys.

    `may_lack_zeros`: the article was stored as a number, so its leading zeros, if it had any, are
    gone. Where it is not found as it stands, leading zeros are ignored on both sides.
    """

    brand_key: str
    article_key: str
    may_lack_zeros: bool = False


def brand_key(brand: str) -> str:
    """The brand in NFKC and case folded, trimmed, with single spaces; aliases come after it."""
    # What is longer is no brand, and keys are kept for as long as the process lives.
    return _kept_brand_key(brand) if len(brand) <= LONGEST_KEPT else _brand_key(brand)


def _brand_key(brand: str) -> str:
    if not brand.isascii():
        brand = brand[:ENOUGH]
    # Twice NFKC: folding "ΐ" and its like takes letters apart again.
    folded = unicodedata.normalize("NFKC", brand).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


_kept_brand_key = lru_cache(maxsize=65_536)(_brand_key)


def article_key(article: str) -> str:
    """The article's letters and digits in upper case, Cyrillic look-alikes turned into Latin.

    >>> article_key("0 986 452-041")
    '0986452041'
    """
    if article.isascii():  # nearly all are, and bytes are translated three times as fast
        return article.encode().translate(UPPER, NEITHER_LETTER_NOR_DIGIT).decode()
    latin = unicodedata.normalize("NFKC", article[:ENOUGH]).upper().translate(LOOK_ALIKES)
    return "".join(filter(str.isalnum, latin))
