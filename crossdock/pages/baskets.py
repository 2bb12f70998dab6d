"""A task's basket as its page shows it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext

from crossdock.models import Basket, CrossDockTask
from crossdock.models.status import progress_of
from crossdock.pages.attempts import AttemptRow, StageRow, ended_attempts, stage_rows
from crossdock.pages.tasks import visible_state
from crossdock.pipeline.basket_document import proven
from crossdock.pipeline.basket_file import BasketFile
from crossdock.pipeline.basket_options import BasketOptions
from crossdock.progress import Progress
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


@dataclass(frozen=True)
class Wish:
    """What of a task's baskets somebody wants to see; "" stands for the usual."""

    scenario: str = ""
    page: str = ""
    basket: str = ""


class BasketPage:
    """A basket of a task, the latest or an earlier one, and the scenario that is looked at."""

    def __init__(self, task: CrossDockTask, wish: Wish = Wish()) -> None:
        self.task = task
        self._wish = wish
        self.baskets = list(Basket.objects.filter(task=task).select_related("user", "rule_set"))
        by_id = {str(basket.pk): basket for basket in self.baskets}
        latest = self.baskets[0] if self.baskets else None
        self.basket = by_id.get(wish.basket, latest)
        self.progress = progress_of([self.basket] if self.basket else []).get(
            self.basket.pk if self.basket else task.pk, Progress(weights=Basket.stage_weights)
        )

    @property
    def options(self) -> BasketOptions:
        """Those of the basket."""
        return BasketOptions.from_json(self.basket.options) if self.basket else BasketOptions()

    @property
    def state(self) -> tuple[object, ...]:
        """What changes whenever anything does that the page shows."""
        if self.basket is None:
            return ()
        states = [(basket.pk, basket.status) for basket in self.baskets]
        return (*visible_state(self.basket), str(self.basket.user), self.progress.percent, states)

    @property
    def is_active(self) -> bool:
        """Whether any basket of the task is on its way."""
        return any(basket.is_active for basket in self.baskets)

    @property
    def is_latest(self) -> bool:
        """Whether it is the one that was asked for last."""
        return self.baskets[:1] == [self.basket]

    @property
    def others(self) -> list[Basket]:
        """The further baskets of the task, the latest first: a few are kept."""
        return [basket for basket in self.baskets if basket != self.basket]

    @property
    def percent(self) -> int:
        """How far it is, 0 to 99."""
        return self.progress.percent

    @property
    def stages(self) -> list[StageRow]:
        """The bars while it is under way."""
        return stage_rows(self.basket, self.progress) if self.basket else []

    @property
    def attempts(self) -> list[AttemptRow]:
        """Those that have ended, unless all there is to tell is one success."""
        return ended_attempts(self.basket) if self.basket else []

    @cached_property
    def _file(self) -> BasketFile | None:
        if self.basket is None or not self.basket.file:
            return None
        try:
            return BasketFile(self.basket.file)
        except FileNotFoundError:
            return None

    @property
    def content(self) -> dict[str, Any] | None:
        """What all scenarios have in common, and their sums; None if there is no file any more."""
        return self._file.head if self._file else None

    @cached_property
    def document(self) -> dict[str, Any] | None:
        """All of the scenario that is looked at."""
        return self._file.document(self.chosen.key) if self._file and self.chosen else None

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
        return by_key.get(self._wish.scenario) or by_key.get("own") or by_key.get("cheapest")

    @property
    def address(self) -> str:
        """The query that asks for the scenario, and for the basket if it is an earlier one."""
        wishes = {"scenario": self.chosen.key} if self.chosen else {}
        if self.basket and not self.is_latest:
            wishes["basket"] = str(self.basket.pk)
        return urlencode(wishes)

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
        rows = self.document["unfilled"][:MAX_UNFILLED] if self.document else []
        return [row | {"reason": str(from_json(row["reason"]))} for row in rows]

    @property
    def more_unfilled(self) -> int:
        """How many lines with missing pieces are not listed."""
        return max(len(self.document["unfilled"]) - MAX_UNFILLED, 0) if self.document else 0

    @cached_property
    def lines(self) -> Page[Any] | None:
        """A page of the lines, each with what pins it and the names of its suppliers."""
        if self.document is None:
            return None
        page = Paginator(self.document["lines"], PAGE_SIZE).get_page(self._wish.page)
        names = {supplier["code"]: supplier["name"] for supplier in self.document["suppliers"]}
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
