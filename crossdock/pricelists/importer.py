"""A supplier's price list into the offers table."""

import datetime
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import psycopg
from django.db import connection, transaction

from crossdock.brands.new_brands import new_brands
from crossdock.errors import UserError
from crossdock.models import OffersRefresh, PriceList, Supplier
from crossdock.pricelists.columns import (
    columns_to_read,
    foreign_currency,
    names_currency,
    needed_columns,
    needs_rate,
    two_currencies,
)
from crossdock.pricelists.conversion import Converter
from crossdock.pricelists.copying import copy_offers
from crossdock.pricelists.left_out_file import LeftOutTo
from crossdock.pricelists.reasons import LeftOut, SkipReason
from crossdock.pricelists.report import ImportReport
from crossdock.pricelists.rows import OfferRow, read_rows
from crossdock.pricelists.valid_from import check_valid_from
from crossdock.progress import Reporter, Silent, Stage
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import NO_NAMES, ColumnMapping, ColumnNames, Place
from crossdock.spreadsheets.notes import note_alone
from crossdock.spreadsheets.reader_process import Table, open_table
from crossdock.texts import Joined, Text
from crossdock.texts import Text as _

MAX_FILENAME = 255
REPORTED_ROWS = 1000
CANCEL_SECONDS = 2
SILENT = Silent()


def import_price_list(
    path: Path,
    supplier: Supplier,
    valid_from: datetime.date,
    *,
    filename: str | None = None,
    rate: Decimal | None = None,
    column_names: ColumnNames = NO_NAMES,
    mapping: ColumnMapping | None = None,
    left_out_to: LeftOutTo | None = None,
    reporter: Reporter = SILENT,
) -> ImportReport:
    """Take every row of the list that names a part, a price and a quantity, or nothing at all.

    `filename` is the list's name where it is not the path's. `rate`: what one unit of the list's
    currency costs in the project's own; prices are multiplied by it. `column_names`: the headings
    or the letters of columns, where those that would be chosen are wrong. `mapping`: columns that
    people have chosen; those remembered for the supplier unless given. `left_out_to` gets every row
    that is not taken; the report keeps the first few of each kind only.

    Raises UserError where the day is still to come, the file cannot be read, a chosen column is not
    in it, one could be one of several, its prices are in another currency and there is no rate, or
    none of its rows can be taken, and what `reporter` raises to stop the work; then nothing is
    stored.
    """
    if rate is not None and not (rate.is_finite() and rate > 0):
        raise UserError(_("The rate must be a number above zero."))
    check_valid_from(valid_from)
    if mapping is None:
        mapping = ColumnMapping.from_json(supplier.columns)
    mapping = mapping.named(column_names)
    reporter.enter(Stage.READING)
    fixed = supplier.fixed
    table = open_table(path, needed=needed_columns(fixed), mapping=mapping)
    with reporter.stoppable(_stopper(table)), table, transaction.atomic():
        recognition = columns_to_read(table, fixed)
        fixed = {name: value for name, value in fixed.items() if name not in recognition.columns}
        mapping = ColumnMapping.of(recognition, table.headings, table.left, fixed=fixed)
        foreign = foreign_currency(mapping[Column.PRICE], table.currency_notes)
        if foreign and rate is None:
            raise UserError(needs_rate(*foreign, mapping[Column.PRICE]))
        is_own = not foreign and names_currency(mapping[Column.PRICE], table.currency_notes)
        converter = Converter(rate, foreign[0] if foreign else None, bare_are_own=is_own)
        price_list = PriceList.objects.create(
            supplier=supplier,
            valid_from=valid_from,
            filename=(filename or path.name)[:MAX_FILENAME],
        )
        report = ImportReport(price_list, table.sheet, mapping, table.notes)
        rows = read_rows(table, recognition, converter, fixed, report.unread)
        on_left_out = left_out_to(table) if left_out_to else None

        def leave_out(row: LeftOut) -> None:
            if rate is None or is_own:
                _check_currency(row, mapping[Column.PRICE], is_own=is_own)
            report.leave_out(row)
            if on_left_out is not None:
                on_left_out(row)

        copy_offers(_taken(rows, table.height, report, leave_out, reporter), price_list)
        if not report.rows_taken:
            raise UserError(_no_row_taken(report))
        report.new_brands = new_brands(price_list)
        price_list.rows_taken = report.rows_taken
        price_list.rows_left_out = report.rows_left_out
        price_list.save(update_fields=("rows_taken", "rows_left_out", "updated_at"))
        transaction.on_commit(OffersRefresh.request)
    return report


def _stopper(table: Table) -> Callable[[], None]:
    """What ends the reading and the running command of this thread's connection, from another."""
    connection.ensure_connection()
    database: psycopg.Connection = connection.connection

    def stop() -> None:
        table.kill()
        database.cancel_safe(timeout=CANCEL_SECONDS)

    return stop


def _taken(
    rows: Iterator[OfferRow | LeftOut],
    height: int,
    report: ImportReport,
    leave_out: Callable[[LeftOut], None],
    reporter: Reporter,
) -> Iterator[OfferRow]:
    """The offers among the rows; the report counts both kinds.

    Now and then their number is told, and a wish to stop is heard: COPY hears none.
    """
    done = 0
    for done, row in enumerate(rows, start=1):
        if done % REPORTED_ROWS == 1:
            reporter.report(Stage.READING, done, max(height, done))
            reporter.enter(Stage.WRITING)
            reporter.report(Stage.WRITING, done - 1, max(height, done))
        if isinstance(row, LeftOut):
            leave_out(row)
            continue
        if type(row) is OfferRow:  # one of a further store is of a row that is counted
            report.rows_taken += 1
            report.rows_in_stock += bool(row.quantity)
        yield row
    for stage in (Stage.READING, Stage.WRITING):
        reporter.report(stage, done, done)


def _check_currency(row: LeftOut, price: Place, *, is_own: bool) -> None:
    """Raises UserError where a line far below the headings says that prices are in another one.

    `is_own`: a line before it has said that they are in the project's own.
    """
    if row.reason in (SkipReason.NO_ARTICLE, SkipReason.NO_BRAND, SkipReason.NO_PRICE):
        foreign = foreign_currency(price, [note_alone(row.cells)])
        if foreign and is_own:
            raise UserError(two_currencies(row.row, *foreign))
        if foreign:
            raise UserError(needs_rate(*foreign, price))


def _no_row_taken(report: ImportReport) -> Text:
    if not report.left_out:
        return _("The price list has no rows.")
    return _("No row of the price list can be taken. %(reasons)s") % {
        "reasons": Joined.of(report.reasons(), ". ")
    }
