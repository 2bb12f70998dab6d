"""The same table in each format of workbooks, with number formats and one merged cell."""

import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt

from tests.hostile.other_workbooks import ODS_OFFICE, ODS_TABLE, ODS_TEXT, xlsb_record
from tests.hostile.packing import pack
from tests.hostile.passwords import ODS
from tests.spreadsheets.workbook_files import OFFICE, PACKAGE

Rows = Sequence[Sequence[str | float | None]]
Formats = Mapping[tuple[int, int], str]
Span = tuple[int, int, int, int]  # top, bottom, left, right
Write = Callable[[Path, Rows, Formats, Span | None], Path]


def write_xlsx(path: Path, rows: Rows, formats: Formats, span: Span | None = None) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(row)
    for cell in (cell for row in sheet for cell in row if isinstance(cell.value, str)):
        cell.data_type = "s"  # openpyxl takes text with a leading = for a formula
    for (row, column), code in formats.items():
        sheet.cell(row + 1, column + 1).number_format = code
    if span:
        top, bottom, left, right = (place + 1 for place in span)
        sheet.merge_cells(None, top, left, bottom, right)
    workbook.save(path)
    return path


def write_xls(path: Path, rows: Rows, formats: Formats, span: Span | None = None) -> Path:
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for row, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            style = xlwt.easyxf(num_format_str=formats.get((row, column), "General"))
            if span and (row, column) == (span[0], span[2]):
                sheet.write_merge(*span, cell)
            elif cell is not None:
                sheet.write(row, column, cell, style)
    book.save(str(path))
    return path


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def write_xlsb(path: Path, rows: Rows, formats: Formats, span: Span | None = None) -> Path:
    codes = sorted(set(formats.values()))
    styles = b"".join(
        xlsb_record(44, struct.pack("<H", 164 + index) + _wide(code))
        for index, code in enumerate(codes)
    )
    cell_styles = b"".join(
        xlsb_record(47, struct.pack("<HH", 0, number) + bytes(12))
        for number in (0, *range(164, 164 + len(codes)))
    )
    styles = xlsb_record(615, struct.pack("<I", len(codes))) + styles + xlsb_record(616)
    cell_styles = xlsb_record(617, struct.pack("<I", len(codes) + 1)) + cell_styles
    styles = xlsb_record(278) + styles + cell_styles + xlsb_record(618)
    sheet = xlsb_record(129) + xlsb_record(148, struct.pack("<4I", 0, len(rows), 0, 9))
    sheet += xlsb_record(145)
    for row, cells in enumerate(rows):
        sheet += xlsb_record(0, struct.pack("<I", row) + bytes(21))
        for column, cell in enumerate(cells):
            code = formats.get((row, column))
            head = struct.pack("<2I", column, codes.index(code) + 1 if code else 0)
            if isinstance(cell, str):
                sheet += xlsb_record(6, head + _wide(cell))
            elif cell is not None:
                sheet += xlsb_record(5, head + struct.pack("<d", cell))
    sheet += xlsb_record(146)
    if span:
        sheet += xlsb_record(177, struct.pack("<I", 1))
        sheet += xlsb_record(176, struct.pack("<4I", *span)) + xlsb_record(178)
    bundle = xlsb_record(156, struct.pack("<2I", 0, 1) + _wide("r1") + _wide("S"))
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.bin"/></Relationships>',
        "xl/workbook.bin": xlsb_record(131)
        + xlsb_record(143)
        + bundle
        + xlsb_record(144)
        + xlsb_record(132),
        "xl/_rels/workbook.bin.rels": relations,
        "xl/worksheets/sheet1.bin": sheet + xlsb_record(130),
        "xl/styles.bin": styles + xlsb_record(279),
    }
    pack(path, parts)
    return path


