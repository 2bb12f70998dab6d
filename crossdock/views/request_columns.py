"""The columns of a request file over its first rows: on the upload page, and of a failed task."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crossdock.models import RememberedLayout
from crossdock.models.filled_files import SUFFIXES
from crossdock.offers.brands import KnownBrands
from crossdock.parts.phrases import Phrase, PhraseProblem, read_phrase
from crossdock.pipeline.columns_guess import likely_columns
from crossdock.pipeline.request_parts import PART_COLUMNS
from crossdock.rights import may_forget
from crossdock.spreadsheets.answer_places import USUAL_PLACES, AnswerPlaces
from crossdock.spreadsheets.column_names import COLUMN_NAMES
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping, Place, Where
from crossdock.spreadsheets.messages import file_notes, further_tables
from crossdock.spreadsheets.preview import Preview
from crossdock.spreadsheets.reader_process import read_preview
from crossdock.spreadsheets.request_headings import suffices
from crossdock.views.selected_answers import (
    AnswerRow,
    answer_rows,
    posted_answers,
    problem_of,
)
from crossdock.views.selected_columns import SelectedColumns, posted_columns

PROBLEMS = {
    PhraseProblem.NO_BRAND: gettext_lazy("No known brand stands at the beginning or the end"),
    PhraseProblem.TWO_BRANDS: gettext_lazy("It names two brands"),
    PhraseProblem.NO_ARTICLE: gettext_lazy("There is no article"),
    PhraseProblem.OTHER_WORDS: gettext_lazy("There is more in it than a brand and an article"),
}


class PartCell(str):
    """A cell with brand and article in one, as it is taken apart."""

    __slots__ = ("article", "brand", "is_split", "problem")

    def __new__(cls, text: str, phrase: Phrase) -> "PartCell":
        """The cell's text, and what it names."""
        cell = super().__new__(cls, text)
        cell.brand, cell.article = phrase.brand, phrase.article
        cell.is_split = phrase.problem is None
        cell.problem = PROBLEMS[phrase.problem] if phrase.problem and text else ""
        return cell

    brand: str
    article: str
    is_split: bool
    problem: object


