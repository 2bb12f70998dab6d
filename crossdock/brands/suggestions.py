"""The suggestions that wait for somebody's decision."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.db.models import Q

from crossdock.models import BrandDecision, BrandSuggestion
from crossdock.offers.brands import BrandSpellings

ORDER = ("-lines", "-weight", "key_1", "key_2")


class OpenPair(NamedTuple):
    """As much of a suggestion as says what it hangs together with: all of them are read at once."""

    key_1: str
    key_2: str
    rule: str


@dataclass(frozen=True)
class BrandGroup:
    """Suggestions that hang together, those that would bring most first."""

    pairs: Sequence[BrandSuggestion]

    @property
    def names(self) -> list[str]:
        """The names of all its brands, each once."""
        return list(dict.fromkeys(n for pair in self.pairs for n in (pair.name_1, pair.name_2)))


Pair = TypeVar("Pair", OpenPair, BrandSuggestion)


def open_pairs() -> list[OpenPair]:
    """Those that nobody has decided; the most lines first."""
    rows = BrandSuggestion.objects.order_by(*ORDER).values_list(*OpenPair._fields)
    return _open(OpenPair(*row) for row in rows)


def open_suggestions(keys: Iterable[str]) -> list[BrandSuggestion]:
    """Those of these brand keys that nobody has decided; the most lines first."""
    keys = list(keys)
    named = Q(key_1__in=keys) | Q(key_2__in=keys)
    return _open(BrandSuggestion.objects.filter(named).order_by(*ORDER))


def hanging_together(pairs: Iterable[OpenPair]) -> list[list[OpenPair]]:
    """The pairs by the brands that they have in common, in their order.

    What is one brand already hangs together too.
    """
    pairs = list(pairs)
    spellings = BrandSpellings.load()
    links = [(pair.key_1, pair.key_2) for pair in pairs]
    aliased = {key for link in links for key in link if not spellings.is_only(key)}
    links += [(key, spelling) for key in aliased for spelling in spellings.of(key)]
    together = BrandSpellings(links)
    groups: dict[tuple[str, ...], list[OpenPair]] = defaultdict(list)
    for pair in pairs:
        groups[together.of(pair.key_1)].append(pair)
    return list(groups.values())


def brand_groups(groups: Iterable[Sequence[OpenPair]]) -> list[BrandGroup]:
    """The groups with all that is known of their pairs, but for what is not suggested any more."""
    groups = list(groups)
    keys_1, keys_2 = ({pair[side] for group in groups for pair in group} for side in (0, 1))
    suggestions = BrandSuggestion.objects.filter(key_1__in=keys_1, key_2__in=keys_2)
    known = {(suggestion.key_1, suggestion.key_2): suggestion for suggestion in suggestions}
    found = ([known[pair[:2]] for pair in group if pair[:2] in known] for group in groups)
    return [BrandGroup(pairs) for pairs in found if pairs]


def _open(pairs: Iterable[Pair]) -> list[Pair]:
    settled = BrandDecision.told_apart() | BrandDecision.put_off()
    spellings = BrandSpellings.load()
    return [
        pair
        for pair in pairs
        if (pair.key_1, pair.key_2) not in settled and pair.key_2 not in spellings.of(pair.key_1)
    ]
