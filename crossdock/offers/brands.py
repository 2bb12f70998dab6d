from collections.abc import Iterable
from functools import cached_property
from typing import Self

from django.db import connection

from crossdock.models import BrandAlias
from crossdock.offers.current import is_filled
from crossdock.offers.database import OfferDatabase
from crossdock.offers.queries import BRANDS_BESIDE_VIEW, BRANDS_OF_VIEW, OFFERED_SPELLINGS


class BrandSpellings:
    """Which brand keys are one brand, by the aliases that people keep.

    Offers are stored under the key of the spelling that their supplier used, and a look-up asks for
    every spelling of the line's brand. So a changed alias reaches all offers at once, without
    rewriting them, and taking an alias back restores what was.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._spellings: dict[str, tuple[str, ...]] = {}
        groups: dict[str, set[str]] = {}
        for alias, brand in pairs:
            merged = {alias, brand}.union(groups.get(alias, ()), groups.get(brand, ()))
            for key in merged:
                groups[key] = merged
        for key, group in groups.items():
            self._spellings[key] = tuple(sorted(group))

    @classmethod
    def load(cls) -> Self:
        """Read the aliases as they are now."""
        return cls(BrandAlias.objects.values_list("alias_key", "brand_key"))

    @property
    def aliased(self) -> list[str]:
        """The keys of all brands that have more than one."""
        return list(self._spellings)

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


class LoneSpellings(dict[str, str]):
    """The one key under which each brand can be asked for, "" where it is on offer under several.

    Most aliases are of spellings that nobody uses just now; they are to cost a look-up nothing.
    What is on offer is asked when it is first needed, in the snapshot of the look-up.
    """

    def __init__(self, spellings: BrandSpellings, database: OfferDatabase) -> None:
        super().__init__()
        self._spellings, self._database = spellings, database

    def __missing__(self, brand_key: str) -> str:
        """Find it out, for a brand that was not asked for before."""
        keys = self._spellings.of(brand_key)
        if len(keys) > 1:
            offered = [key for key in keys if key in self._offered]
            keys = tuple(offered) or keys[:1]
        self[brand_key] = keys[0] if len(keys) == 1 else ""
        return self[brand_key]

    @cached_property
    def _offered(self) -> frozenset[str]:
        """Those that may be on offer, all where nobody can tell."""
        keys = self._spellings.aliased
        rows = None
        if not self._database.by_original_query:
            rows = self._database.from_view(OFFERED_SPELLINGS, {"brand_keys": keys})
        return frozenset(keys if rows is None else (key for (key,) in rows))