@dataclass(frozen=True)
class RequestColumns(SelectedColumns):
    """The columns of a request file, as they will be read or as somebody selects them.

    `layout` is what is remembered for files like this one, `is_remembered` whether that is what is
    shown: it may name another sheet than somebody wants to see. `read_by` is what the rows that are
    shown were read by: what is remembered, or what an earlier task took. `answers` is where they
    go in the workbook, if it `can_be_filled`.
    """

    offered = (
        *(Column.BRAND, Column.ARTICLE, Column.PART),
        *(Column.QUANTITY, Column.CEILING, Column.CODE),
    )

    layout: RememberedLayout | None = None
    brands: KnownBrands = field(default_factory=KnownBrands)
    is_posted: bool = False
    is_remembered: bool = False
    read_by: ColumnMapping = field(default_factory=ColumnMapping)
    answers: AnswerPlaces = USUAL_PLACES
    can_be_filled: bool = False

    @property
    def token(self) -> str:
        """What changes if the table that is shown is another one."""
        return f"{self.preview.fingerprint}:{self.preview.sheet or ''}"

    @property
    def is_recognised(self) -> bool:
        """Whether nobody has to choose."""
        return bool(self.preview.reading.columns) and self.preview.mapping_holds

    @property
    def is_guess(self) -> bool:
        """Whether what is selected is only likely."""
        return not self.is_recognised and not self.is_posted

    @property
    def problem(self) -> str:
        """What is wrong with the selection, if anything."""
        selected = [name for name in self.by_index.values() if name in self.offered]
        twice = [column for column in self.offered if selected.count(column) > 1]
        if self.beyond:
            return self.beyond
        if twice:
            return _("More than one column is selected as: %s.") % _names(twice)
        if not suffices(list(map(Column, selected)), PART_COLUMNS):
            columns_missing = [column for column in PART_COLUMNS if column not in selected]
            return _("Say which column is: %s.") % _names(sorted(columns_missing, reverse=True))
        if Column.PART in selected and PART_COLUMNS & set(selected):
            return _("Brand and article stand either in one column or in two: select one of both.")
        return problem_of(self.answers, self.preview.letters, self.by_index)

    @property
    def mapping(self) -> ColumnMapping:
        """The columns in words that find them in other files of this layout too."""
        headings, letters = self.preview.headings_in(self.header_row), self.preview.letters
        is_other_sheet = self.preview.sheet != self.preview.usual_sheet
        places = {
            Column(name): Place(headings[i] if i < len(headings) else "", letters[i])
            for i, name in self.by_index.items()
            if name in self.offered and i < len(letters)
        }
        return ColumnMapping(
            places,
            is_complete=True,
            ignores_headings=self.header_row is None,
            where=Where(self.preview.sheet, self.header_row or 0) if is_other_sheet else None,
            answers=self.answers,
        )

    @property
    def choice(self) -> ColumnMapping:
        """The mapping, where it is another than what is read without anybody's help."""
        preset, mapping = self.preset(self.preview, self.layout, self.brands), self.mapping
        usual = replace(preset, answers=self.read_by.answers)
        if self.is_recognised and usual.mapping.to_json() == mapping.to_json():
            if self.read_by:
                return self.read_by
            if not self.layout and mapping.where is None:
                return NO_MAPPING
        return mapping

    def keep_choice(self, user: User) -> ColumnMapping:
        """The columns for a task, which are remembered for its layout if they are a new choice."""
        choice = self.choice
        if choice and choice.to_json() != self.read_by.to_json():
            RememberedLayout.remember(self.preview.fingerprint, choice, user)
        return choice

    @classmethod
    def preset(
        cls, preview: Preview, layout: RememberedLayout | None, brands: KnownBrands
    ) -> "RequestColumns":
        """What is read without anybody's help, else what is likely."""
        columns = preview.reading.columns if preview.mapping_holds else {}
        if not columns:
            columns = likely_columns(preview, brands.brand_of)
        if set(columns) >= PART_COLUMNS:
            columns = {column: i for column, i in columns.items() if column is not Column.PART}
        by_index = {i: str(column) for column, i in columns.items() if column in cls.offered}
        return cls(preview, by_index, preview.header_row, layout, brands)

    @property
    def answer_rows(self) -> list[AnswerRow]:
        """What can be written into the workbook, and where it is."""
        return answer_rows(self.answers)

    @property
    def missing(self) -> str:
        """The remembered columns that are not in this file."""
        if self.preview.mapping_holds or not self.read_by:
            return ""
        mapping = self.read_by
        if mapping.where and mapping.where.sheet not in (None, *self.preview.sheets):
            return _("sheet «%s»") % mapping.where.sheet
        here = {heading.casefold() for heading in self.preview.headings}
        not_here = {c: p for c, p in mapping.items() if str(p.heading).casefold() not in here}
        return ", ".join(f"{COLUMN_NAMES[c]} («{p}»)" for c, p in (not_here or mapping).items())

    @property
    def summary(self) -> list[tuple[str, str]]:
        """The name and the letters of each column that is selected, in the order of the choices."""
        letters = self.preview.letters
        return [
            (str(COLUMN_NAMES[column]), letters[i])
            for column in self.offered
            for i, name in sorted(self.by_index.items())
            if name == column and i < len(letters)
        ]

    @property
    def notes(self) -> list[str]:
        """What is doubtful about the file, and what is read of it besides."""
        notes = self.preview.notes
        return [*filter(None, [further_tables(notes)]), *file_notes(notes)]

    @property
    def numbered_rows(self) -> list[tuple[int, list[object]]]:
        """The rows; a brand and an article in one cell are taken apart."""
        part = next((i for i, name in self.by_index.items() if name == Column.PART), None)
        rows = super().numbered_rows
        if part is None or part not in self.order:
            return rows
        place, first_number = self.order.index(part), (self.header_row or 0) + 1
        for number, cells in rows:
            if number >= first_number:
                text = str(cells[place])
                cells[place] = PartCell(text, read_phrase(text, self.brands.brand_of))
        return rows

    def may_forget(self, user: User) -> bool:
        """Whether a user may forget what is remembered."""
        return self.layout is not None and may_forget(user, self.layout)


def look_at(
    path: Path, data: Mapping[str, str], earlier: ColumnMapping = NO_MAPPING
) -> RequestColumns:
    """A request file's columns: as they will be read, or as somebody has selected them.

    `data` has a form's fields, `earlier` what a task before has read the file by: it goes before
    what is remembered. Raises UserError, FileNotFoundError.
    """
    only = data.get("sheet") or None
    preview = read_preview(path, needed=PART_COLUMNS, mapping=earlier, only=only)
    layout = RememberedLayout.of(preview.fingerprint)
    remembered = NO_MAPPING
    if layout and not earlier:
        where = layout.mapping.where
        if only in (None, where.sheet if where else preview.usual_sheet):
            remembered = layout.mapping
            preview = read_preview(path, needed=PART_COLUMNS, mapping=remembered, only=only)
    read_by = earlier or remembered
    return replace(
        RequestColumns.preset(preview, layout, KnownBrands()),
        is_remembered=bool(remembered),
        read_by=read_by,
        answers=read_by.answers,
        can_be_filled=path.suffix.lower() in SUFFIXES,
    )


def selected(columns: RequestColumns, data: QueryDict) -> RequestColumns:
    """The same file with the columns that somebody has selected."""
    by_index, header_row = posted_columns(columns.preview, data)
    names = {index: name for index, name in by_index.items() if name}
    answers = posted_answers(data) if columns.can_be_filled else columns.answers
    return replace(columns, by_index=names, header_row=header_row, is_posted=True, answers=answers)


def _names(columns: Collection[Column]) -> str:
    return ", ".join(str(COLUMN_NAMES[column]) for column in columns)
