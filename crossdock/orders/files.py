"""Orders as files: one for each supplier, a summary, and all in one ZIP."""

import csv
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _

from crossdock.models import Supplier
from crossdock.orders.layout import OrderColumn, OrderLayout
from crossdock.orders.lines import OrderLine, total
from crossdock.orders.plain import by_supplier
from crossdock.results.cells import text_cell, unique_headings
from crossdock.results.small_workbook import MONEY, TEXT, Column, small_workbook
from crossdock.spreadsheets.csv_formulas import no_formula
from crossdock.storage.whole_files import atomic_write

WIDTHS = {OrderColumn.BRAND: 20, OrderColumn.ARTICLE: 26, OrderColumn.STORE: 20}
WIDTH = 12
FORMATS = {
    OrderColumn.BRAND: TEXT,
    OrderColumn.ARTICLE: TEXT,
    OrderColumn.CODE: TEXT,
    OrderColumn.PRICE: MONEY,
    OrderColumn.SUM: MONEY,
}


class OrderFormat(StrEnum):
    """What kind of file an order is."""

    XLSX = "xlsx"
    CSV = "csv"
    CSV_1251 = "csv-1251"
    OWN_LIST = "own-list"
    """The supplier's own price list where that can be had, else XLSX."""


OwnList = Callable[[Supplier, Sequence[OrderLine]], bytes | None]
"""Makes an order in a supplier's own price list; None where it cannot."""

ENCODINGS = {OrderFormat.CSV: "utf-8-sig", OrderFormat.CSV_1251: "cp1251"}


def write_orders(
    path: Path,
    lines: Sequence[OrderLine],
    suppliers: Mapping[str, Supplier],
    kind: OrderFormat,
    day: date,
    own_list: OwnList = lambda _supplier, _lines: None,
) -> list[str]:
    """Write the ZIP with an order for each supplier and the summary; it appears whole.

    `suppliers` are those of the lines, by name; `own_list` is asked for OWN_LIST, and who got a
    plain order instead is returned, by name. Raises OSError.
    """
    names: set[str] = set()
    plain: list[str] = []
    with atomic_write(path) as part, ZipFile(part, "w", ZIP_DEFLATED) as archive:
        for name, supplier_lines in by_supplier(lines).items():
            supplier = suppliers[name]
            layout = OrderLayout.from_json(supplier.order_layout)
            stem = _free(layout.filename(name, supplier.code, day), names)
            content = own_list(supplier, supplier_lines) if kind is OrderFormat.OWN_LIST else None
            if kind is OrderFormat.OWN_LIST and content is None:
                plain.append(name)
            suffix = "csv" if kind in ENCODINGS else "xlsx"
            archive.writestr(
                f"{stem}.{suffix}", content or order_file(supplier_lines, layout, kind)
            )
        summary = _summary(lines, suppliers, plain if kind is OrderFormat.OWN_LIST else None)
        archive.writestr(f"{_free(_('Summary'), names)}.xlsx", summary)
    return plain


def order_file(lines: Sequence[OrderLine], layout: OrderLayout, kind: OrderFormat) -> bytes:
    """One supplier's order. Letters that an encoding has not got become question marks."""
    headings = unique_headings([heading for _column, heading in layout.columns], "{}")
    columns = [column for column, _heading in layout.columns]
    if kind not in ENCODINGS:
        rows = [[_cell(line, column) for column in columns] for line in lines]
        styles = ((WIDTHS.get(column, WIDTH), FORMATS.get(column)) for column in columns)
        pairs = zip(headings, styles, strict=True)
        return small_workbook([Column(heading, *style) for heading, style in pairs], rows)
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(map(no_formula, headings))
    writer.writerows([_text(line, column) for column in columns] for line in lines)
    return text.getvalue().encode(ENCODINGS[kind], "replace")


def _summary(
    lines: Sequence[OrderLine],
    suppliers: Mapping[str, Supplier],
    plain: Collection[str] | None,
) -> bytes:
    """What is ordered of whom; `plain` are those who got a plain order, None where all did."""
    columns = [
        Column(_("Supplier"), 36),
        Column(_("Lines")),
        Column(_("Sum"), 16, MONEY),
        Column(_("Minimum order sum"), 24, MONEY),
        Column(_("Delivery"), 16, MONEY),
    ]
    if plain is not None:
        columns.append(Column(_("Order"), 28))
    rows: list[list[Any]] = []
    for name, supplier_lines in by_supplier(lines).items():
        money = total(supplier_lines)
        minimum = suppliers[name].minimum_sum
        cost = suppliers[name].delivery_of(money)
        kind = _("Plain order") if name in (plain or ()) else _("In its own price list")
        rows.append([text_cell(name), len(supplier_lines), money, minimum, cost, kind])
    sums = [row[4] for row in rows if row[4] is not None]
    rows.append([_("Total"), len(lines), total(lines), None, sum(sums, Decimal(0)), None])
    return small_workbook(columns, [row[: len(columns)] for row in rows])


def _cell(line: OrderLine, column: OrderColumn) -> Any:
    value = getattr(line, column)
    return text_cell(value) if isinstance(value, str) else value


def _text(line: OrderLine, column: OrderColumn) -> str:
    value = getattr(line, column)
    return no_formula(value) if isinstance(value, str) else f"{value:f}".replace(".", ",")


def _free(stem: str, names: set[str]) -> str:
    """The name, with a number where it is taken already; many systems ignore its case."""
    free, number = stem, 2
    while free.casefold() in names:
        free, number = f"{stem} {number}", number + 1
    names.add(free.casefold())
    return free
