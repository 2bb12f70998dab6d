"""Changes to the small parts of a workbook whose sheet gets new columns.

Each takes a part's bytes and gives them back with nothing else changed.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from crossdock.filling.areas import Area
from crossdock.filling.package import UnusualPackage, attribute_changed
from crossdock.spreadsheets.sheets import column_letters

CELL_FORMATS = re.compile(rb"<((?:\w+:)?)cellXfs\b[^>]*>")
FORMAT = re.compile(rb"<((?:\w+:)?)xf\b[^>]*?(?:/>|>.*?</\1xf\s*>)", re.DOTALL)
BEFORE_CALCULATION = re.compile(
    rb"</(?:\w+:)?(?:definedNames|externalReferences|functionGroups|sheets)\s*>"
)
CALCULATION = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*>")
FILTER_NAME = b"_xlnm._FilterDatabase"
DEFINED_NAME = re.compile(rb"(<(?:\w+:)?definedName\b[^>]*>)([^<]*)")
LAST_COLUMN = re.compile(rb"(:\$?)[A-Z]{1,3}(\$?\d+)$")
TABLE_TAG = re.compile(rb"<(?:\w+:)?table\b[^>]*>")
TABLE_FILTER = re.compile(rb"<(?:\w+:)?autoFilter\b[^>]*>")
TABLE_COLUMNS = re.compile(rb"<(?:\w+:)?tableColumns\b[^>]*>")
TABLE_COLUMNS_END = re.compile(rb"</((?:\w+:)?)tableColumns\s*>")
LINE_FEED = "_x000a_"


def with_formats(styles: bytes, model: str | None, codes: Sequence[int]) -> tuple[bytes, list[int]]:
    """The style sheet with cell formats at its end, and their numbers.

    They look as the format `model` does, where there is such a one, but show numbers by the
    built-in number formats `codes`. Raises UnusualPackage.
    """
    opening = CELL_FORMATS.search(styles)
    if opening is None:
        raise UnusualPackage
    closing = styles.find(b"</%scellXfs" % opening[1], opening.end())
    formats = [match[0] for match in FORMAT.finditer(styles, opening.end(), closing)]
    if closing < 0 or not formats or b"<!" in styles[opening.end() : closing]:
        raise UnusualPackage
    has_model = model is not None and model.isdecimal() and int(model) < len(formats)
    looks = formats[int(model) if has_model and model else 0]
    added = b"".join(_format(looks, code) for code in codes)
    count = len(formats)
    return (
        styles[: opening.start()]
        + attribute_changed(opening[0], "count", str(count + len(codes)))
        + styles[opening.end() : closing]
        + added
        + styles[closing:]
    ), list(range(count, count + len(codes)))


def _format(looks: bytes, code: int) -> bytes:
    tag, children = looks[: looks.index(b">") + 1], looks[looks.index(b">") + 1 :]
    tag = attribute_changed(tag, "numFmtId", str(code))
    tag = attribute_changed(tag, "applyNumberFormat", "1")
    if b"quotePrefix" in tag:
        tag = attribute_changed(tag, "quotePrefix", "0")
    return tag + children


def with_recalculation(workbook: bytes) -> bytes:
    """The workbook, asking programs to calculate its formulas anew when they open it."""
    if (existing := CALCULATION.search(workbook)) is not None:
        tag = attribute_changed(existing[0], "fullCalcOnLoad", "1")
        return workbook[: existing.start()] + tag + workbook[existing.end() :]
    before = list(BEFORE_CALCULATION.finditer(workbook))
    if not before:
        raise UnusualPackage
    place = max(match.end() for match in before)
    prefix = before[-1][0][2:].rpartition(b":")[0]
    tag = b'<%scalcPr fullCalcOnLoad="1"/>' % (prefix + b":" if prefix else b"")
    return workbook[:place] + tag + workbook[place:]


def with_wider_filter(workbook: bytes, sheet: int, last_column: int) -> bytes:
    """With the name by which Excel keeps the filtered area of a sheet (from 0) as wide."""

    def widened(match: re.Match[bytes]) -> bytes:
        tag, area = match.groups()
        if FILTER_NAME not in tag or b'localSheetId="%d"' % sheet not in tag:
            return match[0]
        letters = column_letters(last_column).encode()
        return bytes(tag + LAST_COLUMN.sub(rb"\g<1>%s\g<2>" % letters, area))

    return DEFINED_NAME.sub(widened, workbook)


def with_columns(table: bytes, headings: Sequence[str]) -> bytes:
    """A table (a named area with headings) with so many columns more on its right."""
    root = ET.fromstring(table)  # noqa: S314
    area = Area.parse(root.get("ref", ""))
    columns = root.findall("{*}tableColumns/{*}tableColumn")
    end = TABLE_COLUMNS_END.search(table)
    if area is None or not columns or end is None:
        raise UnusualPackage
    wider = str(area.widened(area.last_column + len(headings)))
    number = max(int(column.get("id", "0")) for column in columns) + 1
    added = "".join(
        f'<{end[1].decode()}tableColumn id="{number + place}" name={_table_name(heading)}/>'
        for place, heading in enumerate(headings)
    )
    table = table[: end.start()] + added.encode() + table[end.start() :]
    count = str(len(columns) + len(headings))
    for tag, name, value in (
        (TABLE_COLUMNS, "count", count),
        (TABLE_FILTER, "ref", wider),
        (TABLE_TAG, "ref", wider),
    ):
        if (match := tag.search(table)) is not None:
            changed = attribute_changed(match[0], name, value)
            table = table[: match.start()] + changed + table[match.end() :]
    return table


def _table_name(heading: str) -> str:
    return quoteattr(heading.replace("\n", LINE_FEED))


def without_type(content_types: bytes, part: str) -> bytes:
    """The package's list of types without that of a part that goes."""
    return _without(content_types, b"Override", b"PartName", f"/{part}")


def without_relation(relations: bytes, identifier: str) -> bytes:
    """The relations of a part without this one."""
    return _without(relations, b"Relationship", b"Id", identifier)


def _without(xml: bytes, element: bytes, attribute: bytes, value: str) -> bytes:
    pattern = rb"""<(?:\w+:)?%s\b[^>]*?\s%s\s*=\s*["']%s["'][^>]*?(?:/>|>\s*</(?:\w+:)?%s\s*>)"""
    quoted = re.escape(escape(value)).encode()
    return re.sub(pattern % (element, attribute, quoted, element), b"", xml, flags=re.IGNORECASE)
