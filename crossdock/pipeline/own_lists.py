"""Orders in suppliers' own last price lists: the same workbook, with the quantities written in."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from crossdock.errors import UserError
from crossdock.filling.columns import NewColumn
from crossdock.filling.messages import FillError
from crossdock.filling.sheet import SheetLines
from crossdock.filling.workbook import fill_workbook
from crossdock.models import PriceListImport, Supplier
from crossdock.models.lifecycle import Status
from crossdock.orders.lines import OrderLine
from crossdock.parts.keys import article_key, brand_key
from crossdock.spreadsheets.cells import as_text
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.reader_process import Table, open_table
from crossdock.storage.users_files import local

MAX_ROWS = 50_000
"""Of a list: somebody waits for it to be read, two seconds for so many."""

READING_SECONDS = 20
ENDINGS = (".xlsx", ".xlsm")
HEADING = "Заказ, шт."
"""Suppliers read it: in Russian, whatever the user reads."""

ORDER_HEADINGS = {
    "заказ",
    "заказ, шт",
    "заказ, шт.",
    "ваш заказ",
    "order",
    "your order",
    "order qty",
}
"""What suppliers call a column that they leave for it."""

Pieces = Counter[tuple[str, str]]
Rows = dict[int, dict[int, int]]
"""By table and row, the pieces of the part that stands there."""


class OwnLists:
    """The last lists of some suppliers."""

    def __init__(self, suppliers: Iterable[Supplier]) -> None:
        imports = PriceListImport.objects.filter(
            supplier__in=list(suppliers), status=Status.SUCCESS, price_list__isnull=False
        ).order_by("supplier_id", "-price_list__valid_from", "-price_list_id")
        self._imports = {each.supplier_id: each for each in imports.distinct("supplier_id")}

    def order(self, supplier: Supplier, lines: Sequence[OrderLine]) -> bytes | None:
        """The list with the pieces of all these lines, each beside its part.

        None where that is not certain: there is no such workbook of a bearable length, a part
        stands in it twice or not at all, or a line is of one of several stores.
        """
        list_import = self._imports.get(supplier.pk)
        if list_import is None or not str(list_import.file.name).endswith(ENDINGS):
            return None
        if (list_import.rows_taken or 0) > MAX_ROWS or any(line.store for line in lines):
            return None
        try:
            with local(list_import.file) as source:
                return _filled(source, ColumnMapping.from_json(list_import.columns), lines)
        except (UserError, FillError, OSError):
            return None


def _filled(source: Path, mapping: ColumnMapping, lines: Sequence[OrderLine]) -> bytes | None:
    wanted = _pieces(lines)
    needed = {Column.ARTICLE}
    with open_table(source, needed=needed, mapping=mapping, seconds=READING_SECONDS) as table:
        rows = _rows(table, mapping, wanted)
    if rows is None:
        return None
    index = _order_column(table)
    sheets = [
        SheetLines(table.tables[number], ((row, [pieces]) for row, pieces in sorted(own.items())))
        for number, own in sorted(rows.items())
    ]
    with TemporaryDirectory() as folder:
        target = Path(folder, "order.xlsx")
        column = NewColumn(HEADING, index=index)
        done = fill_workbook(source, target, sheets, [column], overwrite=index is not None)
        if index is None and done.left_alone:
            return None
        return target.read_bytes()


def _pieces(lines: Sequence[OrderLine]) -> Pieces:
    pieces: Pieces = Counter()
    for line in lines:
        whole = int(line.pieces)
        if Decimal(whole) != line.pieces:
            raise UserError(str(line.pieces))
        pieces[brand_key(line.brand), article_key(line.article)] += whole
    return pieces


def _rows(table: Table, mapping: ColumnMapping, wanted: Pieces) -> Rows | None:
    """Where all the wanted parts stand; None unless each stands in one row."""
    columns = table.recognition.columns
    fixed = mapping.fixed.get(Column.BRAND, "")
    brand_column, article_column = columns.get(Column.BRAND), columns[Column.ARTICLE]
    found: Rows = {}
    seen: set[tuple[str, str]] = set()
    for batch in table.placed_batches():
        for number, row in enumerate(batch.rows, batch.first_row):
            brand = fixed if brand_column is None else as_text(row[brand_column])
            part = brand_key(brand), article_key(as_text(row[article_column]))
            if part not in wanted:
                continue
            if part in seen:
                return None
            seen.add(part)
            found.setdefault(batch.table, {})[number] = wanted[part]
    return found if seen == wanted.keys() else None


def _order_column(table: Table) -> int | None:
    """The sheet's column (from 0) that the supplier has left for the order."""
    taken = set(table.recognition.columns.values())
    for place, heading in enumerate(table.headings):
        if heading.strip().casefold() in ORDER_HEADINGS and place not in taken:
            return table.left + place
    return None
