"""Whether two brands are named alike. That alone says little: NRF is not NGK."""

import unicodedata
from difflib import SequenceMatcher

from crossdock.parts.keys import brand_key

MIN_RATIO = 0.85
MIN_RATIO_LETTERS = 5
"""Shorter names are alike by chance."""

GENERIC = frozenset(
    (
        *("ag", "co", "company", "corp", "corporation", "gmbh", "group", "inc", "industries"),
        *("international", "kg", "llc", "ltd", "ooo", "plc", "sa", "spa", "srl"),
        *("auto", "automotive", "autoparts", "motor", "motors", "parts", "spare", "systems"),
        *("filter", "filters", "filtr", "brand", "genuine", "oe", "oem", "original", "originals"),
        *("germany", "japan", "and", "made", "the", "und"),
    )
)
"""Words that tell no maker from another."""

LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip


def are_alike(name_1: str, name_2: str) -> bool:
    """Whether two spellings may be of one name.

    >>> are_alike("MANN", "Mann-Filter (DE)"), are_alike("МАНН", "Mann"), are_alike("NRF", "NGK")
    (True, True, False)
    """
    words_1, words_2 = _words(name_1), _words(name_2)
    letters_1, letters_2 = "".join(words_1), "".join(words_2)
    if letters_1 == letters_2:
        return bool(letters_1)
    own_1, own_2 = set(words_1) - GENERIC, set(words_2) - GENERIC
    if own_1 and own_2 and (own_1 <= own_2 or own_2 <= own_1):
        return True
    if letters_2 in _initials(words_1) or letters_1 in _initials(words_2):
        return True
    if min(len(letters_1), len(letters_2)) < MIN_RATIO_LETTERS:
        return False
    return SequenceMatcher(None, letters_1, letters_2, autojunk=False).ratio() >= MIN_RATIO


def _words(name: str) -> list[str]:
    """The words of a name, small, in Latin letters; without a country at its end."""
    folded = unicodedata.normalize("NFKD", name[:100]).casefold()
    is_mixed = any("a" <= sign <= "z" for sign in folded) and any(s in LATIN for s in folded)
    if is_mixed:  # letters that look alike, from two alphabets
        return [brand_key(word) for word in _split(folded)]
    latin = "".join(LATIN.get(sign, sign) for sign in folded if not unicodedata.combining(sign))
    return _split(latin)


def _split(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text).split()


def _initials(words: list[str]) -> set[str]:
    """The first letters of all words, and of those that are not generic."""
    kinds = (words, [word for word in words if word not in GENERIC])
    return {"".join(word[0] for word in kind) for kind in kinds if len(kind) > 1}
