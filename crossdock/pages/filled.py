"""A task's request file with the answers in it, as the task's page shows it."""

from django.utils.translation import gettext_lazy as _

from crossdock.models import CrossDockTask, FilledFile
from crossdock.models.status import progress_of
from crossdock.pages.tasks import visible_state
from crossdock.progress import Progress
from crossdock.spreadsheets.answer_places import USUAL_PLACES, AnswerColumn
from crossdock.spreadsheets.mapping import ColumnMapping

ANSWER_NAMES = {
    AnswerColumn.PRICE: _("Best price"),
    AnswerColumn.QUANTITY: _("Quantity on offer"),
    AnswerColumn.SUPPLIER: _("Supplier"),
    AnswerColumn.DATE: _("Date of the price"),
    AnswerColumn.OUTCOME: _("Outcome"),
}


class FilledRow:
    """How far the making of it is, if somebody has asked for it."""

    def __init__(self, task: CrossDockTask) -> None:
        self.is_possible = FilledFile.is_possible(task)
        self.file = FilledFile.of(task) if task.result_file and self.is_possible else None
        self._has_file = task.has_file
        self._answers = ColumnMapping.from_json(task.columns).answers
        self._progress = progress_of([self.file] if self.file else [])

    @property
    def is_active(self) -> bool:
        """Whether it is waited for."""
        return self.file is not None and self.file.is_active

    @property
    def is_running(self) -> bool:
        """Whether a worker makes it."""
        return self.file is not None and self.file.is_running

    @property
    def percent(self) -> int:
        """How far it is, 0 to 99."""
        return self._progress.get(self.file.pk, Progress()).percent if self.file else 0

    @property
    def size(self) -> int | None:
        """Its bytes; None as long as there is none, and if it is not kept any more."""
        return self.file.size if self.file and self._has_file else None

    @property
    def chosen(self) -> list[str]:
        """The answers that are written, with their columns, where somebody has chosen them."""
        if self._answers == USUAL_PLACES:
            return []
        letters = self._answers.letters
        return [f"{ANSWER_NAMES[answer]} {place}".strip() for answer, place in letters.items()]

    @property
    def state(self) -> tuple[object, ...]:
        """What changes whenever anything does that the page shows of it."""
        return (*visible_state(self.file), self.percent) if self.file else ()
