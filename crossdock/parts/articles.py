"""Cells that name several articles: "04465-33240, 04465-33250"."""

import re
import string

from crossdock.parts.keys import article_key

MIN_LENGTH = 6
MIN_DIGITS = {
    " / ": 3,
    " или ": 3,
    " or ": 3,
    "\n": 3,
    "=": 3,
    "(": 3,
    ",": 3,
    ";": 3,
    "|": 3,
    "/": 7,
    "\\": 7,
    "+": 7,
    " ": 8,
}
"""By what stands between the articles: LM11749/LM11710 is one bearing, W712/75 one filter."""

LISTS = "\n=,;|"
"""What is in no article; between others only pieces that look alike are articles."""

MAY_LIST = re.compile(
    r".{6}[\n=(,;|].{6}|.{6} (?:/|или|or) .{6}|.{7}[/\\+].{7}|.{8}\s.{8}", re.DOTALL
)
"""No other text, and most are others, is worth the time of a closer look."""

SHAPE = str.maketrans(
    string.digits + string.ascii_letters, "0" * len(string.digits) + "A" * len(string.ascii_letters)
)


def _pieces(text: str, separator: str) -> list[str]:
    if separator == "(":  # "A (B)"
        return text.removesuffix(")").split(separator)
    return text.split(separator)


def listed_articles(text: str) -> list[str]:
    """The articles of a text that surely names several; none of any other text.

    It is sure where all pieces are as long as articles are, with so many digits; and, between
    signs that articles have too, have digits and letters in the same places.
    """
    for separator, min_digits in MIN_DIGITS.items():
        if text.find(separator) < MIN_LENGTH:  # none, or behind too few signs: most texts
            continue
        articles = [article.strip() for article in _pieces(text, separator)]
        shapes = [article.translate(SHAPE) for article in articles]
        are_articles = all(
            len(shape) >= MIN_LENGTH and shape.count("0") >= min_digits for shape in shapes
        )
        if are_articles and (separator in LISTS or len(set(shapes)) == 1):
            return articles
    return []


MIN_PIECE = 5
MIN_PIECE_DIGITS = 3
MAX_PIECES = 4
BETWEEN = re.compile(r"[=,;|/\\+()\[\]\s]+")


def possible_articles(text: str) -> list[str]:
    """What may be an article in a text that may have several, or more than one: to be tried.

    >>> possible_articles("BOSCH 0986452041 (W71275)"), possible_articles("0 986 452 041")
    (['0986452041', 'W71275'], [])
    """
    if len(text) <= MIN_PIECE or not BETWEEN.search(text):
        return []
    pieces = [piece for piece in BETWEEN.split(text) if _may_be_article(piece)]
    return pieces[:MAX_PIECES]


def _may_be_article(piece: str) -> bool:
    key = article_key(piece)
    return len(key) >= MIN_PIECE and sum(map(str.isdigit, key)) >= MIN_PIECE_DIGITS
