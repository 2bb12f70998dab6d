"""Parts as people paste them into one field: BOSCH|0986452041, BOSCH 0 986 452 041."""

from collections.abc import Iterator

SEPARATORS = ("|", "\t")
"""What parts a brand from its article for certain: our own results, cells of a worksheet."""

MAX_WORDS = 8


def split_part(text: str) -> tuple[str, str] | None:
    """The brand and the article of a text that has a sure separator between them.

    >>> split_part("BOSCH|0 986 452 041")
    ('BOSCH', '0 986 452 041')
    """
    for separator in SEPARATORS:
        brand, separates, article = text.partition(separator)
        if separates and brand.strip() and article.strip():
            return brand.strip(), article.strip()
    return None


def possible_parts(text: str) -> Iterator[tuple[str, str]]:
    """Each way in which the words may be a brand and an article, the shortest brand first.

    >>> list(possible_parts("Mann Filter W712"))
    [('Mann', 'Filter W712'), ('Mann Filter', 'W712')]
    """
    words = text.split()[:MAX_WORDS]
    for end in range(1, len(words)):
        yield " ".join(words[:end]), " ".join(words[end:])
