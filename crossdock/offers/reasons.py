"""Why there are no offers for a part, and what its line may have meant.

Only lines without offers are asked about, some queries for a batch of them; a list of which all is
found costs nothing here.
"""

from collections.abc import Collection, Mapping, Sequence, Set
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from crossdock.offers.affixes import Affixes
from crossdock.offers.days import FIRST_DAY
from crossdock.offers.evidence import NO_EVIDENCE, Evidence, Hint
from crossdock.offers.found import LatestOffer
from crossdock.offers.outcomes import Outcome
from crossdock.offers.reason_queries import (
    BRANDS_OF_CHANGED,
    EVERY_BRAND,
    KNOWN_AS,
    KNOWN_BRANDS,
    SUPPLIERS,
)
from crossdock.parts.articles import possible_articles
from crossdock.parts.keys import Part, article_key

if TYPE_CHECKING:
    from crossdock.offers.search import OfferSearch

MAX_KNOWN_AS = 20
"""Brands and articles are told apart for each line: more have a few letters like "100" only."""

MAX_BRANDS = 100_000
"""So many are known at once to be brands, or none: a list with a new one in each line has none."""


class Reason(NamedTuple):
    """What came of a part without offers, and what speaks for it."""

    outcome: Outcome
    evidence: Evidence = NO_EVIDENCE


NEVER_SEEN, UNKNOWN_BRAND = Reason(Outcome.NEVER_SEEN), Reason(Outcome.UNKNOWN_BRAND)


class KnownAs(NamedTuple):
    """A brand and an article that somebody offers or did, as one supplier writes them."""

    brand_key: str
    article_key: str
    offers: int
    brand: str
    article: str


class SupplierFacts(NamedTuple):
    """What is said of a supplier."""

    name: str
    is_enabled: bool
    last_list: date | None


