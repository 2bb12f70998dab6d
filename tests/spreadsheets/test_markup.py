from pathlib import Path

import pytest

from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.currencies import currencies_in
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


def cells(path: Path, page: str) -> list[Row]:
    path.write_text(f"<style>.gone, td.off {{ color: red; display: none }}</style>{page}")
    [sheet] = open_sheets(path)
    return list(sheet.rows())


@pytest.mark.parametrize(
    "row",
    [
        '<tr style="display:none"><td>x<td>y</tr>',
        "<tr style='color:red; DISPLAY : none'><td>x<td>y",
        "<tr hidden><td>x<td><table><tr><td>y</table></tr>",
        '<tr class="odd gone"><td>x<td>y',
        "<tbody style='visibility:collapse'><tr><td>x<td>y</tr></tbody>",
        "<div hidden><table><tr><td>x</table></div>",
    ],
)
def test_what_nobody_sees_is_not_read(tmp_path: Path, row: str) -> None:
    page = f"<table><tr><td>a<td>b{row}<tr><td>c<td>d</table>"
    if row.startswith("<div"):
        page = f"{row}<table><tr><td>a<td>b<tr><td>c<td>d</table>"
    assert cells(tmp_path / "r.xls", page) == [["a", "b"], ["c", "d"]]


def test_hidden_cells_and_what_is_struck_out_are_not_read(tmp_path: Path) -> None:
    page = (
        "<table><tr><th>Brand<th class=off>id<th>Price<tr><td>A<td class=off>17<td><s>120</s> 100"
        "<tr><td>B<td class=off><td><span style='display:none'>9<span>8</span></span>50</table>"
    )
    rows = [["Brand", "Price"], ["A", "100"], ["B", "50"]]
    assert cells(tmp_path / "r.xls", page) == rows


def test_a_hidden_row_takes_nothing_of_a_cell_that_spans_it(tmp_path: Path) -> None:
    page = "<table><tr><td rowspan=2>A<td>1<tr hidden><td>2<tr><td>B<td>3</table>"
    assert cells(tmp_path / "r.xls", page) == [["A", "1"], ["B", "3"]]


def test_two_numbers_in_a_cell_are_not_one(tmp_path: Path) -> None:
    page = "<table><tr><td>100<sup>50</sup><td><b>120</b><i>99</i><td>A<b>12</b>-<i>3</i></table>"
    assert cells(tmp_path / "r.xls", page) == [["100·50", "120·99", "A12-3"]]


def test_a_picture_alone_in_its_cell_is_its_text(tmp_path: Path) -> None:
    page = "<table><tr><td><img src=y.png alt='есть'><td><img alt=logo>BOSCH</table>"
    assert cells(tmp_path / "r.xls", page) == [["есть", "BOSCH"]]


def test_a_page_that_is_not_in_the_letters_that_it_names(tmp_path: Path) -> None:
    path = tmp_path / "r.xls"
    path.write_bytes(PAGE.format(meta='<meta charset="utf-8">', end="").encode("cp1251"))
    assert read(path) == LINES


@pytest.mark.parametrize(
    "page",
    [
        "<h1>Price list</h1><p>Все цены в <b>долларах</b> США</p>{table}",
        "{table}<div>Цены в USD</div>",
        "<table><caption>Цены, $</caption>{table}",
    ],
)
def test_lines_outside_a_table_tell_its_currency(tmp_path: Path, page: str) -> None:
    rows = "<tr><th>Brand<th>Article<th>Price<th>Qty<tr><td>A<td>1<td>2<td>3</table>"
    path = tmp_path / "r.xls"
    table = rows if "caption" in page else f"<table>{rows}"
    path.write_text(f"<html>{page.format(table=table)}<p hidden>Цены в EUR</p>")
    head = next(messages(path, PART | {Column.PRICE, Column.QUANTITY}))
    assert [currencies_in(note) for note in head["currency_notes"]] == [["USD"]]
