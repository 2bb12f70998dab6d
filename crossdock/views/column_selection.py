"""The columns of a list as somebody selects them over its first rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from django.http import QueryDict
from django.utils.translation import gettext as _

from crossdock.models import Supplier
from crossdock.pages.price_lists import columns_read
from crossdock.pricelists.columns import (
    OFFERED,
    describe_fixed,
    describe_place,
    foreign_currency,
    guessed,
    needed_columns,
    settled_by_currency,
    without_doubts,
)
from crossdock.spreadsheets.column_names import COLUMN_NAMES
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping, Place
from crossdock.spreadsheets.messages import file_notes, further_tables
from crossdock.spreadsheets.preview import Preview
from crossdock.spreadsheets.reader_process import read_preview
from crossdock.spreadsheets.recognition import Recognition
from crossdock.views.selected_columns import SelectedColumns, posted_columns


def read_columns(path: Path, supplier: Supplier | None) -> Preview:
    """A list's first rows, with the columns as they would be read for the supplier.

    Raises UserError, FileNotFoundError.
    """
    mapping = ColumnMapping.from_json(supplier.columns) if supplier else NO_MAPPING
    fixed = supplier.fixed if supplier else {}
    preview = read_preview(path, needed=needed_columns(fixed), mapping=mapping)

    def settled(recognition: Recognition) -> Recognition:
        return without_doubts(settled_by_currency(recognition, preview.headings), fixed)

    return replace(
        preview, recognised=settled(preview.recognised), reading=settled(preview.reading)
    )


@dataclass(frozen=True)
class Selection(SelectedColumns):
    """The columns that somebody has selected over the first rows of a list."""

    offered = OFFERED
    fixed: Mapping[Column, str]

    @classmethod
    def preset(cls, preview: Preview, fixed: Mapping[Column, str]) -> "Selection":
        """What would be read without anybody's help."""
        reading = preview.reading
        by_index = {
            index: str(column)
            for column, index in reading.columns.items()
            if column in OFFERED and column not in reading.doubts
        }
        stores = dict.fromkeys(reading.stores, str(Column.QUANTITY))
        return cls(preview, by_index | stores, preview.header_row, fixed)

    @classmethod
    def posted(cls, preview: Preview, fixed: Mapping[Column, str], data: QueryDict) -> "Selection":
        """What somebody has sent."""
        return cls(preview, *posted_columns(preview, data), fixed)

    @cached_property
    def columns(self) -> Recognition:
        """Where each column is; of several quantities the first, with the rest as stores."""
        pairs = [
            (Column(name), index)
            for index, name in sorted(self.by_index.items())
            if name in OFFERED and index < len(self.preview.letters)
        ]
        stock = [index for column, index in pairs if column is Column.QUANTITY]
        return Recognition(dict(reversed(pairs)), tuple(stock[1:]))

    @property
    def problem(self) -> str:
        """What is wrong with the selection, if anything."""
        selected = [name for name in self.by_index.values() if name in OFFERED]
        columns_needed = needed_columns(self.fixed)
        names_missing = [
            str(COLUMN_NAMES[column]) for column in columns_needed if column not in selected
        ]
        single = [column for column in OFFERED if column is not Column.QUANTITY]
        twice = [str(COLUMN_NAMES[column]) for column in single if selected.count(column) > 1]
        if self.beyond:
            return self.beyond
        if names_missing:
            return _("Say which column is: %s.") % ", ".join(names_missing)
        if twice:
            return _("More than one column is selected as: %s.") % ", ".join(twice)
        return ""

    @property
    def currency(self) -> str | None:
        """The foreign currency that the price's heading or a line around it names, if any."""
        price = self.preview.mapping(self.columns, self.header_row).get(Column.PRICE)
        if price is None:
            return None
        foreign = foreign_currency(price, self.preview.currency_notes)
        return foreign[0] if foreign else None

    @property
    def questions(self) -> list[tuple[str, str]]:
        """The columns that cannot be told: their names, and the columns that they could be."""
        places = {
            column: [
                Place(self.preview.headings[index], self.preview.letters[index])
                for index in indexes
                if index < len(self.preview.letters)
            ]
            for column, indexes in self.preview.reading.doubts.items()
            if column in OFFERED
        }
        return [
            (str(COLUMN_NAMES[column]), ", ".join(map(str, map(describe_place, rivals))))
            for column, rivals in places.items()
        ]

    @property
    def notes(self) -> list[str]:
        """What is doubtful about the file, and what is read of it besides."""
        notes = self.preview.notes
        return [*filter(None, [further_tables(notes)]), *file_notes(notes)]

    @property
    def fixed_values(self) -> list[str]:
        """What holds for all rows where no column is selected."""
        selected = set(self.by_index.values())
        return [
            f"{COLUMN_NAMES[column]}: {describe_fixed(value)}"
            for column, value in self.fixed.items()
            if column not in selected
        ]

    @property
    def guessed(self) -> str:
        """What to say of the columns that are likely, not sure."""
        return guessed(self.preview.mapping(self.preview.reading, self.preview.header_row))

    @property
    def columns_read(self) -> list[tuple[str, str, str]]:
        """Name, heading and letters of each column that is selected."""
        return columns_read(self.preview.mapping(self.columns, self.header_row))
