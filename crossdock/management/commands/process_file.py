import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crossdock.errors import UserError
from crossdock.models import RememberedLayout, SupplierGroup
from crossdock.models.tasks import DEFAULT_LOOKBACK_DAYS, MAX_LOOKBACK_DAYS
from crossdock.offers.outcomes import Outcome
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.columns_choice import columns_choice
from crossdock.pipeline.filling import fill_request
from crossdock.pipeline.run import run
from crossdock.progress import Progress, Stage
from crossdock.results.csv_file import csv_chunks
from crossdock.results.lines_query import LinesFile
from crossdock.results.summary import Summary
from crossdock.results.texts import ENGLISH, RUSSIAN
from crossdock.spreadsheets.mapping import NO_MAPPING
from crossdock.spreadsheets.messages import file_notes
from crossdock.storage.whole_files import atomic_write
from crossdock.templatetags.crossdock import percent
from crossdock.texts import Number

BAR_WIDTH = 30


class Command(BaseCommand):
    help = _("Look a request file up at once and write the result file.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options (design, section 10)."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--group", required=True, help=_("the supplier group's name"))
        parser.add_argument(
            "--lookback",
            type=_lookback,
            default=DEFAULT_LOOKBACK_DAYS,
            help=_("days; offers from older price lists do not count"),
        )
        parser.add_argument(
            "--output", type=Path, help=_("beside the file, as *.result.xlsx, unless given")
        )
        parser.add_argument(
            "--columns",
            help=_("where the columns are: brand=B,article=C,quantity=E,ceiling=F,code=A"),
        )
        parser.add_argument("--sheet", help=_("with --columns: the sheet's name"))
        parser.add_argument(
            "--header",
            type=int,
            metavar="ROW",
            help=_("with --columns: the row of the headings; 0 if there are none"),
        )
        parser.add_argument(
            "--fill",
            type=Path,
            metavar="OUT.xlsx",
            help=_("also write a copy of the file with the best offers in it"),
        )
        parser.add_argument(
            "--csv", type=Path, metavar="OUT.csv", help=_("also write the result's lines as CSV")
        )
        parser.add_argument(
            "--original-query",
            action="store_true",
            help=_("take offers from the price lists themselves: slower, the result is the same"),
        )

    def handle(
        self,
        *,
        file: Path,
        group: str,
        lookback: int,
        output: Path | None,
        fill: Path | None,
        csv: Path | None,
        original_query: bool,
        columns: str | None,
        sheet: str | None,
        header: int | None,
        **_options: Any,
    ) -> None:
        """Run the pipeline. Raises CommandError with what a user would read on the page."""
        if not file.is_file():
            raise CommandError(_("There is no file %s.") % file)
        output = output or file.with_name(f"{file.stem}.result.xlsx")
        for made in filter(None, (output, fill, csv)):
            if made.exists() and made.samefile(file):
                raise CommandError(_("The result would overwrite the request file."))
        if columns is None and (sheet is not None or header is not None):
            raise CommandError(_("--sheet and --header go with --columns."))
        is_russian = get_language() == "ru"
        try:
            mapping = NO_MAPPING
            if columns is not None:
                mapping = columns_choice(columns, sheet=sheet, header_row=header)
            search = OfferSearch(_group(group), lookback, original_query=original_query)
            reporter = TerminalReporter()
            with TemporaryDirectory() as folder:
                lines = Path(folder, "lines.sqlite3")
                summary = run(
                    file,
                    output,
                    search,
                    reporter,
                    filename=file.name,
                    lines_path=lines,
                    mapping=mapping,
                    remembered=RememberedLayout.mapping_of,
                )
                if fill:
                    fill_request(file, lines, fill, reporter, russian=is_russian)
                if csv:
                    texts = RUSSIAN if is_russian else ENGLISH
                    with atomic_write(csv) as part:
                        part.write_bytes(b"".join(csv_chunks(LinesFile(lines), texts)))
        except (UserError, OSError) as error:
            raise CommandError(str(error)) from error
        self._print(summary)
        for made in filter(None, (output, fill, csv)):
            self.stdout.write(str(made))

    def _print(self, summary: Summary) -> None:
        for value, count in summary.outcome_counts().items():
            self.stdout.write(f"{Number(count)!s:>9}  {Outcome(value).label}")
        self.stdout.write(
            f"{Number(summary.lines)!s:>9}  {_('lines')}, {percent(100 * summary.share_found)}"
        )
        for note in file_notes(summary.notes):
            self.stdout.write(_("NOTE: %s") % note)


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
        """Move the bar."""
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


def _lookback(text: str) -> int:
    if not text.isdecimal() or len(text) > 3 or int(text) > MAX_LOOKBACK_DAYS:
        raise ArgumentTypeError(
            _("%(text)s is not a number of days between 0 and %(most)d.")
            % {"text": text, "most": MAX_LOOKBACK_DAYS}
        )
    return int(text)


def _group(name: str) -> SupplierGroup:
    group = SupplierGroup.objects.filter(name=name).first()
    if group is None:
        names = "\n".join(f"  {group}" for group in SupplierGroup.objects.all())
        raise CommandError(_("There is no supplier group “%s”. There are:") % name + f"\n{names}")
    return group
