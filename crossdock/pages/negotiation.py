"""A negotiation sheet as its page shows it."""

import json
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator

from crossdock.models import NegotiationSheet
from crossdock.models.status import progress_of
from crossdock.negotiation.curve import Drawing, Point, drawn
from crossdock.negotiation.standing import BrandStanding, LostLine
from crossdock.pages.attempts import AttemptRow, StageRow, ended_attempts, stage_rows
from crossdock.pages.tasks import visible_state
from crossdock.progress import Progress

PAGE_SIZE = 25
MAX_BRANDS = 12
"""So many strong brands are shown, and so many weak ones."""


class SheetPage:
    """A sheet, how far it is, and what has come of it."""

    def __init__(self, sheet: NegotiationSheet, page: str | None = None) -> None:
        self.sheet = sheet
        self._page = page
        nothing = Progress(weights=NegotiationSheet.stage_weights)
        self.progress = progress_of([sheet]).get(sheet.pk, nothing)

    @property
    def state(self) -> tuple[object, ...]:
        """What changes whenever anything does that the page shows."""
        return (*visible_state(self.sheet), str(self.sheet.supplier), self.progress.percent)

    @property
    def percent(self) -> int:
        """How far it is, 0 to 99."""
        return self.progress.percent

    @property
    def stages(self) -> list[StageRow]:
        """The bars while it is under way."""
        return stage_rows(self.sheet, self.progress)

    @property
    def attempts(self) -> list[AttemptRow]:
        """Those that have ended, unless all there is to tell is one success."""
        return ended_attempts(self.sheet)

    @cached_property
    def content(self) -> dict[str, Any] | None:
        """What the file has; None if there is none, or not any more."""
        if not self.sheet.file:
            return None
        try:
            with self.sheet.file.open() as file:
                content: dict[str, Any] = json.load(file)
        except FileNotFoundError:
            return None
        return content

    @property
    def lost_count(self) -> int:
        """The lines that it offers and loses."""
        return int(self.content["offered"] - self.content["won"]) if self.content else 0

    @property
    def not_offered(self) -> int:
        """The lines that it has nothing for."""
        return int(self.content["lines"] - self.content["offered"]) if self.content else 0

    @cached_property
    def curve(self) -> list[Point]:
        """What each discount wins."""
        return [Point(*row) for row in self.content["curve"]] if self.content else []

    @property
    def drawing(self) -> Drawing:
        """The same as a picture."""
        return drawn(self.curve)

    @cached_property
    def _brands(self) -> list[BrandStanding]:
        return [BrandStanding(*row) for row in self.content["brands"]] if self.content else []

    @property
    def strong(self) -> list[BrandStanding]:
        """The brands of which it wins most, those first of which it wins many lines."""
        rows = [brand for brand in self._brands if brand.is_strong]
        return sorted(rows, key=lambda brand: (-brand.won, brand.brand))[:MAX_BRANDS]

    @property
    def weak(self) -> list[BrandStanding]:
        """The brands of which it loses most, those first of which much is lost."""
        rows = [brand for brand in self._brands if not brand.is_strong]
        return sorted(rows, key=lambda brand: (-brand.lost_sum, brand.brand))[:MAX_BRANDS]

    @property
    def all_lost(self) -> list[LostLine]:
        """The lines that are listed of those it loses."""
        return [LostLine(*row) for row in self.content["lost"]] if self.content else []

    @cached_property
    def lost(self) -> Page[Any]:
        """A page of them, each with the name of its list."""
        page = Paginator(self.content["lost"] if self.content else [], PAGE_SIZE)
        rows = page.get_page(self._page)
        names = self.content["requests"] if self.content else []
        lines = [LostLine(*row) for row in rows.object_list]
        rows.object_list = [(line, names[line.request]) for line in lines]
        return rows
