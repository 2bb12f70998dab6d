"""Other article numbers that a line's may stand for: with the letters that suppliers add."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from crossdock.offers.database import OfferDatabase

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

    def __init__(self, database: OfferDatabase) -> None:
        self._database = database
        self._of: dict[str, list[Affix]] = {}

    def learn(self, brand_keys: Collection[str]) -> None:
        """Ask for those that are not known yet, in one query."""
        new = [key for key in brand_keys if key not in self._of]
        if not new:
            return
        found: dict[str, list[Affix]] = defaultdict(list)
        for key, *affix in self._database.from_table(AFFIXES, {"brand_keys": new}):
            found[key].append((affix[0], affix[1]))
        self._of |= {key: found[key][:MAX_AFFIXES] for key in new}

    def others(self, brand_key: str, article_key: str) -> Iterator[str]:
        """An article's keys with the letters of a brand that was learned, or without them."""
        for affix, is_prefix in self._of[brand_key]:
            has = article_key.startswith(affix) if is_prefix else article_key.endswith(affix)
            if not has:
                yield affix + article_key if is_prefix else article_key + affix
            elif len(article_key) >= len(affix) + MIN_REST:
                yield article_key[len(affix) :] if is_prefix else article_key[: -len(affix)]
