import datetime
from argparse import ArgumentTypeError
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from crossdock.errors import UserError
from crossdock.models import Supplier
from crossdock.pricelists.columns import OFFERED, describe, guessed
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.left_out_file import LeftOutTo, left_out_to
from crossdock.pricelists.report import MAX_EXAMPLES, ImportReport
from crossdock.spreadsheets.column_names import COLUMN_NAMES
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.messages import file_notes
from crossdock.workers import process


class Command(BaseCommand):
    """Takes a supplier's price list in."""

    help = _("Takes a supplier's price list in: all of its usable rows, or nothing.")

    def add_arguments(self, parser: CommandParser) -> None:
        """What the command line may say."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--supplier", required=True, metavar="CODE", help=_("whose list it is"))
        parser.add_argument(
            "--date",
            type=_date,
            metavar="D",
            help=_("the day from which it is valid, as in 2026-01-31; today unless given"),
        )
        parser.add_argument(
            "--rate",
            type=_rate,
            metavar="R",
            help=_("multiply the prices by this: the rate of the list's currency"),
        )
        for column in OFFERED:
            parser.add_argument(
                f"--{column}-column",
                action="append",
                metavar="HEADING",
                help=_(
                    "the heading or the letters of the column, where another would be taken; "
                    "for the quantity it may be given several times"
                ),
            )
        parser.add_argument(
            "--report",
            type=Path,
            metavar="FILE.xlsx",
            help=_("write every row left out to this file"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Import the file and say what came of it."""
        process.tune_garbage_collector()
        path, report_path = options["file"], options["report"]
        supplier = _supplier(options["supplier"])
        try:
            with _left_out_to(report_path, path) as report_sheet:
                report = import_price_list(
                    path,
                    supplier,
                    options["date"] or timezone.localdate(),
                    rate=options["rate"],
                    column_names=_column_names(options),
                    left_out_to=report_sheet,
                )
        except (UserError, OSError) as error:
            raise CommandError(_("Nothing was imported. %s") % error) from error
        for line in _lines(report, report_path):
            self.stdout.write(line)


def _column_names(options: Mapping[str, Any]) -> dict[Column, list[str]]:
    names = {column: options[f"{column}_column"] or [] for column in OFFERED}
    for column, texts in names.items():
        if len(texts) > 1 and column is not Column.QUANTITY:
            raise CommandError(_("--%s-column can be given once only.") % column)
    return {column: texts for column, texts in names.items() if texts}


def _supplier(code: str) -> Supplier:
    try:
        return Supplier.objects.get(code=code)
    except Supplier.DoesNotExist:
        codes = Supplier.objects.order_by("code").values_list("code", flat=True)
        raise CommandError(
            _("There is no supplier with the code %(code)s. The codes are: %(codes)s.")
            % {"code": code, "codes": ", ".join(codes) or _("none yet")}
        ) from None


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(_("%s is no date; write it as in 2026-01-31.") % text) from None


def _rate(text: str) -> Decimal:
    try:
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ArgumentTypeError(_("%s is no number; write it as in 92.5.") % text) from None


def _left_out_to(
    report_path: Path | None, price_list: Path
) -> AbstractContextManager[LeftOutTo | None]:
    """Write the rows left out to a file, if one is wanted."""
    if report_path is None:
        return nullcontext()
    if report_path.suffix.lower() != ".xlsx":
        raise CommandError(_("The report is a workbook: give it a name that ends in .xlsx."))
    if report_path.exists() and report_path.samefile(price_list):
        raise CommandError(_("The report would overwrite the price list."))
    return left_out_to(report_path)


def _lines(report: ImportReport, report_path: Path | None) -> Iterator[str]:
    price_list = report.price_list
    yield _("%(filename)s: the price list of %(supplier)s, valid from %(date)s.") % {
        "filename": price_list.filename,
        "supplier": price_list.supplier,
        "date": price_list.valid_from.isoformat(),
    }
    if report.sheet is not None:
        yield _("Sheet: «%s»") % report.sheet
    yield from describe(report.mapping)
    if guess := guessed(report.mapping):
        yield guess
    for note in file_notes(report.notes):
        yield _("NOTE: %s") % note
    yield _("Rows taken: %d") % report.rows_taken
    if not report.rows_in_stock:
        yield _("WARNING: no row is in stock. Look whether the quantity's column is the right one.")
    for column, count in report.unread.items():
        yield _("%(column)s: could not be read in rows taken, which have none now: %(count)d") % {
            "column": COLUMN_NAMES[column],
            "count": count,
        }
    yield _("Rows left out: %d") % report.rows_left_out
    for reason in report.reasons():
        yield f"  {reason}"
    if report_path is not None:
        yield _("Every row left out is in %s.") % report_path
    elif max(report.left_out.values(), default=0) > MAX_EXAMPLES:
        yield _("Give --report FILE.xlsx for all of them.")
