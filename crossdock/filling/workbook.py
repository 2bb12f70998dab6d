"""Answers written into the very workbook that was sent, with nothing else in it changed.

A library that reads a workbook and writes it again loses what it does not know: text boxes, data
bars, sparklines. So the archive is copied part by part. Only the parts that have to name the new
cells are changed, and the sheet's XML is streamed.
"""

import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from crossdock.filling.columns import NewColumn
from crossdock.filling.messages import FillError, FillProblem
from crossdock.filling.package import CONTENT_TYPES, Package, UnusualPackage, relations_name
from crossdock.filling.parts import with_recalculation, without_relation, without_type
from crossdock.filling.sheet import FilledSheet, SheetLines
from crossdock.results.archive import write_archive
from crossdock.spreadsheets.kinds import ZIP_ERRORS, Kind, kind_of
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.storage.whole_files import atomic_write


@dataclass(frozen=True)
class Filled:
    """What was done: each sheet's filled columns, from 0, and how many cells were left alone."""

    columns: Mapping[str, tuple[int, ...]]
    left_alone: int


def fill_workbook(
    source: Path,
    target: Path,
    sheets: Sequence[SheetLines],
    columns: Sequence[NewColumn],
    *,
    overwrite: bool = False,
) -> Filled:
    """Copy a workbook (.xlsx, .xlsm) and put new columns beside its tables.

    Cells that hold something stay unless `overwrite`; headings stay in any case. The file appears
    at `target` whole or not at all.

    Raises FillError where it cannot be done without damage, OSError where a file cannot be
    read or written, and what the lines raise.
    """
    try:
        _check(source, sheets)
        with zipfile.ZipFile(source) as archive, atomic_write(target) as path:
            package = Package(archive)
            if package.is_signed:
                raise FillError(FillProblem.SIGNED)
            changed: dict[str, bytes | None] = {}
            filled = [
                FilledSheet(package, sheet_lines, columns, changed, overwrite=overwrite)
                for sheet_lines in sheets
            ]
            _drop_calculation_chain(package, changed)
            write_archive(path, _parts(package, changed, {sheet.part: sheet for sheet in filled}))
    except (UnusualPackage, ET.ParseError, *ZIP_ERRORS) as error:
        if isinstance(error, OSError):
            raise
        raise FillError(FillProblem.UNUSUAL) from error
    places = (sheet_lines.place.sheet for sheet_lines in sheets)
    return Filled(
        dict(zip(places, (sheet.indexes for sheet in filled), strict=True)),
        sum(sheet.left_alone for sheet in filled),
    )


def _check(source: Path, sheets: Sequence[SheetLines]) -> None:
    """Raises FillError for what is no workbook of these kinds, UnusualPackage."""
    try:
        kind = kind_of(source)
    except TableError as problem:
        is_locked = problem.trouble is ReadError.PASSWORD
        raise FillError(FillProblem.PASSWORD if is_locked else FillProblem.UNUSUAL) from problem
    if kind is not Kind.XLSX:
        raise UnusualPackage
    for sheet, count in Counter(sheet_lines.place.sheet for sheet_lines in sheets).items():
        if count > 1:
            raise FillError(FillProblem.TWO_TABLES, sheet=sheet)


def _drop_calculation_chain(package: Package, changed: dict[str, bytes | None]) -> None:
    """The order in which formulas were calculated is not known to hold; programs find it."""
    chain = package.related("calcChain")
    if chain is None:
        return
    relations = package.actual(relations_name(package.workbook))
    types = package.actual(CONTENT_TYPES)
    if relations is None or types is None:
        raise UnusualPackage
    changed[chain.part] = None
    changed[types] = without_type(package.read(types), chain.part)
    changed[relations] = without_relation(package.read(relations), chain.identifier)
    workbook = changed.get(package.workbook) or package.read(package.workbook)
    changed[package.workbook] = with_recalculation(workbook)


def _parts(
    package: Package, changed: Mapping[str, bytes | None], sheets: Mapping[str, FilledSheet]
) -> Iterator[tuple[zipfile.ZipInfo, Iterable[bytes]]]:
    """Every entry of the new archive, in the order of the old one."""
    for entry in package.archive.infolist():
        if sheet := sheets.get(entry.filename):
            yield entry, sheet.xml()
        elif entry.filename not in changed:
            yield entry, package.chunks(entry)
        elif (content := changed[entry.filename]) is not None:
            yield entry, [content]
