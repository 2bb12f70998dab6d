"""What the look-up of a part shows: its offers, or what else the article is known as."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crossdock.models import SupplierGroup
from crossdock.offers.answers import Answer
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

    `answer` is what a task's line would get, where the brand is known. Where nothing was found,
    `other_brands` are those that the article is known as, and `is_known_brand` says whether
    anything else of its brand was ever on offer.
    """

    brand: str
    article: str
    parts: Sequence[FoundPart]
    answer: Answer | None = None
    other_brands: Sequence[str] = ()
    is_known_brand: bool = False


def look_up(brand: str, article: str, supplier_group: SupplierGroup, lookback_days: int) -> LookUp:
    """Look up a part, or every brand's of an article; words may be a brand and its article."""
    search = OfferSearch(supplier_group, lookback_days)
    if brand:
        return _with_brand(brand, article, search)
    if brands := brands_of(article):
        return LookUp(brand, article, _found(brands, article, search))
    for name, number in possible_parts(article):
        if article_key(number) and (parts := _found({brand_key(name): name}, number, search)):
            return LookUp(name, number, parts)
    for name, number in possible_parts(article):
        if search.reasons.knows(brand_key(name)):
            return _with_brand(name, number, search)
    return LookUp(brand, article, ())


def _with_brand(brand: str, article: str, search: OfferSearch) -> LookUp:
    part = Part(brand_key(brand), article_key(article))
    (answer,) = search.answers([part], [article])
    if parts := _found({part.brand_key: brand}, article, search):
        return LookUp(brand, article, parts, answer)
    is_known = search.reasons.knows(part.brand_key)
    return LookUp(brand, article, (), answer, [*brands_of(article).values()], is_known)


def _found(brands: Mapping[str, str], article: str, search: OfferSearch) -> list[FoundPart]:
    """The brands, spellings by their keys, that have offers for the article, with those."""
    key = article_key(article)
    explained = explain([Part(brand, key) for brand in brands], search)
    return [
        FoundPart(name, article, offers)
        for name, offers in zip(brands.values(), explained, strict=True)
        if offers
    ]
