"""The parts of a workbook and how they refer to each other (ECMA-376, part 2)."""

import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

CONTENT_TYPES = "[Content_Types].xml"
CHUNK = 256 * 1024
MAX_PART = 64 * 1024 * 1024
"""Bytes of a part that is held as a whole: larger ones belong to no program's workbook."""

RELATIONSHIP_ID = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How parts begin whose bytes are not those of ASCII."""


class UnusualPackage(Exception):
    """The workbook is not put together as spreadsheet programs do it."""


class Relation(NamedTuple):
    """`kind` is the last word of its type, `part` the full name of what it leads to."""

    identifier: str
    kind: str
    part: str


class Package:
    """A workbook as an archive of parts.

    Raises UnusualPackage for what Excel would repair or refuse, and what zipfile raises.
    """

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self._names = {_plain(name): name for name in archive.namelist()}
        main = [
            relation.part for relation in self.relations("") if relation.kind == "officeDocument"
        ]
        if len(self._names) < len(archive.namelist()) or len(main) != 1:
            raise UnusualPackage
        self.workbook = main[0]
        self._workbook_relations = self.relations(self.workbook)

    @property
    def is_signed(self) -> bool:
        """Whether a digital signature would be broken by a change."""
        # Its type ends in digital-signature/origin, and nothing else's in that word.
        return any(relation.kind == "origin" for relation in self.relations(""))

    def relations(self, part: str) -> list[Relation]:
        """What a part refers to within the package; of no part, what the package begins with."""
        name = self.actual(relations_name(part))
        if name is None:
            return []
        folder = posixpath.dirname(part)
        return [
            Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target)
            for element in ET.fromstring(self.read(name))  # noqa: S314 - expat limits entities
            if element.get("TargetMode") != "External"
            and (target := self.actual(posixpath.join("/", folder, element.get("Target", ""))))
        ]

    def actual(self, name: str) -> str | None:
        """The entry that a name means, which says nothing by capitals; None where there is none."""
        return self._names.get(_plain(posixpath.normpath(name.replace("\\", "/"))))

    def related(self, kind: str) -> Relation | None:
        """How the workbook refers to a part as this; None where it has none."""
        return next(
            (relation for relation in self._workbook_relations if relation.kind == kind), None
        )

    @property
    def begins_in_1904(self) -> bool:
        """Whether its days are counted from 1904, as Excel for Mac did."""
        root = ET.fromstring(self.read(self.workbook))  # noqa: S314
        properties = root.find("{*}workbookPr")
        return properties is not None and properties.get("date1904") in ("1", "true", "on")

    def sheets(self) -> Iterator[tuple[str, str]]:
        """The name and the part of each sheet, in the workbook's order ("" without a part)."""
        parts = {relation.identifier: relation.part for relation in self._workbook_relations}
        root = ET.fromstring(self.read(self.workbook))  # noqa: S314
        for sheet in root.findall("{*}sheets/{*}sheet"):
            identifier = next((i for key in RELATIONSHIP_ID if (i := sheet.get(key))), "")
            yield sheet.get("name", ""), parts.get(identifier, "")

    def read(self, name: str) -> bytes:
        """A small part as a whole."""
        if self.archive.getinfo(name).file_size > MAX_PART:
            raise UnusualPackage
        content = self.archive.read(name)
        if content.startswith(UTF_16):
            raise UnusualPackage
        return content

    def chunks(self, entry: str | zipfile.ZipInfo) -> Iterator[bytes]:
        """A part in pieces."""
        with self.archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                yield chunk


def _plain(name: str) -> str:
    """A name as others are compared with it (ECMA-376, part 2, 6.2.2)."""
    return name.replace("\\", "/").lstrip("/").lower()


def relations_name(part: str) -> str:
    """The part that holds the relations of a part."""
    folder, base = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def attribute_changed(tag: bytes, name: str, value: str) -> bytes:
    """A start tag with another value for an attribute, which it need not have had."""
    pattern = re.compile(rb"""(\s%s\s*=\s*)(?:"[^"]*"|'[^']*')""" % name.encode())
    quoted = b'"%s"' % value.encode()
    if pattern.search(tag):
        return pattern.sub(lambda match: match[1] + quoted, tag, count=1)
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end].rstrip() + b" %s=%s" % (name.encode(), quoted) + tag[end:]
