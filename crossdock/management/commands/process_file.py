from argparse import ArgumentParser
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from crossdock.errors import UserError
from crossdock.management.terminal import (
    TerminalReporter,
    lookback_days,
    named_group,
    within_hours,
)
from crossdock.models import RememberedLayout
from crossdock.models.tasks import DEFAULT_LOOKBACK_DAYS
from crossdock.offers.outcomes import Outcome
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.columns_choice import columns_choice
from crossdock.pipeline.filling import fill_request
from crossdock.pipeline.run import run
from crossdock.results.csv_file import csv_chunks
from crossdock.results.lines_query import LinesFile
from crossdock.results.summary import Summary
from crossdock.results.texts import ENGLISH, RUSSIAN
from crossdock.spreadsheets.mapping import NO_MAPPING
from crossdock.spreadsheets.messages import file_notes
from crossdock.storage.whole_files import atomic_write
from crossdock.templatetags.crossdock import percent
from crossdock.texts import Number


class Command(BaseCommand):
    help = _("Look a request file up at once and write the result file.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options (design, section 10)."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--group", required=True, help=_("the supplier group's name"))
        parser.add_argument(
            "--lookback",
            type=lookback_days,
            default=DEFAULT_LOOKBACK_DAYS,
            help=_("days; offers from older price lists do not count"),
        )
        parser.add_argument(
            "--within-hours",
            type=within_hours,
            metavar="N",
            help=_("only offers count that arrive within N hours"),
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
        within_hours: int | None,
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
        for path in filter(None, (output, fill, csv)):
            if path.exists() and path.samefile(file):
                raise CommandError(_("The result would overwrite the request file."))
        if columns is None and (sheet is not None or header is not None):
            raise CommandError(_("--sheet and --header go with --columns."))
        is_russian = get_language() == "ru"
        try:
            mapping = NO_MAPPING
            if columns is not None:
                mapping = columns_choice(columns, sheet=sheet, header_row=header)
            search = OfferSearch(
                named_group(group),
                lookback,
                original_query=original_query,
                within_hours=within_hours,
            )
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
                        chunks = csv_chunks(
                            LinesFile(lines),
                            texts,
                            delivery_hours=search.delivery_hours,
                            prices_as_of=search.prices_as_of,
                        )
                        part.write_bytes(b"".join(chunks))
        except (UserError, OSError) as error:
            raise CommandError(str(error)) from error
        self._print(summary)
        for path in filter(None, (output, fill, csv)):
            self.stdout.write(str(path))

    def _print(self, summary: Summary) -> None:
        for value, count in summary.outcome_counts().items():
            self.stdout.write(f"{Number(count)!s:>9}  {Outcome(value).label}")
        self.stdout.write(
            f"{Number(summary.lines)!s:>9}  {_('lines')}, {percent(100 * summary.share_found)}"
        )
        for note in file_notes(summary.notes):
            self.stdout.write(_("NOTE: %s") % note)
