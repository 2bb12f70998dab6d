"""Text in what we write is text, whatever it looks like."""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl
import pytest

from crossdock.offers.search import OfferSearch
from crossdock.pipeline.request_template import write_request_template
from crossdock.pipeline.run import run
from crossdock.pricelists.importer import import_price_list
from crossdock.pricelists.left_out_file import left_out_to
from crossdock.progress import Silent
from tests.factories import make_group, make_offer, make_price_list, make_supplier, today
from tests.hostile.packing import row, workbook

DANGEROUS = (
    "=1+1",
    '=HYPERLINK("http://192.0.2.1/","x")',
    "=cmd|'/c calc'!A0",
    "@SUM(1,2)",
    "+1",
    "-1",
    "+cmd",
    "{=A1}",
    "\t=1+1",
    "\r=1+1",
)
UNSEEN = "=1_x0001_+1_xFFFE_"
"""Characters that XML cannot hold, as Excel writes them."""


def cells_of(path: Path) -> list[object]:
    """All values; asserts that none of them is a formula or a link."""
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/"):
                part = archive.read(name)
                assert b"<f>" not in part
                assert b"<f " not in part
                assert b"hyperlink" not in part
    book = openpyxl.load_workbook(path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    return [cell.value for cell in cells]


@pytest.mark.django_db
def test_a_result_has_no_formulas(tmp_path: Path) -> None:
    supplier = make_supplier(DANGEROUS[1])
    make_offer(make_price_list(supplier), "=1+1", "=1+1 2")
    path, result = tmp_path / "request.xlsx", tmp_path / "result.xlsx"
    texts = [*map(escape, DANGEROUS), UNSEEN]
    lines = [row(number, text, f"{text} 2", *texts) for number, text in enumerate(texts, 2)]
    workbook(path, row(1, "Brand", "Article", *texts) + "".join(lines))
    search = OfferSearch(make_group(supplier, name="=1+2"), 1, original_query=True)
    summary = run(path, result, search, Silent(), filename="=1+3.csv")
    assert (summary.lines, summary.found) == (len(texts), 3)
    values = cells_of(result)
    assert {*DANGEROUS[:8], "=1+2", "=1+3.csv", "=1+1|=1+1 2", "=1+1"} <= set(values)


def test_a_request_template_has_no_formulas(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    stream = io.BytesIO()
    write_request_template(stream, [(text, text) for text in DANGEROUS[:8]])
    path.write_bytes(stream.getvalue())
    assert set(DANGEROUS[:8]) <= set(cells_of(path))


@pytest.mark.django_db
def test_rows_left_out_have_no_formulas(tmp_path: Path) -> None:
    path, left_out = tmp_path / "list.xlsx", tmp_path / "left_out.xlsx"
    good = row(1, "Brand", "Article", "Price", "Stock") + row(2, "BOSCH", "1", "100", "5")
    bad = [row(number, *[escape(text)] * 4) for number, text in enumerate(DANGEROUS, 3)]
    workbook(path, good + "".join(bad))
    with left_out_to(left_out) as sheet:
        report = import_price_list(path, make_supplier(), today(), left_out_to=sheet)
    assert report.rows_left_out == len(DANGEROUS)
    assert set(DANGEROUS[:8]) <= set(cells_of(left_out))
