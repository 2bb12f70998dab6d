"""Cells that name several articles: "04465-33240, 04465-33250"."""

import string

MIN_LENGTH = 6
MIN_LIST_LENGTH = 2 * MIN_LENGTH + 1
"""No shorter text, and most are, is worth the time of a closer look."""

MIN_DIGITS = {"=": 3, "(": 3, ",": 3, ";": 3, "|": 3, "/": 7, "\\": 7, "+": 7, " ": 8}
"""By what stands between the articles: LM11749/LM11710 is one bearing, W712/75 one filter."""

LISTS = "=,;|"
"""What is in no article; between others only pieces that look alike are articles."""

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
