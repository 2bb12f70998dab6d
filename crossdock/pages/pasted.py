"""The pasted lines that cannot be read, as the page for a new task shows them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from crossdock.offers.explain import brands_of_each
from crossdock.parts.keys import article_key
from crossdock.pipeline.pasted import Pasted, PastedLine

MAX_SHOWN = 20
BRAND_OF_LINE = "brand_of_line"
"""The field that says which brand was clicked for which line."""


@dataclass(frozen=True)
class LineWithoutBrand:
    """A line that does not name a part for certain, and the brands that make its article."""

    line: PastedLine
    brands: Sequence[str]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The brands, each with what its button sends."""
        key = article_key(self.line.phrase.article)
        return [(brand, f"{self.line.number} {key} {brand}") for brand in self.brands]

    @staticmethod
    def chosen(data: QueryDict) -> tuple[int, str, str]:
        """What a button has sent: the line's number, the key of its article, the brand."""
        number, _space, key_and_brand = str(data[BRAND_OF_LINE]).partition(" ")
        key, _space, brand = key_and_brand.partition(" ")
        return int(number[:9]) if number.isdecimal() else 0, key, brand


def unread_lines(pasted: Pasted) -> list[LineWithoutBrand]:
    """The first of the lines that cannot be read; one query asks for the brands of all."""
    lines = pasted.unread[:MAX_SHOWN]
    phrases = [line.phrase for line in lines]
    keys = [article_key(phrase.article) if phrase.is_article_alone else "" for phrase in phrases]
    brands = brands_of_each({*keys} - {""})
    return [
        LineWithoutBrand(line, brands.get(key, ())) for line, key in zip(lines, keys, strict=True)
    ]
