"""Imports of price lists, and the view that is made of them, as the pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from crossdock.brands.new_brands import NewBrand
from crossdock.brands.suggestions import open_suggestions
from crossdock.models import BrandSuggestion, OffersRefresh, PriceListImport
from crossdock.models.lifecycle import ACTIVE, Status
from crossdock.models.status import progress_of
from crossdock.pages.tasks import visible_state
from crossdock.pricelists.columns import READ
from crossdock.pricelists.reasons import SkipReason
from crossdock.progress import Progress, Stage
from crossdock.spreadsheets.column_names import COLUMN_NAMES
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.messages import file_notes, further_tables


@dataclass(frozen=True)
class ImportRow:
    """An import on a page."""

    task: PriceListImport
    progress: Progress
    questions: Sequence[BrandSuggestion] = ()

    @property
    def state(self) -> object:
        """What changes whenever it looks different."""
        names = self.task.supplier.name, str(self.task.user)
        return visible_state(self.task), names, self.progress, list(map(str, self.questions))

    @property
    def new_brands(self) -> list[NewBrand]:
        """The brands that nobody had offered before."""
        return [NewBrand(*brand) for brand in self.task.report.get("new_brands", ())]

    @property
    def percent(self) -> int:
        """How far it is, 0 to 100."""
        return 100 if self.task.status == Status.SUCCESS else self.progress.percent

    @property
    def rows_done(self) -> int:
        """How many of its rows have been read; those left out count too."""
        return self.progress.done.get(Stage.WRITING, 0)

    @property
    def rows(self) -> int:
        """All its rows, at most; 0 while that is not known."""
        return self.progress.total.get(Stage.WRITING, 0)

    @property
    def notes(self) -> list[str]:
        """What was doubtful about the file, in words."""
        return [*filter(None, [further_tables(self.task.notes)]), *file_notes(self.task.notes)]

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """Name, heading and letters of each column that was chosen, or read."""
        return columns_read(ColumnMapping.from_json(self.task.columns))

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """Why rows were left out and how many for each reason, the most frequent first."""
        counts = self.task.report.get("left_out", {})
        return [
            (str(SkipReason(reason).label), count)
            for reason, count in sorted(counts.items(), key=lambda item: -item[1])
        ]

    @property
    def unread(self) -> list[tuple[str, int]]:
        """Which terms could not be read, and in how many rows."""
        counts = self.task.report.get("unread", {})
        return [(str(COLUMN_NAMES[Column(name)]), count) for name, count in counts.items()]


def columns_read(mapping: ColumnMapping) -> list[tuple[str, str, str]]:
    """Name, heading and letters of each column; a guess is named as one."""
    columns = [(column, mapping[column]) for column in READ if column in mapping]
    columns += [(Column.QUANTITY, store) for store in mapping.stores]
    fixed = [
        (str(COLUMN_NAMES[column]), value, _("in all rows, as is fixed for the supplier"))
        for column, value in mapping.fixed.items()
    ]
    return fixed + [
        (
            _("%s (a guess)") % COLUMN_NAMES[column]
            if column in mapping.guesses
            else str(COLUMN_NAMES[column]),
            *place,
        )
        for column, place in columns
    ]


def present_imports(tasks: Iterable[PriceListImport]) -> list[ImportRow]:
    """The imports as rows; their progress comes in one round trip."""
    tasks = list(tasks)
    progress = progress_of(tasks)
    keys_by_task = {
        task.pk: {key for key, *_ in task.report.get("new_brands", ())} for task in tasks
    }
    keys = set().union(*keys_by_task.values())
    suggestions = open_suggestions(keys) if keys else []
    return [
        ImportRow(
            task,
            progress.get(task.pk, Progress()),
            [
                suggestion
                for suggestion in suggestions
                if {suggestion.key_1, suggestion.key_2} & keys_by_task[task.pk]
            ],
        )
        for task in tasks
    ]


@dataclass(frozen=True)
class OffersFreshness:
    """How old the materialized view of the offers is, and what is being done about it."""

    last: OffersRefresh | None
    under_way: OffersRefresh | None
    failed: OffersRefresh | None

    @property
    def as_of(self) -> datetime | None:
        """The moment whose offers it shows."""
        return self.last.started_at if self.last else None

    @property
    def is_refreshing(self) -> bool:
        """Whether a refresh is running: then the page changes by time alone."""
        return self.under_way is not None and self.under_way.is_running

    @property
    def percent(self) -> int | None:
        """How far a running refresh is, by the time that the last one took; 99 at most."""
        running = self.under_way
        if not (running and running.elapsed and self.last and self.last.elapsed):
            return None
        return min(int(100 * (running.elapsed / self.last.elapsed)), 99)

    @property
    def minutes(self) -> int | None:
        """How many minutes old the view is."""
        return (timezone.now() - self.as_of) // timedelta(minutes=1) if self.as_of else None

    @property
    def state(self) -> object:
        """What changes whenever the page has to show something else."""
        refreshes = [visible_state(task) for task in (self.under_way, self.failed) if task]
        return self.minutes, self.percent, refreshes


def offers_freshness() -> OffersFreshness:
    """The view of the offers, as it is now."""
    last_refresh = OffersRefresh.last()
    last_ended = OffersRefresh.objects.exclude(status__in=ACTIVE).order_by("-finished_at").first()
    under_way = OffersRefresh.objects.filter(status__in=ACTIVE).order_by("-status").first()
    failed = last_ended if last_ended and last_ended.status == Status.FAILURE else None
    return OffersFreshness(last_refresh, under_way, failed)
