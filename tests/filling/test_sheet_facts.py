from crossdock.filling.areas import Area
from crossdock.filling.sheet_bytes import SheetBytes
from crossdock.filling.sheet_facts import SheetFacts, sheet_facts

XML = (
    b'<worksheet><dimension ref="A1:H3"/><cols><col min="5" max="6" hidden="1"/><col min="7"'
    b' max="7"/></cols><sheetData><row r="1"><c r="H1"><v>above the table</v></c></row>'
    b'<row r="2"><c r="A2" s="4"><v>1</v></c></row>'
    b'<row r="3"><c r="A3" s="5"/><c r="C3"><f t="array" ref="C3:D3">x</f></c>'
    b'<c r="G3"><f t="shared" ref="G3:G9" si="0">x</f></c><c r="H3"/></row></sheetData>'
    b'<sheetProtection sheet="1"/><autoFilter ref="A2:B3"/>'
    b'<mergeCells><mergeCell ref="I1:J1"/></mergeCells></worksheet>'
)


def test_what_a_sheet_says_of_itself() -> None:
    assert sheet_facts(SheetBytes([XML]), heading_row=2, first_row=3, last_column=1) == SheetFacts(
        occupied={2, 6},
        styles={(2, 0): "4", (3, 0): "5"},
        merged=[Area(8, 1, 9, 1)],
        spills=[Area(2, 3, 3, 3)],
        shared=[Area(6, 3, 6, 9)],
        hidden={4, 5},
        dimension=Area(0, 1, 7, 3),
        filter=Area(0, 2, 1, 3),
        is_protected=True,
        last_row=3,
    )
