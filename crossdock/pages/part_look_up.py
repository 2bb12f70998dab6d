"""What the look-up of a part shows: its offers, or what else the article is known as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossdock.models import Offer, SupplierGroup
from crossdock.offers.brands import BrandSpellings
from crossdock.offers.explain import ExplainedOffer, brands_of, explain
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part, article_key, brand_key
from crossdock.parts.pasted import possible_parts


@dataclass(frozen=True)
class FoundPart:
    """The offers for a part, under the brand as it was asked for or as a supplier writes it."""

    brand: str
    article: str
    offers: Sequence[ExplainedOffer]


@dataclass(frozen=True)
class LookUp:
    """What was found for a part.

    Where nothing was, `other_brands` are those that the article is known as, and
    `is_known_brand` says whether anything else of its brand was ever on offer.
    """

    brand: str
    article: str
    parts: Sequence[FoundPart]
    other_brands: Sequence[str] = ()
    is_known_brand: bool = False


def look_up(brand: str, article: str, supplier_group: SupplierGroup, lookback_days: int) -> LookUp:
    """Look up a part, or every brand's of an article; words may be a brand and its article."""
    search = OfferSearch(supplier_group, lookback_days)
    if brand:
        return _with_brand(brand, article, search)
    if brands := brands_of(article):
        return LookUp(brand, article, _found(brands, article, search))
    for first, rest in possible_parts(article):
        if article_key(rest) and (parts := _found({brand_key(first): first}, rest, search)):
            return LookUp(first, rest, parts)
    for first, rest in possible_parts(article):
        if _is_known(first):
            return _with_brand(first, rest, search)
    return LookUp(brand, article, ())


def _with_brand(brand: str, article: str, search: OfferSearch) -> LookUp:
    if parts := _found({brand_key(brand): brand}, article, search):
        return LookUp(brand, article, parts)
    return LookUp(brand, article, (), [*brands_of(article).values()], _is_known(brand))


def _found(brands: Mapping[str, str], article: str, search: OfferSearch) -> list[FoundPart]:
    """The brands, spellings by their keys, that have offers for the article, with those."""
    key = article_key(article)
    explained = explain([Part(brand, key) for brand in brands], search)
    return [
        FoundPart(name, article, offers)
        for name, offers in zip(brands.values(), explained, strict=True)
        if offers
    ]


def _is_known(brand: str) -> bool:
    """Whether anything of the brand was ever on offer, under any of its spellings."""
    spellings = BrandSpellings.load().of(brand_key(brand))
    return bool(spellings[0]) and Offer.objects.filter(brand_key__in=spellings).exists()
