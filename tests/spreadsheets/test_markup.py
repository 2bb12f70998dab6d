from pathlib import Path

import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.problems import ReadError, TableError
from crossdock.spreadsheets.reading import messages, open_sheets

PART = frozenset((Column.BRAND, Column.ARTICLE))
PAGE = (
    "<style>.text {{ mso-number-format:\\@; }}</style><div>{meta}<table border=1><tr>"
    "<th>Бренд</th><th>Артикул</th></tr><tr><td>BOSCH<td class=text>0986452041</tr>"
    "<tr><td rowspan=2>ЗАЗ &amp; K<td><b>1102</b>-<i>1001</i><tr><td>5</table>{end}</div>"
)
LINES = [["BOSCH", "0986452041"], ["ЗАЗ & K", "1102-1001"], ["ЗАЗ & K", "5"]]


def read(path: Path) -> list[Row]:
    [_head, *batches, _end] = messages(path, PART)
    return [row for batch in batches for row in batch["rows"]]


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("utf-8", ""),
        ("cp1251", ""),
        ("cp1251", '<meta http-equiv=Content-Type content="text/html; charset=windows-1251">'),
        ("koi8-r", '<meta charset="koi8-r">'),
        ("utf-16", ""),
        ("utf-8-sig", '<meta charset="windows-1251">'),
    ],
)
def test_web_pages(tmp_path: Path, encoding: str, meta: str) -> None:
    path = tmp_path / "r.xls"
    path.write_bytes(PAGE.format(meta=meta, end="").encode(encoding))
    assert read(path) == LINES


def test_the_table_with_the_headings_is_found_among_several(tmp_path: Path) -> None:
    path = tmp_path / "r.xls"
    layout = "<table><tr><td>Menu<td><a>Home</a></table>"
    path.write_text(PAGE.format(meta=layout, end=layout), encoding="utf-8")
    assert read(path) == LINES


def test_cells_that_span_columns_and_rows_keep_the_others_in_their_places(tmp_path: Path) -> None:
    path = tmp_path / "r.xls"
    path.write_text(
        "<table><tr><td colspan=2>a<td>b<tr><td rowspan=2>c<td colspan=1 rowspan=2>d<td>e"
        "<tr><td>f</table>"
    )
    [sheet] = open_sheets(path)
    assert list(sheet.rows()) == [["a", None, "b"], ["c", "d", "e"], [None, None, "f"]]


def test_a_page_without_a_table(tmp_path: Path) -> None:
    path = tmp_path / "r.xls"
    path.write_text("<html><p>Brand;Article</p></html>")
    with pytest.raises(TableError) as caught:
        list(open_sheets(path))
    assert caught.value.trouble is ReadError.MARKUP


def test_a_page_that_breaks_off_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "r.xls"
    path.write_text("<table><tr><td>Brand<td>Article<tr><td>BOSCH<td>0986")
    assert read(path) == [["BOSCH", "0986"]]
