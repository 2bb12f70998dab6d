"""The import of an uploaded price list: its offers and its success are one transaction."""

from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import translation

from crossdock.errors import UserError
from crossdock.models import PriceListImport, Supplier
from crossdock.models.lifecycle import Status
from crossdock.models.preferences import language_of
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.left_out_file import left_out_to
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.storage.users_files import kept, users_files
from crossdock.workers.hold import Hold, Stop, Stopped
from crossdock.workers.middleware import PUBLISHED, Published


def run_import(task: PriceListImport, hold: Hold[PriceListImport]) -> Published:
    """Import the held task's list, or nothing at all.

    The success is marked with the offers: a worker that is killed in between has done nothing, and
    one whose claim is lost takes its offers back, so no list can ever be imported twice. What staff
    chose is remembered for the supplier's next list. Raises UserError, Stopped.
    """
    try:
        with (
            kept(task.file) as path,
            translation.override(language_of(task.user)),
            transaction.atomic(),
        ):
            _import(task, hold, path)
    except (UserError, Stopped):  # after any other the success may stand; orphans go by the clock
        users_files.drop(task.claimed_left_out_name)
        raise
    return PUBLISHED


def _import(task: PriceListImport, hold: Hold[PriceListImport], path: Path) -> None:
    columns = task.columns
    with users_files.written(task.claimed_left_out_name) as left_out_path:
        with left_out_to(left_out_path) as left_out_sheet:
            report = import_price_list(
                path,
                task.supplier,
                task.valid_from,
                filename=task.filename,
                rate=task.rate,
                mapping=ColumnMapping.from_json(columns),
                left_out_to=left_out_sheet,
                reporter=hold,
            )
        if not report.rows_left_out:
            left_out_path.unlink()
    _remember(task, columns)
    if not task.mark_as_success(
        hold.progress.stage_times(),
        price_list=report.price_list,
        columns=report.mapping.to_json(),
        report=report.to_json(),
        rows_taken=report.rows_taken,
        notes=report.notes,
        rows_in_stock=report.rows_in_stock,
        rows_left_out=report.rows_left_out,
        left_out_file=task.claimed_left_out_name if report.rows_left_out else "",
    ):
        raise Stopped(Stop.CLAIM_LOST)


def _remember(task: PriceListImport, columns: dict[str, Any]) -> None:
    """Keep what was chosen for the supplier's next list, unless a later upload chose already."""
    supplier = Supplier.objects.select_for_update(no_key=True).get(pk=task.supplier_id)
    later = supplier.imports.filter(created_at__gt=task.created_at, status=Status.SUCCESS)
    if supplier.columns != columns and not later.exists():
        Supplier.objects.filter(pk=supplier.pk).update(columns=columns)
