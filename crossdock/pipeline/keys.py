"""The keys that parts are compared by (design, section 3)."""

import unicodedata
from functools import lru_cache

LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХ", "ABEKMHOPCTYX")  # Cyrillic to Latin


@lru_cache(maxsize=65_536)
def brand_key(brand: str) -> str:
    """The brand in NFKC and case folded, trimmed, with single spaces; aliases come after it."""
    # Twice NFKC: folding "ΐ" and its like takes letters apart again.
    folded = unicodedata.normalize("NFKC", brand).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def article_key(article: str) -> str:
    """The article's letters and digits in upper case, Cyrillic look-alikes turned into Latin.

    >>> article_key("0 986 452-041")
    '0986452041'
    """
    if not article.isascii():
        article = unicodedata.normalize("NFKC", article).upper().translate(LOOK_ALIKES)
    if not article.isalnum():
        article = "".join(filter(str.isalnum, article))
    return article.upper()
