"""A supplier's offers for the lines of request files, beside everybody else's, on a worker."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

from crossdock.errors import UserError
from crossdock.models import CrossDockTask, NegotiationSheet
from crossdock.models.orders import digest
from crossdock.negotiation.bids import Bid, rivalry
from crossdock.negotiation.curve import curve
from crossdock.negotiation.standing import brands, lost
from crossdock.offers.every import counting_offers
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.request_file import RequestLines, read_lines
from crossdock.pipeline.request_parts import PART_COLUMNS
from crossdock.progress import Reporter, Stage
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.reader_process import open_table
from crossdock.storage.users_files import local, users_files
from crossdock.storage.whole_files import atomic_write
from crossdock.texts import Text as _

MAX_TASKS, MAX_LINES = 200, 200_000
"""So many at most are looked at, the latest."""

MAX_LISTED = 20_000
"""So many lost lines are listed, those that are too dear by the most."""

MAX_BRANDS = 200

NOTHING_KEPT = _("No list of these tasks is kept any more: upload it again.")
NOT_IN_GROUP = _("The supplier is not in the group any more, or it is disabled.")
NO_TASKS = _("In the last 30 days no task has asked this supplier.")


def run_negotiation(sheet: NegotiationSheet, reporter: Reporter) -> dict[str, Any]:
    """Write the held claim's file; returns the columns of the model that publish it.

    Raises UserError where there is nothing to look at, OSError, and what `reporter` raises to stop.
    """
    reporter.enter(Stage.SOLVING)
    gathered = _Gathered(sheet, reporter)
    gathered.gather()
    reporter.enter(Stage.WRITING)
    with users_files.written(sheet.claimed_name) as path, atomic_write(path) as part:
        part.write_text(json.dumps(gathered.document(), ensure_ascii=False), encoding="utf-8")
    reporter.report(Stage.WRITING, 1, 1)
    return {"file": sheet.claimed_name, "prices_as_of": gathered.prices_as_of}


class _Gathered:
    """The bids of a supplier, all of the same moment."""

    prices_as_of: datetime

    def __init__(self, sheet: NegotiationSheet, reporter: Reporter) -> None:
        self._sheet = sheet
        self._supplier = sheet.supplier_id
        self._reporter = reporter
        self._names: list[str] = []
        self._digests: set[str] = set()
        self._lines = 0
        self._is_cut = False
        self._bids: list[Bid] = []

    def gather(self) -> None:
        """Look all lines of all tasks up. Raises UserError."""
        tasks = list(self._sheet.tasks().select_related("supplier_group")[: MAX_TASKS + 1])
        if not tasks:
            raise UserError(NO_TASKS)
        self._is_cut = len(tasks) > MAX_TASKS
        with ExitStack() as version:
            for count, task in enumerate(tasks[:MAX_TASKS]):
                if self._lines >= MAX_LINES:
                    self._is_cut = True
                    break
                self._gather_once(task, version)
                self._reporter.report(Stage.SOLVING, count + 1, len(tasks))
        if not self._names:
            raise UserError(NOT_IN_GROUP if self._digests else NOTHING_KEPT)
        self._reporter.report(Stage.SOLVING, len(tasks), len(tasks))

    def _gather_once(self, task: CrossDockTask, version: ExitStack) -> None:
        with ExitStack() as stack:
            try:
                path = stack.enter_context(local(task.request_file))
            except FileNotFoundError:
                return
            if (list_ := digest(task)) not in self._digests:
                self._digests.add(list_)
                self._gather_of(task, path, version)

    def _gather_of(self, task: CrossDockTask, path: Path, version: ExitStack) -> None:
        search = OfferSearch(
            task.supplier_group, task.lookback_days, within_hours=task.within_hours
        )
        if self._supplier not in search.supplier_ids:
            return
        mapping = ColumnMapping.from_json(task.columns)
        table = open_table(path, needed=PART_COLUMNS, mapping=mapping)

        def stop() -> None:
            table.kill()
            search.cancel()

        with self._reporter.stoppable(stop), table:
            if not self._names:
                version.enter_context(search.one_version())
                self.prices_as_of = search.prices_as_of
            number = 1
            for batch in read_lines(table):
                if self._lines >= MAX_LINES:
                    self._is_cut = True
                    break
                self._bids += _bids(batch, search, self._supplier, len(self._names), number)
                number += len(batch.parts)
                self._lines += sum(bool(part.article_key) for part in batch.parts)
        self._names.append(task.filename)

    def document(self) -> dict[str, Any]:
        """What the page and the workbook show."""
        losses = lost(self._bids)
        return {
            "requests": self._names,
            "lines": self._lines,
            "is_cut": self._is_cut,
            "offered": len(self._bids),
            "won": sum(bid.discount == 0 for bid in self._bids),
            "won_sum": round(sum(bid.sum() for bid in self._bids if bid.discount == 0), 2),
            "lost_sum": round(sum(bid.sum() for bid in self._bids if bid.discount != 0), 2),
            "curve": curve(self._bids),
            "brands": brands(self._bids)[:MAX_BRANDS],
            "lost": losses[:MAX_LISTED],
            "more_lost": max(len(losses) - MAX_LISTED, 0),
        }


def _bids(
    batch: RequestLines, search: OfferSearch, supplier: int, request: int, first_number: int
) -> Iterator[Bid]:
    """The supplier's bids for some lines, the first of which has this number."""
    suppliers = search.supplier_ids
    for place, offers in enumerate(counting_offers(search, batch.parts)):
        ceiling = batch.ceilings[place] if batch.ceilings else None
        demand = batch.demands[place] if batch.demands else None
        if prices := rivalry(supplier, offers, suppliers, ceiling):
            pieces = 1.0 if demand is None else demand
            names = batch.brands[place], batch.articles[place]
            yield Bid(request, first_number + place, *names, pieces, *prices)
