"""The keys that parts are compared by (design, section 3).

Keys are for comparing only: both sides go through the same function, so it does not matter that
"ЗАЗ" becomes a word of Cyrillic and Latin letters, only that each way to write it becomes the same.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from crossdock.parts.countries import COUNTRIES

LATIN = str.maketrans(
    "АВЕКМНОРСТУХІЅЈҮҺӀԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "ABEKMHOPCTYXISJYHIQWABEZHIKMNOPTYX",
)
"""Cyrillic and Greek capitals to the Latin ones that look the same."""

SMALL_LATIN = {ord(chr(code).lower()): chr(latin).lower() for code, latin in LATIN.items()}
SMALL_LATIN[ord("ı")] = "i"  # Turkish: its capital is a plain I
"""The same letters, small, though some look alike as capitals only: в is B as В is."""

SIGNS = str.maketrans("", "", "№™℠")
"""Signs that normalizing would spell out: "No", "TM", "SM"."""

CAPITAL = bytes(range(128)).upper().ljust(256)
SMALL = bytes(range(128)).lower().ljust(256)
NEITHER_LETTER_NOR_DIGIT = bytes(code for code in range(128) if not chr(code).isalnum())
SPACE = " "
MIN_COUNTRY = {"([,;|:": 2, "/-–—": 4, SPACE: 5}
"""How many letters a country has behind these signs: Mann-US may be a brand."""

MADE_IN = ("пр-во", "производство", "вир-во", "страна", "made in")
"""What may stand before a country."""

MAX_COUNTRIES = 3
MAX_WORDS = 4  # "Made in South Korea"
MARKS = re.compile(r"\((?:r|tm|c)\)", re.IGNORECASE)
"""®, ™ and © as people without these keys type them."""

DAMAGED = "\ufffd"
"""In place of a letter that a file has lost: what is left is another part."""

MAX_CACHED_LENGTH = 100
MAX_PART_LENGTH = 200
"""Of a brand or an article: no offer has a longer one."""

ENOUGH = MAX_PART_LENGTH + 1
"""So many letters of a text tell that it is too long, and keys are made of no more where Unicode
comes in: it can take minutes over them, in which the process does nothing else. The same goes for
what it makes of them: one letter can become eighteen."""

MAX_PIECES = 3
"""Of a letter, a Korean syllable, before they are put together again to be counted as one."""


class Part(NamedTuple):
    """What is looked up: a line's keys.

    `may_lack_zeros`: the article was stored as a number, so its leading zeros, if it had any, are
    gone. Where it is not found as it stands, leading zeros are ignored on both sides.
    """

    brand_key: str
    article_key: str
    may_lack_zeros: bool = False


def brand_key(brand: str) -> str:
    """The brand's letters and digits, case folded, without accents; aliases come after it.

    A country at the end, in brackets, behind a comma, a slash, a hyphen or a space, is no part of
    the brand.
    "ё" is "е", and "й" is "и". Letters that look alike are the same one, in whatever alphabet they
    were typed. Empty where there is neither a letter nor a digit.

    >>> brand_key("Mann-Filter (Германия)")
    'mannfilter'
    """
    # What is longer is no brand, and keys are kept for as long as the process lives.
    return _cached_brand_key(brand) if len(brand) <= MAX_CACHED_LENGTH else _brand_key(brand)


def _brand_key(brand: str) -> str:
    if not brand.isascii():
        brand = brand[:ENOUGH]
    if "(" in brand:
        brand = MARKS.sub("", brand)
    brand = " ".join(brand.split())
    for _ in range(MAX_COUNTRIES):
        end = _country(brand)
        if end is None:
            break
        brand = brand[:end]
    return _brand_letters(brand)


def _country(brand: str) -> int | None:
    """Where the country at the brand's end begins; None where there is none."""
    for signs, min_letters in MIN_COUNTRY.items():
        for end in _ends(brand, signs):
            country = _brand_letters(brand[end:])
            for words in MADE_IN_KEYS:
                country = country.removeprefix(words)
            if len(country) >= min_letters and country in COUNTRY_KEYS:
                return end
    return None


def _ends(brand: str, signs: str) -> list[int]:
    """Where a country may begin: at the last of each sign; its name may have spaces."""
    if signs != SPACE:
        return [end for sign in signs if (end := brand.rfind(sign)) >= 0]
    words = brand.split(SPACE)
    if _brand_letters(brand) in COUNTRY_KEYS:  # South Korea is no brand South
        return []
    first_place = max(1, len(words) - MAX_WORDS)
    return [len(SPACE.join(words[:place])) for place in range(first_place, len(words))]


def _brand_letters(text: str) -> str:
    if text.isascii():
        return text.encode().translate(SMALL, NEITHER_LETTER_NOR_DIGIT).decode()
    if DAMAGED in text:
        return ""
    folded = unicodedata.normalize("NFKD", text.translate(SIGNS)).casefold()
    letters = "".join(islice(filter(str.isalnum, folded), MAX_PIECES * ENOUGH))
    return unicodedata.normalize("NFC", letters.translate(SMALL_LATIN))


_cached_brand_key = lru_cache(maxsize=65_536)(_brand_key)
COUNTRY_KEYS = frozenset(map(_brand_letters, COUNTRIES))
MADE_IN_KEYS = tuple(map(_brand_letters, MADE_IN))


def article_key(article: str) -> str:
    """The article's letters and digits in upper case, look-alike letters turned into Latin ones.

    >>> article_key("0 986 452-041")
    '0986452041'
    """
    if article.isascii():  # nearly all are, and bytes are translated three times as fast
        return article.encode().translate(CAPITAL, NEITHER_LETTER_NOR_DIGIT).decode()
    if DAMAGED in article:
        return ""
    article = article[:ENOUGH]
    if not unicodedata.is_normalized("NFKC", article):
        article = unicodedata.normalize("NFKC", article.translate(SIGNS))
    return "".join(islice(filter(str.isalnum, article.upper()), ENOUGH)).translate(LATIN)
