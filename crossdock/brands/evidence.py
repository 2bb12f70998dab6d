"""Which brands may be one, as far as the offers and what was missed say so.

Likeness of names is wrong two times in three, what the articles say sometimes: people decide.
"""

from collections import defaultdict
from decimal import Decimal
from typing import Any, NamedTuple

import psycopg
from django.db import connection, transaction

from crossdock.brands import affixes, tables
from crossdock.brands.likeness import are_alike
from crossdock.models import BrandAffix, BrandDecision, BrandSuggestion, Supplier
from crossdock.offers.brands import BrandSpellings
from crossdock.offers.current import is_filled

MAX_SUGGESTIONS = 1000
"""Those that would bring most are kept: nobody reads more before the next comparison."""

MIN_LISTS = 3
"""Of so many lists that use a brand, one that stands alone is taken to be wrong."""

CANCEL_SECONDS = 2

LIMITS = """
    SET LOCAL work_mem = '32MB';
    SET LOCAL hash_mem_multiplier = 1;
    SET LOCAL max_parallel_workers_per_gather = 0;
    SET LOCAL jit = off
"""
"""One processor, and little memory: it is in no hurry."""

Rule = BrandSuggestion.Rule
Ids = dict[str, list[int]]


class Candidate(NamedTuple):
    """A pair that may come under a rule, by its keys in their order.

    `users` are the suppliers that use both keys.
    """

    key_1: str
    key_2: str
    weight: float
    users: int
    are_alike: bool

    def rule(self, shares: dict[str, float], *, is_one_lists_word: bool) -> Rule | None:
        """The rule that it comes under, with its sides' shares of agreeing articles, by key.

        `is_one_lists_word`: a side is used by several lists, of which only one speaks for the pair.
        That is how one supplier's wrong data look.
        """
        higher, lower = max(shares.values()), min(shares.values())
        if is_one_lists_word:
            return Rule.PERHAPS if self.weight >= 8 and higher >= 0.95 else None
        if self.are_alike and self.weight >= 1 and higher >= 0.5:
            return Rule.ALIKE
        if self.weight >= 4 and higher >= 0.9 and lower >= 0.3 and self.users <= 1:
            return Rule.ARTICLES
        if self.weight >= 8 and lower >= 0.9:
            return Rule.ARTICLES
        if self.weight >= 8 and higher >= 0.95 and lower < 0.3:
            return Rule.PERHAPS
        return None

    @property
    def may_do_without_likeness(self) -> bool:
        """Whether a rule might take it whatever its names."""
        return self.weight >= 8 or (self.weight >= 4 and self.users <= 1)