class Reasons:
    """Explains parts on behalf of a search: from the same offers, on the same connection."""

    def __init__(self, search: "OfferSearch") -> None:
        self._search = search
        self._group = frozenset(search.supplier_ids)
        self._known_brands: dict[str, bool] = {}
        self._affixes = Affixes(search.spellings, search.database)

    def of(
        self,
        parts: Sequence[Part],
        missing: Mapping[int, Outcome],
        articles: Sequence[str],
        latest: Mapping[int, Sequence[LatestOffer]],
    ) -> dict[int, Reason]:
        """The reason of each missing part, by its position; `missing` has what is known of it.

        `articles` are the lines' own texts, or nothing; `latest` is what `latest()` has given of
        some of the parts.
        """
        unseen = [place for place, outcome in missing.items() if outcome is Outcome.NOT_FOUND]
        known_as = self._known_as(parts, unseen)
        by_others = [
            place
            for place in unseen
            if any(self._is_same(parts[place], known) for known in known_as[place])
        ]
        offered = [place for place in missing if place not in known_as] + by_others
        offers = self._all_latest(parts, offered, latest)
        reasons = dict(zip(offered, map(self._offered, offers), strict=True))
        unseen = [place for place in unseen if place not in reasons]
        reasons |= self._unseen(parts, {place: known_as[place] for place in unseen})
        meant = {place: self._alike(parts[place], known_as[place]) for place in unseen}
        if articles:
            for place, others in meant.items():
                others += possible_articles(articles[place])
        for place, hint in self._hints(parts, missing, meant).items():
            outcome, evidence = reasons[place]
            reasons[place] = Reason(outcome, evidence._replace(hint=hint))
        return reasons

    def _known_as(
        self, parts: Sequence[Part], positions: Sequence[int]
    ) -> dict[int, list[KnownAs]]:
        """What is like these parts, that with most offers first."""
        known: dict[int, list[KnownAs]] = {position: [] for position in positions}
        if positions:
            parameters = self._search.parameters([parts[place] for place in positions])
            parameters["limit"] = MAX_KNOWN_AS
            for number, *values in self._search.database.from_table(KNOWN_AS, parameters):
                known[positions[number]].append(KnownAs(*values))
        for found in known.values():
            if len(found) > 1:
                found.sort(key=lambda each: (-each.offers, each.brand_key, each.article_key))
        return known

    def _is_brand(self, part: Part, known: KnownAs) -> bool:
        return known.brand_key in self._search.spellings.of(part.brand_key)

    def _is_same(self, part: Part, known: KnownAs) -> bool:
        return self._is_brand(part, known) and _is_article(part, known)

    def latest(
        self, parts: Sequence[Part], positions: Sequence[int], *, ignore_zeros: bool = False
    ) -> dict[int, list[LatestOffer]]:
        """By position, the most recent offer of each supplier, in the group or not."""
        if not positions:
            return {}
        chosen = [parts[position] for position in positions]
        offers = self._search.latest(chosen, list(self._suppliers), ignore_zeros=ignore_zeros)
        return dict(zip(positions, offers, strict=True))

    def _all_latest(
        self,
        parts: Sequence[Part],
        positions: Sequence[int],
        known: Mapping[int, Sequence[LatestOffer]],
    ) -> list[Sequence[LatestOffer]]:
        """The same as the search reads these parts' articles; `known` has some already."""
        latest = dict(known)
        latest |= self.latest(parts, [place for place in positions if place not in known])
        loose = [place for place in positions if parts[place].may_lack_zeros and not latest[place]]
        latest |= self.latest(parts, loose, ignore_zeros=True)
        return [latest[place] for place in positions]

    def _offered(self, latest: Sequence[LatestOffer]) -> Reason:
        """Why none of these offers, all that there are for a part, counts."""
        own = [offer for offer in latest if offer.supplier_id in self._group]
        if own:
            return self._before(own, Outcome.TOO_OLD)
        oldest = self._search.oldest
        current = [offer for offer in latest if offer.quantity > 0 and offer.valid_from >= oldest]
        current.sort(key=lambda offer: (offer.price, self._suppliers[offer.supplier_id].name))
        enabled = [offer for offer in current if self._suppliers[offer.supplier_id].is_enabled]
        if not current:
            return self._before(latest, Outcome.OFFERED_BEFORE)
        names = [self._suppliers[offer.supplier_id].name for offer in enabled or current]
        evidence = Evidence.of(names, float((enabled or current)[0].price))
        return Reason(Outcome.OUTSIDE_GROUP if enabled else Outcome.DISABLED_ONLY, evidence)

    def _before(self, offers: Sequence[LatestOffer], outcome: Outcome) -> Reason:
        """When there was last any, and of whom; `outcome` unless all have newer lists without."""
        stocked = [offer for offer in offers if offer.quantity > 0]
        if not stocked:
            return Reason(Outcome.OUT_OF_STOCK)
        names = {offer.supplier_id: self._suppliers[offer.supplier_id].name for offer in stocked}
        last_day = max(offer.valid_from for offer in stocked)
        last = min(
            (offer for offer in stocked if offer.valid_from == last_day),
            key=lambda offer: (offer.price, names[offer.supplier_id]),
        )
        if all(map(self._is_gone, stocked)):
            outcome = Outcome.OFFERED_BEFORE
        day = (last_day - FIRST_DAY).days
        return Reason(outcome, Evidence((names[last.supplier_id],), 0, float(last.price), day))

    def _is_gone(self, offer: LatestOffer) -> bool:
        """Whether its supplier has sent a list since that does not have it."""
        last_list = self._suppliers[offer.supplier_id].last_list
        return last_list is not None and last_list > offer.valid_from

    def _unseen(
        self, parts: Sequence[Part], known_as: Mapping[int, Sequence[KnownAs]]
    ) -> dict[int, Reason]:
        """The reasons of parts that nobody has ever had under their brand."""
        reasons = {}
        spellings = self._search.spellings
        for place, known in known_as.items():
            brands: dict[str, str] = {}
            for each in known:
                if not self._is_brand(parts[place], each) and _is_article(parts[place], each):
                    brands.setdefault(spellings.of(each.brand_key)[0], each.brand)
            if brands:
                evidence = Evidence.of(list(brands.values()))
                reasons[place] = Reason(Outcome.OTHER_BRANDS, evidence)
        silent = {place: parts[place].brand_key for place in known_as if place not in reasons}
        brand_keys = set(silent.values())  # far fewer than lines, if they are brands
        if len(self._known_brands) > MAX_BRANDS:
            self._known_brands.clear()
        self._learn({key for brand_key in brand_keys for key in spellings.of(brand_key)})
        known_brands = {brand_key for brand_key in brand_keys if self.knows(brand_key)}
        for place, brand_key in silent.items():
            reasons[place] = NEVER_SEEN if brand_key in known_brands else UNKNOWN_BRAND
        return reasons

    def knows(self, brand_key: str) -> bool:
        """Whether anything of the brand is or was on offer, under any of its spellings."""
        keys = self._search.spellings.of(brand_key)
        self._learn(set(keys))
        return any(self._known_brands[key] for key in keys)

    def _learn(self, brand_keys: Set[str]) -> None:
        """Find out which of these brands are or were on offer."""
        new = {key for key in brand_keys if key not in self._known_brands}  # "-" walks through all
        if not new:
            return
        database = self._search.database
        in_view = None
        if not database.by_original_query:
            in_view = database.from_view(KNOWN_BRANDS, {"brand_keys": list(new)})
        known = {key for (key,) in in_view or ()}
        if not new <= known:
            known |= self._brands_beside_view
        self._known_brands |= {key: key in known for key in new}

    @cached_property
    def _brands_beside_view(self) -> Set[str]:
        """The brands of whom the view does not tell; all of them, if it cannot be read."""
        rows = self._search.database.rows(BRANDS_OF_CHANGED, EVERY_BRAND, {})
        return {key for (key,) in rows}

    def _alike(self, part: Part, known_as: Sequence[KnownAs]) -> list[str]:
        """The articles of the part's brand among these."""
        if not known_as:
            return []
        keys = self._search.spellings.of(part.brand_key)
        return [known.article for known in known_as if known.brand_key in keys]

    def _hints(
        self, parts: Sequence[Part], positions: Collection[int], meant: Mapping[int, Sequence[str]]
    ) -> dict[int, Hint]:
        """For each of these lines the article, of those it may have meant, with most offers.

        `meant` has some of them; the others are as suppliers write all articles of the brand.
        """
        self._affixes.learn({parts[place].brand_key for place in positions})
        tried: list[tuple[int, str, Part]] = []
        for place in positions:
            part = parts[place]
            for article in dict.fromkeys([*meant.get(place, ()), *self._affixes.others(part)]):
                tried.append((place, article, Part(part.brand_key, article_key(article))))
        hints: dict[int, Hint] = {}
        answers = self._search.offers_of([part for *_, part in tried])
        for (place, article, _part), (offers, *_) in zip(tried, answers, strict=True):
            best = hints.get(place)
            if offers and (best is None or len(offers) > best.offers):
                hints[place] = Hint(article, len(offers), offers[0].price)
        return hints

    @cached_property
    def _suppliers(self) -> dict[int, SupplierFacts]:
        rows = self._search.database.from_table(SUPPLIERS, {})
        return {pk: SupplierFacts(*facts) for pk, *facts in rows}


def _is_article(part: Part, known: KnownAs) -> bool:
    """Whether an article is the part's, as the search reads it."""
    if part.may_lack_zeros:
        return known.article_key.lstrip("0") == part.article_key.lstrip("0")
    return known.article_key == part.article_key
