"""Brands that may be one, as the pages ask about them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from crossdock.brands.suggestions import open_suggestions
from crossdock.models import BrandDecision, BrandSuggestion, CrossDockTask
from crossdock.models.lifecycle import Status

MAX_IN_STRIP = 5
"""So many questions stand on a task's page at once."""

Pair = tuple[str, str]

_OFFER = """
    SELECT FROM crossdock_offer AS offer
    WHERE ltrim(translate(offer.article_key, 'O', '0'), '0')
            = ltrim(translate(missed.article_key, 'O', '0'), '0')
        AND offer.article_key = missed.article_key
"""
"""An offer for a missed article: its index begins with the first condition (LOOSE_ARTICLE)."""

_OFFERED_AS = f"""
    SELECT missed.brand_key, asked.other,
        sum(missed.lines) FILTER (WHERE EXISTS (
            {_OFFER} AND offer.brand_key = asked.other AND offer.quantity > 0
                AND offer.supplier_id = ANY (%(suppliers)s) AND offer.valid_from >= %(oldest)s
        )),
        count(*)
    FROM crossdock_missedline AS missed
    JOIN unnest(%(keys)s::text[], %(others)s::text[]) AS asked (key, other)
        ON asked.key = missed.brand_key
    WHERE missed.task_id = %(task)s
        AND EXISTS ({_OFFER} AND offer.brand_key = asked.other)
    GROUP BY 1, 2
"""
"""Of a task's missed articles with one spelling, those that are known under the other.

The lines are those that its suppliers have offers for, as far back as it looks.
"""

_KNOWN = f"""
    SELECT brand_key, count(*) FROM crossdock_missedline AS missed
    WHERE task_id = %(task)s AND brand_key = ANY (%(keys)s)
        AND EXISTS ({_OFFER} AND offer.brand_key <> missed.brand_key)
    GROUP BY 1
"""
"""How many of a task's missed articles with a spelling are on offer under any other."""


@dataclass(frozen=True)
class Question:
    """Whether what a task asks for and what suppliers offer is one brand.

    `lines` are those of the task that would be found; `agreeing` of its `articles` are known under
    the other name, of all that are known under any other. `proposed_by` are the
    users who think that it is one.
    """

    suggestion: BrandSuggestion
    missed: str
    offered: str
    suppliers: int
    lines: int
    agreeing: int
    articles: int
    proposed_by: list[str]


@dataclass(frozen=True)
class TaskBrands:
    """What a task's page says of brands: questions, and what was decided since the task."""

    questions: list[Question]
    decided: list[tuple[BrandDecision, int]]

    @property
    def lines_to_find(self) -> int:
        """The lines of the task that the decisions since then concern."""
        return sum(lines for _decision, lines in self.decided)


def task_brands(task: CrossDockTask) -> TaskBrands | None:
    """The questions that a task's missed lines raise; None where there is nothing to say."""
    if task.status != Status.SUCCESS:
        return None
    missed = task.missed_lines.values("brand_key").annotate(lines=Sum("lines"))
    keys = {row["brand_key"] for row in missed}
    if not keys:
        return None
    suggestions = [
        suggestion
        for suggestion in open_suggestions(keys)
        if suggestion.rule != BrandSuggestion.Rule.PERHAPS
    ]
    yes = BrandDecision.standing().filter(
        answer=BrandDecision.Answer.YES, created_at__gt=task.finished_at
    )
    decisions = [
        decision
        for decision in yes.select_related("user")
        if keys & {decision.key_1, decision.key_2}
    ]
    offered = _offered_as(task, [*suggestions, *decisions])
    brands = TaskBrands(
        list(_questions(task, suggestions, offered))[:MAX_IN_STRIP],
        [(decision, lines) for decision in decisions if (lines := _lines(decision, offered))],
    )
    return brands if brands.questions or brands.decided else None


def proposals(suggestions: Iterable[BrandSuggestion]) -> dict[Pair, list[str]]:
    """Who has proposed that the brands of a pair are one, by its keys."""
    pairs = {(suggestion.key_1, suggestion.key_2) for suggestion in suggestions}
    decisions = BrandDecision.standing().filter(answer=BrandDecision.Answer.PROPOSED)
    names: dict[Pair, list[str]] = defaultdict(list)
    for key_1, key_2, user in decisions.values_list("key_1", "key_2", "user__username").distinct():
        if (key_1, key_2) in pairs:
            names[key_1, key_2].append(user)
    return names


def _questions(
    task: CrossDockTask, suggestions: list[BrandSuggestion], offered: dict[Pair, tuple[int, int]]
) -> Iterable[Question]:
    proposed = proposals(suggestions)
    articles = dict(_rows(_KNOWN, {"task": task.pk, "keys": [key for key, _other in offered]}))
    questions = []
    for pair in suggestions:
        sides = (
            (pair.key_1, pair.key_2, pair.name_1, pair.name_2, pair.suppliers_2),
            (pair.key_2, pair.key_1, pair.name_2, pair.name_1, pair.suppliers_1),
        )
        for key, other_key, name, other_name, suppliers in sides:
            lines, agreeing = offered.get((key, other_key), (0, 0))
            if lines:
                by = proposed[pair.key_1, pair.key_2]
                counts = (suppliers, lines, agreeing, articles[key])
                questions.append(Question(pair, name, other_name, *counts, by))
    return sorted(questions, key=lambda question: -question.lines)


def _offered_as(
    task: CrossDockTask, pairs: list[BrandSuggestion | BrandDecision]
) -> dict[Pair, tuple[int, int]]:
    """Lines and articles of the task, by their brand's key and the one that they are offered as."""
    sides = [side for p in pairs for side in ((p.key_1, p.key_2), (p.key_2, p.key_1))]
    sides = list(dict.fromkeys(sides))
    if not sides:
        return {}
    keys, other_keys = zip(*sides, strict=True)
    suppliers = task.supplier_group.suppliers.filter(enabled=True)
    parameters = {
        "task": task.pk,
        "keys": list(keys),
        "others": list(other_keys),
        "suppliers": list(suppliers.values_list("pk", flat=True)),
        "oldest": timezone.localdate() - timedelta(days=task.lookback_days),
    }
    rows = _rows(_OFFERED_AS, parameters)
    return {(key, other_key): (lines or 0, articles) for key, other_key, lines, articles in rows}


def _rows(query: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _lines(decision: BrandDecision, offered: dict[Pair, tuple[int, int]]) -> int:
    sides = ((decision.key_1, decision.key_2), (decision.key_2, decision.key_1))
    return sum(offered.get(side, (0, 0))[0] for side in sides)
