import io
import zipfile
from collections.abc import Mapping

import pytest

from crossdock.filling.package import (
    Package,
    Relation,
    UnusualPackage,
    attribute_changed,
    relations_name,
)

ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = {
    "_rels/.rels": '<Relationships><Relationship Id="r1" Type="x/officeDocument"'
    ' Target="/xl/Workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns:r="{ID}"><workbookPr date1904="1"/><sheets>'
    '<sheet name="One" r:id="r7"/><sheet name="Two" r:id="r8"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="r7" Type="x/worksheet"'
    ' Target="sheets\\1.xml"/><Relationship Id="r9" Type="x/externalLink"'
    ' Target="http://example.com" TargetMode="External"/></Relationships>',
    "xl/sheets/1.xml": "<worksheet/>",
}


def package(parts: Mapping[str, str | bytes]) -> Package:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return Package(zipfile.ZipFile(content))


def test_parts_are_found_by_their_relations() -> None:
    book = package(PARTS)
    assert book.workbook == "xl/workbook.xml"
    assert book.related("worksheet") == Relation("r7", "worksheet", "xl/sheets/1.xml")
    assert book.related("externalLink") is None
    assert list(book.sheets()) == [("One", "xl/sheets/1.xml"), ("Two", "")]
    assert book.begins_in_1904
    assert not book.is_signed


@pytest.mark.parametrize(
    "parts",
    [
        {**PARTS, "XL/workbook.xml": "<workbook/>"},
        {**PARTS, "_rels/.rels": "<Relationships/>"},
        {**PARTS, "_rels/.rels": PARTS["_rels/.rels"].encode("utf-16")},
    ],
    ids=["a part twice", "no workbook", "UTF-16"],
)
def test_a_package_that_no_program_makes_is_refused(parts: Mapping[str, str | bytes]) -> None:
    with pytest.raises(UnusualPackage):
        package(parts)


def test_relations_stand_beside_their_part() -> None:
    assert relations_name("xl/worksheets/sheet1.xml") == "xl/worksheets/_rels/sheet1.xml.rels"
    assert relations_name("") == "_rels/.rels"


@pytest.mark.parametrize(
    ("tag", "changed"),
    [
        (b'<x a="1" b="2">', b'<x a="9" b="2">'),
        (b"<x a = '1'/>", b'<x a = "9"/>'),
        (b'<x xa="1" />', b'<x xa="1" a="9"/>'),
        (b"<x>", b'<x a="9">'),
    ],
)
def test_an_attribute_is_changed_or_added(tag: bytes, changed: bytes) -> None:
    assert attribute_changed(tag, "a", "9") == changed