class Comparison:
    """Finds the pairs, and puts them in the place of those that were found before."""

    def __init__(self) -> None:
        connection.ensure_connection()
        self._connection: psycopg.Connection = connection.connection

    def cancel(self) -> None:
        """End the running query, from another thread."""
        self._connection.cancel_safe(timeout=CANCEL_SECONDS)

    def run(self) -> None:
        """Compare. Raises DatabaseError; then the suggestions are as they were."""
        if not is_filled():
            return
        with transaction.atomic():
            self._execute(LIMITS)
            for table, query in tables.TABLES.items():
                self._execute(query)
                self._execute(f"ANALYZE {table}")  # nobody else does so with a temporary table
            self._execute(tables.USED_BY_BOTH)
            suggestions = self._suggestions()
            BrandSuggestion.objects.all().delete()
            BrandSuggestion.objects.bulk_create(suggestions)
            self._execute(tables.FORGET)
            self._execute(affixes.SAMPLE)
            found = affixes.find_affixes(self._rows)
            BrandAffix.objects.all().delete()
            BrandAffix.objects.bulk_create(found)

    def _suggestions(self) -> list[BrandSuggestion]:
        candidates, names = self._candidates()
        shares = self._shares(candidates)
        rules = self._rules(candidates, shares)
        pairs = {"ids": list(rules)}
        losses = {pk: counts for pk, *counts in self._rows(tables.LOST, pairs)}
        facts = [fact for fact in self._facts(pairs) if fact["suppliers_1"] or fact["suppliers_2"]]
        facts.sort(key=lambda fact: (losses.get(fact["id"], [0])[0], fact["weight"]), reverse=True)
        facts = facts[:MAX_SUGGESTIONS]
        examples = self._examples({"ids": [fact["id"] for fact in facts]})
        suggestions = []
        for fact in facts:
            pk = fact.pop("id")
            lines, lines_with_sum, total = losses.get(pk, (0, 0, None))
            suggestion = BrandSuggestion(
                **fact,
                rule=rules[pk],
                name_1=names.get(fact["key_1"], fact["key_1"]),
                name_2=names.get(fact["key_2"], fact["key_2"]),
                high=max(shares[pk].values()),
                low=min(shares[pk].values()),
                lines=lines,
                lines_with_sum=lines_with_sum,
                sum=None if total is None else Decimal(f"{total:.4f}"),
                examples=examples[pk],
            )
            suggestions.append(suggestion)
        return suggestions

    def _shares(self, candidates: dict[int, Candidate]) -> dict[int, dict[str, float]]:
        """The share of each side's articles that agree, by the pair's id and the side's key."""
        self._execute(tables.SIDES, {"ids": list(candidates)})
        self._execute("ANALYZE side")
        shares: dict[int, dict[str, float]] = defaultdict(dict)
        for pk, key, weight in self._rows(tables.SHARES):
            shares[pk][key] = min(1.0, candidates[pk].weight / weight)
        return shares

    def _rules(
        self, candidates: dict[int, Candidate], shares: dict[int, dict[str, float]]
    ) -> dict[int, Rule]:
        """The rules of those that come under one, by the pair's id."""
        self._execute(tables.SPEAKING, {"ids": list(candidates)})
        self._execute("ANALYZE speaking")
        support = self._rows(tables.SUPPORT)
        doubtful = {pk for pk, speaking, lists in support if speaking == 1 and lists >= MIN_LISTS}
        judged = {
            pk: candidate.rule(shares[pk], is_one_lists_word=pk in doubtful)
            for pk, candidate in candidates.items()
        }
        return {pk: rule for pk, rule in judged.items() if rule}

    def _candidates(self) -> tuple[dict[int, Candidate], dict[str, str]]:
        """The pairs that may come under a rule, by their ids, and how their keys are spelled."""
        spellings, settled = BrandSpellings.load(), BrandDecision.told_apart()
        possible = [
            (pk, key_1, key_2, *facts)
            for pk, key_1, key_2, *facts in self._rows(tables.POSSIBLE)
            if key_2 not in spellings.of(key_1) and (key_1, key_2) not in settled
        ]
        keys = {key for _pk, key_1, key_2, *_rest in possible for key in (key_1, key_2)}
        names = dict(self._rows(tables.SPELLINGS, {"keys": list(keys)}))
        candidates = {}
        for pk, key_1, key_2, weight, users in possible:
            alike = are_alike(names.get(key_1, key_1), names.get(key_2, key_2))
            candidate = Candidate(key_1, key_2, weight, users, alike)
            if alike or candidate.may_do_without_likeness:
                candidates[pk] = candidate
        return candidates, names

    def _facts(self, pairs: Ids) -> list[dict[str, Any]]:
        names = ("id", "key_1", "key_2", "weight", "shared", "conflicts", "suppliers_1")
        rows = self._rows(tables.FACTS, pairs)
        return [dict(zip((*names, "suppliers_2"), row, strict=True)) for row in rows]

    def _examples(self, pairs: Ids) -> dict[int, dict[str, list[list[str]]]]:
        """What a suggestion keeps of examples, by the pair's id."""
        suppliers = dict(Supplier.objects.values_list("pk", "name"))

        def name(lists: list[int]) -> str:
            """A supplier of the lists, "" where there are only tasks."""
            return suppliers.get(max(lists, default=0), "")

        examples: dict[int, dict[str, list[list[str]]]] = defaultdict(
            lambda: {"agree": [], "against": []}
        )
        for pk, article, agrees, lists_1, lists_2 in self._rows(tables.EXAMPLES, pairs):
            shared = [pk_of_list for pk_of_list in lists_1 if pk_of_list in lists_2]
            if agrees:
                sides = [
                    [pk_of_list for pk_of_list in lists if pk_of_list not in shared]
                    for lists in (lists_1, lists_2)
                ]
                examples[pk]["agree"].append([article, *map(name, sides)])
            elif shared:
                examples[pk]["against"].append([article, name(shared)])
        return examples

    def _execute(self, query: str, parameters: Ids | None = None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(query, parameters)

    def _rows(self, query: str, parameters: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(query, parameters)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
