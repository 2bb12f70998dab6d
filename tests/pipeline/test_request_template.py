import io

from openpyxl import load_workbook

from crossdock.pipeline.request_template import EXAMPLES, write_request_template


def test_template_has_headings_and_examples_in_order() -> None:
    stream = io.BytesIO()
    write_request_template(stream)
    sheet = load_workbook(stream).active
    rows = list(sheet.values)
    assert rows[0] == ("Бренд", "Артикул", "Кол-во")
    assert [row[:2] for row in rows[1:]] == list(EXAMPLES)
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold


def test_articles_are_text_all_the_way_down() -> None:
    stream = io.BytesIO()
    write_request_template(stream, [("BOSCH", "0012"), ("BOSCH", "=1+1")])
    sheet = load_workbook(stream).active
    assert [(cell.value, cell.data_type) for cell in sheet["B"][1:]] == [
        ("0012", "s"),
        ("=1+1", "s"),
    ]
    assert {cell.number_format for cell in sheet["B"][1:]} == {"@"}
    assert sheet.column_dimensions["B"].number_format == "@"
