from collections import defaultdict
from functools import cached_property
from typing import Self

from django.db import connection

from crossdock.models import BrandAlias
from crossdock.offers.current import is_filled
from crossdock.offers.queries import BRANDS_BESIDE_VIEW, BRANDS_OF_VIEW


class BrandSpellings:
    """Which brand keys are one brand, by the aliases that people keep.

    Offers are stored under the key of the spelling that their supplier used, and a look-up asks for
    every spelling of the line's brand. So a changed alias reaches all offers at once, without
    rewriting them, and taking an alias back restores what was.
    """

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._spellings: dict[str, tuple[str, ...]] = {}
        groups: dict[str, set[str]] = defaultdict(set)
        for alias, brand in pairs:
            merged = groups[alias] | groups[brand] | {alias, brand}
            for key in merged:
                groups[key] = merged
        for key, group in groups.items():
            self._spellings[key] = tuple(sorted(group))

    @classmethod
    def load(cls) -> Self:
        """Read the aliases as they are now."""
        return cls(list(BrandAlias.objects.values_list("alias_key", "brand_key")))

    def is_only(self, brand_key: str) -> bool:
        """Whether the brand has no other key."""
        return brand_key not in self._spellings

    def of(self, brand_key: str) -> tuple[str, ...]:
        """Every key of the brand that this key belongs to, itself included."""
        return self._spellings.get(brand_key, (brand_key,))


class KnownBrands:
    """Every spelling of a brand that is an alias or on offer, by its key.

    They are read when one is first asked for: a step of an index for each brand.
    """

    @cached_property
    def _spellings(self) -> BrandSpellings:
        return BrandSpellings.load()

    @cached_property
    def _offered(self) -> frozenset[str]:
        with connection.cursor() as cursor:
            cursor.execute(BRANDS_BESIDE_VIEW)
            rows = cursor.fetchall()
            if is_filled():
                cursor.execute(BRANDS_OF_VIEW)
                rows += cursor.fetchall()
        return frozenset(key for (key,) in rows if key)

    def brand_of(self, key: str) -> str:
        """One key for all spellings of the brand; "" where this is no known one."""
        if key in self._offered or not self._spellings.is_only(key):
            return self._spellings.of(key)[0]
        return ""
