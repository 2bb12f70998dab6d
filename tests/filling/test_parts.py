import pytest

from crossdock.filling.package import UnusualPackage
from crossdock.filling.parts import (
    with_columns,
    with_formats,
    with_recalculation,
    with_wider_filter,
    without_relation,
    without_type,
)


def test_formats_look_as_the_model_does() -> None:
    styles = b'<s><cellXfs count="2"><xf a="0"/><xf a="1"><b/></xf></cellXfs></s>'
    content, numbers = with_formats(styles, "1", [4, 14])
    assert numbers == [2, 3]
    assert b'<cellXfs count="4">' in content
    assert b'<xf a="1" numFmtId="4" applyNumberFormat="1"><b/></xf>' in content
    assert with_formats(styles, "7", [4])[0].count(b'<xf a="0"') == 2  # there is no such model
    with pytest.raises(UnusualPackage):
        with_formats(b"<s/>", None, [4])


@pytest.mark.parametrize(
    ("workbook", "changed"),
    [
        (b"<w><sheets></sheets></w>", b'<w><sheets></sheets><calcPr fullCalcOnLoad="1"/></w>'),
        (b"<w><x:sheets></x:sheets></w>", b"</x:sheets><x:calcPr "),
        (b'<w><sheets></sheets><calcPr a="1"/></w>', b'<calcPr a="1" fullCalcOnLoad="1"/>'),
    ],
)
def test_formulas_are_calculated_anew(workbook: bytes, changed: bytes) -> None:
    assert changed in with_recalculation(workbook)


def test_the_name_of_a_sheets_filter_goes_as_far_as_the_filter() -> None:
    name = b'<definedName name="_xlnm._FilterDatabase" localSheetId="%d">S!$A$1:$B$3</definedName>'
    names = name % 0 + name % 1
    assert with_wider_filter(names, 1, 4) == name % 0 + (name % 1).replace(b"$B$3", b"$E$3")


def test_a_table_gets_columns() -> None:
    table = (
        b'<table ref="A1:B3"><autoFilter ref="A1:B3"/><tableColumns count="2">'
        b'<tableColumn id="1" name="x"/><tableColumn id="5" name="y"/></tableColumns></table>'
    )
    assert with_columns(table, ["a & b", "c\nd"]) == (
        b'<table ref="A1:D3"><autoFilter ref="A1:D3"/><tableColumns count="4">'
        b'<tableColumn id="1" name="x"/><tableColumn id="5" name="y"/>'
        b'<tableColumn id="6" name="a &amp; b"/><tableColumn id="7" name="c_x000a_d"/>'
        b"</tableColumns></table>"
    )


def test_a_part_goes_from_the_lists() -> None:
    types = (
        b'<T><Override PartName="/xl/a.xml" ContentType="x"/><Override PartName="/xl/b.xml"/></T>'
    )
    assert without_type(types, "xl/a.xml") == b'<T><Override PartName="/xl/b.xml"/></T>'
    relations = b'<R><Relationship Id="r1" T="x"></Relationship><Relationship Id="r10"/></R>'
    assert without_relation(relations, "r1") == b'<R><Relationship Id="r10"/></R>'
