"""How many clicks request files need that are laid out as people and programs do it.

A block of layouts/requests.txt has a layout's name and kind of file, its rows, and the lines that
it asks for ("?": the file does not say how many pieces). Where people have to select columns, they
stand there too.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Self

import pytest
from django.contrib.auth.models import User

from crossdock.errors import UserError
from crossdock.models import RememberedLayout
from crossdock.offers.brands import KnownBrands
from crossdock.pipeline.request_file import read_lines
from crossdock.pipeline.request_parts import PART_COLUMNS
from crossdock.spreadsheets.sheets import column_index
from crossdock.views.request_columns import RequestColumns
from tests.factories import make_offer, make_price_list, make_supplier
from tests.spreadsheets.format_files import (
    write_ods,
    write_xls,
    write_xlsb,
    write_xlsx,
    write_xml_2003,
)
from tests.spreadsheets.in_process import TableHere, preview_here

pytestmark = pytest.mark.django_db

MIN_RECOGNISED = 0.95
MAX_CLICKS = 2
WORKBOOKS = {
    "xlsx": write_xlsx,
    "xls": write_xls,
    "xlsb": write_xlsb,
    "ods": write_ods,
    "xml": write_xml_2003,
}
NUMBER = re.compile(r"[1-9]\d*(\.\d+)?")
FILE = Path(__file__).parent / "layouts" / "requests.txt"
Lines = list[tuple[str, str, float | None]]


class Layout(NamedTuple):
    """A layout; `by_hand` are its columns, where somebody has to select some: "A=brand"."""

    name: str
    kind: str
    rows: str
    lines: str
    by_hand: str

    @classmethod
    def parse(cls, block: str) -> Self:
        """Out of the file."""
        (title, rows), lines = block.split("\n", 1), block.rpartition("\n-> ")[2]
        name, _colon, kind = title.rpartition(": ")
        kind, _comma, by_hand = kind.partition(", by hand ")
        return cls(name, kind, rows.rpartition("\n-> ")[0], lines, by_hand)


LAYOUTS = list(map(Layout.parse, FILE.read_text(encoding="utf-8").strip().split("\n\n")))


def written(layout: Layout, folder: Path) -> Path:
    """The layout's file."""
    rows = [line.split("|") for line in layout.rows.split("\n")]
    path = folder / f"Заявка.{layout.kind}"
    texts = [[cell.removeprefix("'") for cell in row] for row in rows]
    if write := WORKBOOKS.get(layout.kind):
        write(path, [[_typed(cell) for cell in row] for row in rows], {})
    elif layout.kind == "html":
        cells = ("".join(f"<td>{text}</td>" for text in row) for row in texts)
        path.write_text("<meta charset=utf-8><table><tr>" + "<tr>".join(cells) + "</table>")
    elif layout.kind == "txt":
        path.write_text("\n".join(map("\t".join, texts)), encoding="utf-16")
    else:
        path.write_text("\n".join(map(";".join, texts)), encoding="utf-8-sig")
    return path


def with_another_article(layout: Layout) -> Layout:
    """What is uploaded next time."""
    return layout._replace(
        rows=layout.rows.replace("1550", "1551"), lines=layout.lines.replace("1550", "1551")
    )


def _typed(cell: str) -> str | float | None:
    if NUMBER.fullmatch(cell):
        return float(cell)
    return cell.removeprefix("'") or None


def asked(layout: Layout) -> Lines:
    """What the file asks for, in the order of its parts."""
    lines = [line.rsplit(maxsplit=2) for line in layout.lines.split("; ")]
    return sorted((brand, part, None if n == "?" else float(n)) for brand, part, n in lines)


def read(table: TableHere) -> Lines:
    """The lines that can be looked up, with what they ask for."""
    with table:
        return sorted(
            (lines.brands[i], lines.articles[i], lines.demands[i] if lines.demands else None)
            for lines in read_lines(table)
            for i in range(len(lines.parts))
            if i not in lines.problems
        )


def clicks(layout: Layout, path: Path, user: User) -> int | None:
    """How many it takes until the file is read right; None: it is read wrong without a word.

    What is likely has to be confirmed, which is one.
    """
    try:
        return 0 if read(TableHere(path, PART_COLUMNS)) == asked(layout) else None
    except UserError:
        columns = RequestColumns.preset(preview_here(path, PART_COLUMNS), None, KnownBrands())
    by_hand = {
        column_index(letters): name
        for letters, name in (pair.split("=") for pair in layout.by_hand.split())
    }
    different = by_hand.items() ^ columns.by_index.items()
    chosen = replace(columns, by_index=by_hand)
    assert chosen.problem == "", layout.name
    assert read(TableHere(path, PART_COLUMNS, chosen.mapping)) == asked(layout), layout.name
    RememberedLayout.remember(columns.preview.fingerprint, chosen.mapping, user)
    return max(1, len({index for index, _name in different}))


def table(rows: Sequence[tuple[str, str, int | None]]) -> str:
    return "\n".join(f"{name:45} {kind:5} {count}" for name, kind, count in rows)


def test_nearly_all_are_recognised_and_the_rest_take_two_clicks(
    tmp_path: Path, alice: User
) -> None:
    price_list = make_price_list(make_supplier())
    for brand in ("BOSCH", "TRW", "KYB"):
        make_offer(price_list, brand, "X1")
    counts = []
    for layout in LAYOUTS:
        counts.append((layout.name, layout.kind, clicks(layout, written(layout, tmp_path), alice)))
        later = with_another_article(layout)
        again = TableHere(
            written(later, tmp_path), PART_COLUMNS, remembered=RememberedLayout.mapping_of
        )
        assert read(again) == asked(later), layout.name
    told = table(counts)
    print(told)  # noqa: T201 - for pytest -s
    recognised = sum(count == 0 for _name, _kind, count in counts)
    assert len(counts) == 40
    assert all(count is not None and count <= MAX_CLICKS for *_, count in counts), told
    assert recognised >= MIN_RECOGNISED * len(counts), told