ODS_STYLES = {
    "00000": '<number:number-style style:name="N"><number:number number:min-integer-digits="5"'
    ' number:decimal-places="0"/></number:number-style>',
    "0.00": '<number:number-style style:name="N"><number:number number:min-integer-digits="1"'
    ' number:decimal-places="2"/></number:number-style>',
    "0%": '<number:percentage-style style:name="N"><number:number number:min-integer-digits="1"'
    ' number:decimal-places="0"/><number:text>%</number:text></number:percentage-style>',
    "0.00;-0.00": '<number:number-style style:name="NP"><number:number '
    'number:min-integer-digits="1" number:decimal-places="2"/></number:number-style>'
    '<number:number-style style:name="N"><number:text>-</number:text><number:number '
    'number:min-integer-digits="1" number:decimal-places="2"/>'
    '<style:map style:condition="value()&gt;=0" style:apply-style-name="NP"/>'
    "</number:number-style>",
    '"$"0.00': '<number:currency-style style:name="N"><number:currency-symbol>$'
    '</number:currency-symbol><number:number number:decimal-places="2"'
    ' number:min-integer-digits="1"/></number:currency-style>',
    "[$₽-419]0.00": '<number:currency-style style:name="N"><number:currency-symbol>₽'
    '</number:currency-symbol><number:number number:decimal-places="2"'
    ' number:min-integer-digits="1"/></number:currency-style>',
}


def write_ods(path: Path, rows: Rows, formats: Formats, span: Span | None = None) -> Path:
    codes = sorted(set(formats.values()))
    styles = "".join(
        ODS_STYLES[code].replace('"N"', f'"N{index}"')
        + f'<style:style style:name="ce{index}" style:family="table-cell" '
        f'style:data-style-name="N{index}"/>'
        for index, code in enumerate(codes)
    )
    table = ""
    for row, cells in enumerate(rows):
        table += "<table:table-row>"
        for column, cell in enumerate(cells):
            code = formats.get((row, column))
            attributes = f' table:style-name="ce{codes.index(code)}"' if code else ""
            if span and (row, column) == (span[0], span[2]):
                attributes += f' table:number-rows-spanned="{span[1] - span[0] + 1}"'
            if isinstance(cell, str):
                attributes += ' office:value-type="string"'
            elif cell is not None:
                attributes += f' office:value-type="float" office:value="{cell}"'
            text = "" if cell is None else f"<text:p>{cell}</text:p>"
            table += f"<table:table-cell{attributes}>{text}</table:table-cell>"
        table += "</table:table-row>"
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{ODS_OFFICE}" '
        f'xmlns:table="{ODS_TABLE}" xmlns:text="{ODS_TEXT}" '
        'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
        'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f'<office:body><office:spreadsheet><table:table table:name="S">{table}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    pack(path, {"mimetype": ODS, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"})
    return path


def write_xml_2003(path: Path, rows: Rows, formats: Formats, span: Span | None = None) -> Path:
    codes = sorted(set(formats.values()))
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    styles = "".join(
        f'<Style ss:ID="s{index}"><NumberFormat ss:Format={quoteattr(code)}/></Style>'
        for index, code in enumerate(codes)
    )
    table = ""
    for row, cells in enumerate(rows):
        table += f'<Row ss:Index="{row + 1}">'
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            code = formats.get((row, column))
            attributes = f' ss:StyleID="s{codes.index(code)}"' if code else ""
            if span and (row, column) == (span[0], span[2]):
                attributes += f' ss:MergeDown="{span[1] - span[0]}"'
            kind = "String" if isinstance(cell, str) else "Number"
            table += f'<Cell ss:Index="{column + 1}"{attributes}><Data ss:Type="{kind}">'
            table += f"{escape(str(cell))}</Data></Cell>"
        table += "</Row>"
    path.write_text(
        f'<?xml version="1.0"?><Workbook xmlns="{name}" xmlns:ss="{name}"><Styles>{styles}</Styles>'
        f'<Worksheet ss:Name="S"><Table>{table}</Table></Worksheet></Workbook>'
    )
    return path


WRITERS = [write_xlsx, write_xls, write_xlsb, write_ods, write_xml_2003]
