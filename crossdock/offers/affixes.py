"""Other article numbers that a line's may stand for: with the letters that suppliers add."""

from collections import defaultdict
from collections.abc import Set
from itertools import chain

from crossdock.offers.brands import BrandSpellings
from crossdock.offers.database import OfferDatabase
from crossdock.parts.keys import Part

MAX_AFFIXES = 4
"""Of a brand, those of most suppliers: each is looked up for each line without offers."""

MIN_REST = 4
"""What is left of an article without the letters."""

AFFIXES = """
    SELECT brand_key, affix, is_prefix FROM crossdock_brandaffix
    WHERE brand_key = ANY (%(brand_keys)s) ORDER BY suppliers DESC, affix, is_prefix
"""

Affix = tuple[str, bool]


class Affixes:
    """What suppliers write before and behind the articles of brands, asked once for each brand."""

    def __init__(self, spellings: BrandSpellings, database: OfferDatabase) -> None:
        self._spellings, self._database = spellings, database
        self._of: dict[str, list[Affix]] = {}

    def learn(self, brand_keys: Set[str]) -> None:
        """Ask for those that are not known yet, in one query."""
        new = {key: self._spellings.of(key) for key in brand_keys if key not in self._of}
        if not new:
            return
        asked = {"brand_keys": list(set(chain.from_iterable(new.values())))}
        found: dict[str, list[Affix]] = defaultdict(list)
        for key, affix, is_prefix in self._database.from_table(AFFIXES, asked):
            found[key].append((affix, is_prefix))
        for brand_key, keys in new.items():
            affixes = chain.from_iterable(found[key] for key in keys)
            self._of[brand_key] = list(dict.fromkeys(affixes))[:MAX_AFFIXES]

    def others(self, part: Part) -> list[str]:
        """The part's article with the letters of its brand, which was learned, or without them."""
        affixes = self._of[part.brand_key]
        return [other for affix in affixes if (other := _other(part.article_key, *affix))]


def _other(article: str, affix: str, is_prefix: bool) -> str:
    if not (article.startswith(affix) if is_prefix else article.endswith(affix)):
        return affix + article if is_prefix else article + affix
    if len(article) < len(affix) + MIN_REST:
        return ""
    return article[len(affix) :] if is_prefix else article[: -len(affix)]
