"""The suggestions that wait for somebody's decision."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from crossdock.models import BrandDecision, BrandSuggestion
from crossdock.offers.brands import BrandSpellings


@dataclass(frozen=True)
class BrandGroup:
    """Suggestions that hang together, those that would bring most first."""

    pairs: Sequence[BrandSuggestion]

    @property
    def names(self) -> list[str]:
        """The names of all its brands, each once."""
        return list(dict.fromkeys(n for pair in self.pairs for n in (pair.name_1, pair.name_2)))


def open_suggestions(keys: Iterable[str] | None = None) -> list[BrandSuggestion]:
    """Those that nobody has decided, of these brand keys if any are named; the most lines first."""
    suggestions = BrandSuggestion.objects.order_by("-lines", "-weight", "key_1")
    if keys is not None:
        keys = list(keys)
        suggestions = suggestions.filter(Q(key_1__in=keys) | Q(key_2__in=keys))
    settled = BrandDecision.told_apart() | BrandDecision.put_off()
    spellings = BrandSpellings.load()
    return [
        suggestion
        for suggestion in suggestions
        if (suggestion.key_1, suggestion.key_2) not in settled
        and suggestion.key_2 not in spellings.of(suggestion.key_1)
    ]


def groups(suggestions: Iterable[BrandSuggestion]) -> list[BrandGroup]:
    """The suggestions by the brands that they have in common, in their order.

    What is one brand already hangs together too.
    """
    suggestions = list(suggestions)
    spellings = BrandSpellings.load()
    links = [(suggestion.key_1, suggestion.key_2) for suggestion in suggestions]
    links += [(key, spelling) for link in links for key in link for spelling in spellings.of(key)]
    together = BrandSpellings(links)
    pairs: dict[tuple[str, ...], list[BrandSuggestion]] = defaultdict(list)
    for suggestion in suggestions:
        pairs[together.of(suggestion.key_1)].append(suggestion)
    return [BrandGroup(group) for group in pairs.values()]
