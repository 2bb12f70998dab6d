"""The aliases that come with the product: what everybody in the trade agrees on.

They stand with their reasons in first_aliases.csv. Which are in use is asked of the aliases
themselves: one that people have changed, or decided on, is theirs and not touched.
"""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import get_language

from crossdock.models import BrandAlias, BrandDecision
from crossdock.offers.brands import BrandSpellings
from crossdock.parts.keys import brand_key

Pair = tuple[str, str]

FILE = Path(__file__).with_suffix(".csv")


class FirstAlias(NamedTuple):
    """A spelling, the brand that it means, and why, in two languages."""

    alias: str
    brand: str
    reason: str
    reason_ru: str

    @property
    def keys(self) -> tuple[str, str]:
        """What the spelling and the brand are compared by."""
        return brand_key(self.alias), brand_key(self.brand)

    @property
    def why(self) -> str:
        """The reason in the language that is active."""
        return self.reason_ru if get_language() == "ru" else self.reason


@cache
def first_aliases() -> tuple[FirstAlias, ...]:
    """All of them, in the file's order."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(FirstAlias(**row) for row in csv.DictReader(file))


def unchanged() -> list[BrandAlias]:
    """Those of them that are among the aliases as they came, and that nobody has decided on."""
    keys = {first_alias.keys for first_alias in first_aliases()}
    aliases = BrandAlias.objects.filter(decisions=None)
    return [alias for alias in aliases if (alias.alias_key, alias.brand_key) in keys]


def missing(pairs: Iterable[Pair], apart: Iterable[Pair]) -> list[FirstAlias]:
    """Those of them that are new beside the pairs (alias, brand), by their keys, that are in use.

    A spelling that means something already keeps that, and `apart` are kept apart.
    """
    used, apart, new = dict(pairs), list(apart), []
    for first_alias in first_aliases():
        alias, brand = first_alias.keys
        spellings = BrandSpellings([*used.items(), (alias, brand)])
        if alias in used or any(key_1 in spellings.of(key_2) for key_1, key_2 in apart):
            continue
        used[alias] = brand
        new.append(first_alias)
    return new


@transaction.atomic
def add_first_aliases() -> int:
    """Bring those that are missing; returns how many."""
    pairs = BrandAlias.objects.values_list("alias_key", "brand_key")
    new = missing(pairs, BrandDecision.told_apart())
    for first_alias in new:
        BrandAlias(alias=first_alias.alias, brand=first_alias.brand).save()
    return len(new)


@transaction.atomic
def remove_first_aliases() -> int:
    """Take away those that are as they came; returns how many."""
    aliases = unchanged()
    BrandAlias.objects.filter(pk__in=[alias.pk for alias in aliases]).delete()
    return len(aliases)
