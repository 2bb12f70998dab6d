"""Workbooks of a few thousand rows, made in memory."""

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from rustpy_xlsxwriter import Format, write_worksheet

MONEY = "#,##0.00"
TEXT = "@"


class Column(NamedTuple):
    """A heading (no two are equal), a width in characters, and how Excel formats the numbers."""

    heading: str
    width: int = 12
    format: str | None = None


def small_workbook(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """One sheet with bold headings that stay; each row has a cell for each column."""
    buffer = io.BytesIO()
    records = [
        {
            column.heading: float(cell) if isinstance(cell, Decimal) else cell
            for column, cell in zip(columns, row, strict=True)
        }
        for row in rows
    ]
    write_worksheet(
        records,
        buffer,
        bold_headers=True,
        column_widths={column.heading: column.width for column in columns},
        column_formats={
            column.heading: Format().set_num_format(column.format)
            for column in columns
            if column.format
        },
        freeze_row=1,
    )
    return buffer.getvalue()
