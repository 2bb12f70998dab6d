"""A task's basket as its page shows it."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext

from crossdock.models import Basket, CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.models.status import progress_of
from crossdock.pages.attempts import AttemptRow, StageRow
from crossdock.pages.tasks import visible_state
from crossdock.pipeline.basket_document import proven
from crossdock.pipeline.basket_options import BasketOptions
from crossdock.progress import Progress, Stage
from crossdock.texts import from_json

PAGE_SIZE = 25
MAX_UNFILLED = 50
"""So many lines with missing pieces are listed."""


@dataclass(frozen=True)
class ScenarioRow:
    """One of the baskets side by side; `first` is the one that it is compared with."""

    key: str
    title: str
    basket: dict[str, Any]
    first: dict[str, Any]
    dearest: float

    @property
    def is_first(self) -> bool:
        """Whether the others are compared with it."""
        return self.basket is self.first

    @property
    def more(self) -> float:
        """How much more is to be paid than in the first."""
        return float(self.basket["total"] - self.first["total"])

    @property
    def more_missing(self) -> int:
        """How many more pieces are missing than in the first."""
        return int(self.basket["missing"] - self.first["missing"])

    @property
    def proof(self) -> str:
        """How good it is at least."""
        return proven(self.basket)

    @property
    def width(self) -> str:
        """The length of its bar, for an attribute."""
        return _length(self.basket["total"], self.dearest)


@dataclass(frozen=True)
class SpendRow:
    """What a supplier gets."""

    supplier: dict[str, Any]
    most: float

    @property
    def width(self) -> str:
        """The length of its bar, for an attribute."""
        return _length(self.supplier["sum"], self.most)


class BasketPage:
    """The latest basket of a task, and the scenario that is looked at."""

    def __init__(self, task: CrossDockTask, key: str = "", page: str | None = None) -> None:
        self.task = task
        self.basket = Basket.latest_of(task)
        self._key = key
        self._page = page
        self.progress = progress_of([self.basket] if self.basket else []).get(
            self.basket.pk if self.basket else task.pk, Progress(weights=Basket.stage_weights)
        )

    @property
    def options(self) -> BasketOptions:
        """Those of the latest basket."""
        return BasketOptions.from_json(self.basket.options) if self.basket else BasketOptions()

    @property
    def state(self) -> tuple[object, ...]:
        """What changes whenever anything does that the page shows."""
        if self.basket is None:
            return ()
        return (*visible_state(self.basket), str(self.basket.user), self.progress.percent)

    @property
    def percent(self) -> int:
        """How far it is, 0 to 99."""
        return self.progress.percent

    @property
    def stages(self) -> list[StageRow]:
        """The bars while it is under way."""
        return [StageRow(stage, self.progress) for stage in Stage if stage in Basket.stage_weights]

    @property
    def attempts(self) -> list[AttemptRow]:
        """Those that have ended, unless all there is to tell is one success."""
        rows = [AttemptRow(record) for record in self.basket.attempts] if self.basket else []
        return [] if [row.status for row in rows] == [Status.SUCCESS] else rows

    @cached_property
    def content(self) -> dict[str, Any] | None:
        """What the file has; None if there is none, or not any more."""
        if self.basket is None or not self.basket.file:
            return None
        try:
            content: dict[str, Any] = json.loads(Path(self.basket.file.path).read_bytes())
        except FileNotFoundError:
            return None
        return content

    @cached_property
    def scenarios(self) -> list[ScenarioRow]:
        """The baskets side by side."""
        documents = self.content["scenarios"] if self.content else []
        dearest = max((document["basket"]["total"] for document in documents), default=0.0)
        return [
            ScenarioRow(
                document["key"],
                str(from_json(document["title"])),
                document["basket"],
                documents[0]["basket"],
                dearest,
            )
            for document in documents
        ]

    @cached_property
    def chosen(self) -> ScenarioRow | None:
        """The scenario that is looked at: the one asked for, or one's own, or the cheapest."""
        by_key = {row.key: row for row in self.scenarios}
        return by_key.get(self._key) or by_key.get("own") or by_key.get("cheapest")

    @property
    def address(self) -> str:
        """The query that asks for the scenario."""
        return f"scenario={self.chosen.key}" if self.chosen else ""

    @property
    def spend(self) -> list[SpendRow]:
        """What each supplier gets, the most first."""
        suppliers = self.chosen.basket["suppliers"] if self.chosen else []
        ordered = sorted(suppliers, key=lambda supplier: (-supplier["sum"], supplier["name"]))
        return [SpendRow(supplier, ordered[0]["sum"]) for supplier in ordered]

    @property
    def notes(self) -> list[str]:
        """What was supposed about the lines."""
        return [str(from_json(note)) for note in (self.content or {}).get("notes", [])]

    @property
    def prices(self) -> list[str]:
        """What each rule costs."""
        prices = [str(from_json(text)) for text in (self.content or {}).get("prices", [])]
        if self.content and self.content["is_out_of_time"]:
            prices.append(gettext("There was no time for the prices of further rules."))
        return prices

    @cached_property
    def unfilled(self) -> list[dict[str, Any]]:
        """The first lines with missing pieces, and why."""
        rows = self.chosen.basket["unfilled"][:MAX_UNFILLED] if self.chosen else []
        return [row | {"reason": str(from_json(row["reason"]))} for row in rows]

    @property
    def more_unfilled(self) -> int:
        """How many lines with missing pieces are not listed."""
        return max(len(self.chosen.basket["unfilled"]) - MAX_UNFILLED, 0) if self.chosen else 0

    @cached_property
    def lines(self) -> Page[Any] | None:
        """A page of the lines, each with what pins it and the names of its suppliers."""
        if self.chosen is None:
            return None
        page = Paginator(self.chosen.basket["lines"], PAGE_SIZE).get_page(self._page)
        names = {supplier["code"]: supplier["name"] for supplier in self.chosen.basket["suppliers"]}
        pins = self.options.pins
        page.object_list = [
            line
            | {
                "pin": pins.get(str(line["line"])),
                "offers": [offer | {"name": names[offer["supplier"]]} for offer in line["offers"]],
            }
            for line in page.object_list
        ]
        return page


def _length(part: float, total: float) -> str:
    """A share of the width, where a number must not be written in the reader's language."""
    return f"{100 * part / total if total else 0:.3f}%"
