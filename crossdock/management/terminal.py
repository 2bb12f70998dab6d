"""What commands share: a progress bar, and options that are looked up."""

import sys
from argparse import ArgumentTypeError
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from crossdock.models import SupplierGroup
from crossdock.models.delivery import MAX_WITHIN_HOURS
from crossdock.models.tasks import MAX_LOOKBACK_DAYS
from crossdock.progress import Progress, Stage

BAR_WIDTH = 30


class TerminalReporter:
    """Draws a progress bar on a terminal; says nothing into a file."""

    def __init__(self) -> None:
        self._progress = Progress()
        self._drawn = ""

    def enter(self, stage: Stage) -> None:
        """Name the stage that is being waited for."""
        self._progress.enter(stage)
        self._draw()

    def report(self, stage: Stage, done: int, total: int) -> None:
        """Move the bar to `done` of `total` steps."""
        self._progress.report(stage, done, total)
        self._draw()

    def stoppable(self, stop: Callable[[], None]) -> AbstractContextManager[None]:
        """Ctrl-C raises KeyboardInterrupt in the work itself."""
        return nullcontext()

    def _draw(self) -> None:
        percent = self._progress.percent
        filled = "#" * (percent * BAR_WIDTH // 100)
        bar = f"\r[{filled:<{BAR_WIDTH}}] {percent:3} % {self._progress.stage.label}"
        if bar != self._drawn and sys.stderr.isatty():
            sys.stderr.write(f"{bar:<60}")
            self._drawn = bar


def lookback_days(text: str) -> int:
    """An option's lookback. Raises ArgumentTypeError."""
    if not text.isdecimal() or len(text) > 3 or int(text) > MAX_LOOKBACK_DAYS:
        raise ArgumentTypeError(
            _("%(text)s is not a number of days between 0 and %(most)d.")
            % {"text": text, "most": MAX_LOOKBACK_DAYS}
        )
    return int(text)


def within_hours(text: str) -> int:
    """An option's hours. Raises ArgumentTypeError."""
    if not text.isdecimal() or len(text) > 4 or not 1 <= int(text) <= MAX_WITHIN_HOURS:
        raise ArgumentTypeError(
            _("%(text)s is not a number of hours between 1 and %(most)d.")
            % {"text": text, "most": MAX_WITHIN_HOURS}
        )
    return int(text)


def named_group(name: str) -> SupplierGroup:
    """The group of this name. Raises CommandError, which names those that there are."""
    group = SupplierGroup.objects.filter(name=name).first()
    if group is None:
        names = "\n".join(f"  {group}" for group in SupplierGroup.objects.all())
        raise CommandError(_("There is no supplier group “%s”. There are:") % name + f"\n{names}")
    return group
