"""Imports of price lists, and the view that is made of them, as the pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from crossdock.models import OffersRefresh, PriceListImport
from crossdock.models.lifecycle import ACTIVE, Status, progress_of
from crossdock.progress import Progress, Stage
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.messages import COLUMN_NAMES


@dataclass(frozen=True)
class ShownImport:
    """An import on a page."""

    task: PriceListImport
    progress: Progress

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return 100 if self.task.status == Status.SUCCESS else self.progress.percent

    @property
    def rows_done(self) -> int:
        """Rows behind it."""
        return self.progress.done.get(Stage.WRITING, 0)

    @property
    def rows(self) -> int:
        """All its rows, at most; 0 while that is not known."""
        return self.progress.total.get(Stage.WRITING, 0)

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """Name, heading and letters of each column that was chosen, or read."""
        mapping = ColumnMapping.from_json(self.task.columns)
        columns = [(column, place) for column, place in mapping.items()]
        columns += [(Column.QUANTITY, store) for store in mapping.stores]
        return [
            (
                _("%s (a guess)") % COLUMN_NAMES[column]
                if column in mapping.guesses
                else str(COLUMN_NAMES[column]),
                *place,
            )
            for column, place in columns
        ]


def show_imports(tasks: Iterable[PriceListImport]) -> list[ShownImport]:
    """The imports; their progress comes in one round trip."""
    tasks = list(tasks)
    found = progress_of(tasks)
    return [ShownImport(task, found.get(task.pk, Progress())) for task in tasks]


@dataclass(frozen=True)
class ShownView:
    """How old the view of the offers is, and what is being done about it."""

    last: OffersRefresh | None
    under_way: OffersRefresh | None
    failed: OffersRefresh | None

    @property
    def as_of(self) -> datetime | None:
        """The moment whose offers it shows."""
        return self.last.started_at if self.last else None

    @property
    def percent(self) -> int | None:
        """How far a running refresh is, by the time that the last one took."""
        running = self.under_way
        if not (running and running.started_at and self.last and self.last.elapsed):
            return None
        share = (timezone.now() - running.started_at) / self.last.elapsed
        return min(int(100 * share), 99)

    @property
    def minutes(self) -> int | None:
        """Its age."""
        return (
            None if self.as_of is None else int((timezone.now() - self.as_of).total_seconds()) // 60
        )

    @property
    def state(self) -> object:
        """What changes whenever the page has to show something else."""
        tasks = [task for task in (self.under_way, self.failed) if task]
        shown = [(task.pk, task.status, task.updated_at) for task in tasks]
        return self.minutes, self.percent, shown


def show_view() -> ShownView:
    """The view of the offers, as it is now."""
    last = OffersRefresh.last()
    ended = OffersRefresh.objects.exclude(status__in=ACTIVE).order_by("-finished_at").first()
    under_way = OffersRefresh.objects.filter(status__in=ACTIVE).order_by("-status").first()
    failed = ended if ended and ended.status == Status.FAILURE else None
    return ShownView(last, under_way, failed)
