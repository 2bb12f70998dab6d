"""Brand and article in one text: BOSCH 0 986 452 041, 0986452041 (Bosch), BOSCH|0986452041.

The brand is the longest beginning or end of the text that is a known spelling of one; the rest has
to look like an article. Whatever leaves a choice is refused, with the reason: a guess would bring
the price of another part.
"""

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import NamedTuple

from crossdock.parts.keys import MAX_PART_LENGTH, article_key, brand_key
from crossdock.parts.pasted import split_part

MAX_BRAND = 60
"""Characters of a beginning or an end that may be a brand."""

MAX_ENDS = 8
"""Words that a brand may have."""

MIN_ARTICLE = 3
MAX_LETTERS = 4
"""Of a word without digits within an article: GDB 1550, VKBA 3644; «filter» is none."""

GAP = re.compile(r"[\s|,;:()\[\]«»\"]+")
"""Where a brand may end or begin within a text."""

SIGN = re.compile(r"[/\\_-]")
"""Where it may in a text of one word: BOSCH/0986452041."""

EDGES = " \t\N{NO-BREAK SPACE}|,;:-–—=()[]«»\"'./\\_"
FOREIGN = re.compile(r"[|;()\[\]«»\"=]|,\s|\d,\d")
"""What is in no article; a comma would begin a list."""

LABEL = re.compile(
    r"(?<![^\W_])(?:(?:арт(?:икул)?|бренд|произв(?:одитель)?|кат\.?\s?номер|номер)[.:]*"
    r"|(?:art(?:icle)?|brand|part\s?(?:no|number)|p/?n|oem)[.:#]+|[№#])(?=[\s\d])",
    re.IGNORECASE,
)
"""What only says what follows: «BOSCH арт. 0986452041»."""

AMOUNT = re.compile(r"\S{7,}\s+\d{1,3}|.*\s[xхXХ×*]\s*\d{1,4}|.*\d{3}[xхXХ×*]\d{1,3}")
"""0986452041 4: the last may be a quantity or the end of the article."""

UNITS = frozenset(("шт", "pcs", "pc", "компл", "уп", "qty"))


class PhraseProblem(StrEnum):
    """Why a text is not taken apart."""

    NO_BRAND = "no_brand"
    TWO_BRANDS = "two_brands"
    NO_ARTICLE = "no_article"
    OTHER_WORDS = "other_words"


class Phrase(NamedTuple):
    """What a text names; with a problem, it is not to be looked up.

    An article alone has the problem NO_BRAND, a brand alone NO_ARTICLE.
    """

    brand: str
    article: str
    problem: PhraseProblem | None = None

    @property
    def is_article_alone(self) -> bool:
        """Whether nothing but the brand is missing."""
        return self.problem is PhraseProblem.NO_BRAND and _is_article(self.article)

    @property
    def is_unclear(self) -> bool:
        """Whether there is more in it than can be told apart."""
        return bool(self.problem and self.article) and not self.is_article_alone


Spellings = Callable[[str], str]
"""Gives the brand that a key belongs to, one for all its spellings; "" for an unknown key."""


def read_phrase(text: str, brand_of: Spellings) -> Phrase:
    """The brand and the article of a text.

    >>> read_phrase("0986452041 (Bosch)", lambda key: key if key == "bosch" else "")
    Phrase(brand='Bosch', article='0986452041', problem=None)
    """
    text = LABEL.sub(" ", text).strip() if LABEL.search(text) else text.strip()
    if len(text) > 2 * MAX_PART_LENGTH:
        return Phrase("", text, PhraseProblem.OTHER_WORDS)
    before, after = _beginning(text, brand_of), _end(text, brand_of)
    if before and after and before.key != after.key:
        if before.has_letters == after.has_letters:
            return Phrase("", text, PhraseProblem.TWO_BRANDS)
        before, after = (before, None) if before.has_letters else (None, after)
    if name := before or after:
        article = text[before.size if before else 0 : len(text) - (after.size if after else 0)]
        return _with_brand(name.brand, article.strip(EDGES), text)
    if pair := split_part(text):
        return _of_pair(*pair, text)
    article = text.strip(EDGES)
    if _is_article(article):
        return Phrase("", article, PhraseProblem.NO_BRAND)
    return Phrase("", text, PhraseProblem.NO_BRAND if text else PhraseProblem.NO_ARTICLE)


class _Found(NamedTuple):
    """A known brand at an end of a text, of which it takes so many characters."""

    key: str
    brand: str
    size: int
    has_letters: bool


def _beginning(text: str, brand_of: Spellings) -> _Found | None:
    places = [place.start() for place in _gaps(text) if place.start() <= MAX_BRAND][:MAX_ENDS]
    pieces = [text[:place] for place in (*places, len(text))]
    return _longest(pieces, brand_of)


def _end(text: str, brand_of: Spellings) -> _Found | None:
    length = len(text)
    places = [place.end() for place in _gaps(text) if length - place.end() <= MAX_BRAND]
    pieces = [text[place:] for place in (*reversed(places[-MAX_ENDS:]), 0)]
    return _longest(pieces, brand_of)


def _gaps(text: str) -> Iterator[re.Match[str]]:
    return (GAP if GAP.search(text.strip(EDGES)) else SIGN).finditer(text)


def _longest(pieces: list[str], brand_of: Spellings) -> _Found | None:
    """Of pieces that grow, the longest that is a brand; one with letters before one without."""
    longest = None
    for piece in pieces:
        brand = piece.strip(EDGES)
        if len(piece) > MAX_BRAND or not (key := brand_of(brand_key(brand)) if brand else ""):
            continue
        has_letters = any(map(str.isalpha, brand))
        brand += ")" * (brand.count("(") - brand.count(")"))  # BOSCH (Германия)
        if longest is None or has_letters or not longest.has_letters:
            longest = _Found(key, brand, len(piece), has_letters)
    return longest


def _with_brand(brand: str, article: str, text: str) -> Phrase:
    if not article_key(article):
        return Phrase(brand, "", PhraseProblem.NO_ARTICLE)
    if not _is_article(article):
        return Phrase("", text, PhraseProblem.OTHER_WORDS)
    return Phrase(brand, article)


def _of_pair(brand: str, article: str, text: str) -> Phrase:
    """Of two texts with a sure sign between them, the one with digits is the article."""
    brand, article = brand.strip(EDGES), article.strip(EDGES)
    if any(map(str.isalpha, brand)) and not any(map(str.isdigit, brand)) and _is_article(article):
        return Phrase(brand, article)
    return Phrase("", text, PhraseProblem.NO_BRAND)


def _is_article(text: str) -> bool:
    """Whether it is an article and nothing else: digits, and words only as articles have them."""
    if not any(map(str.isdigit, text)) or len(article_key(text)) < MIN_ARTICLE:
        return False
    if len(text) > MAX_PART_LENGTH or FOREIGN.search(text) or AMOUNT.fullmatch(text):
        return False
    is_lower = text.lower() == text
    return all(_is_piece(word, is_lower=is_lower) for word in text.split())


def _is_piece(word: str, *, is_lower: bool) -> bool:
    """Whether a word may be a piece of an article."""
    letters = [letter for letter in word if letter.isalpha()]
    if word.strip(".,").casefold() in UNITS:
        return False
    if any(map(str.isdigit, word)) or not letters:
        return len(letters) <= MAX_LETTERS + 4
    if len(letters) > MAX_LETTERS:
        return False
    return len(letters) <= 2 or (word.isascii() and (is_lower or word.isupper()))
