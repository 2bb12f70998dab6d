"""Office packages (.xlsx, .xlsb) whose parts are not named as every reader expects them."""

import io
import posixpath
import re
import xml.etree.ElementTree as ET
import zipfile

from crossdock.spreadsheets.problems import ReadError, TableError

FOLDER = "xl/"
RELATIONS = "_rels/.rels"
MAIN = re.compile(r"xl/workbook\.(xml|bin)", re.IGNORECASE)
TEXT_PARTS = (".xml", ".rels")
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0?\0", b"\0<\0?")
ENCODING = re.compile(r"""^(\ufeff?<\?xml[^>]*?)\s+encoding\s*=\s*(?:"[^"]*"|'[^']*')""")
USUAL = {"sharedStrings": "sharedStrings", "styles": "styles"}
"""Parts that readers look for by their names and not by the relations."""


def usual(archive: zipfile.ZipFile) -> io.BytesIO | None:
    """The package with its parts under their usual names, in UTF-8; None where it is so already.

    Raises what zipfile and ElementTree do, and TableError for what is no workbook.
    """
    names = {_plain(name): name for name in archive.namelist() if not name.endswith(("/", "\\"))}
    utf_16_names = [name for name in archive.namelist() if _is_utf_16(archive, name)]
    has_main = any(MAIN.fullmatch(name) for name in archive.namelist())
    if has_main and not utf_16_names and not any("\\" in name for name in names.values()):
        return None
    relations = next((name for name in names if name.lower() == RELATIONS), None)
    if relations is None:
        raise TableError(ReadError.NOT_A_SPREADSHEET)
    targets = _targets(_content(archive, names[relations]), "")
    main = next((part for kind, _, part in targets if kind == "officeDocument"), "")
    main = next((name for name in names if name.lower() == main.lower()), "")
    if not main:
        raise TableError(ReadError.NOT_A_SPREADSHEET)
    ending = "bin" if main.lower().endswith(".bin") else "xml"
    folder, base = posixpath.split(main)
    relations_name = posixpath.join(folder, "_rels", f"{base}.rels").lower()
    relations_name = next((name for name in names if name.lower() == relations_name), "")
    parts = _targets(_content(archive, names[relations_name]), folder) if relations_name else []
    renamed = {main.lower(): f"xl/workbook.{ending}"} | {
        part.lower(): f"xl/{USUAL[kind]}.{ending}" if kind in USUAL else _inside(part)
        for kind, _, part in parts
    }
    renamed = {
        name: renamed.get(name.lower(), name)
        for name in names
        if name not in (relations_name, relations)
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as copy:
        for name, new_name in renamed.items():
            copy.writestr(new_name, _content(archive, names[name]))
        copy.writestr(RELATIONS, _relations([("officeDocument", "rId1", main)], renamed, ""))
        copy.writestr(f"xl/_rels/workbook.{ending}.rels", _relations(parts, renamed, FOLDER))
    return packed


def _inside(part: str) -> str:
    """Readers look for all of a workbook's parts where it is."""
    return part if part.startswith(FOLDER) else f"{FOLDER}{part}"


def _plain(name: str) -> str:
    return posixpath.normpath(name.replace("\\", "/")).lstrip("/")


def _is_utf_16(archive: zipfile.ZipFile, name: str) -> bool:
    if not name.lower().endswith(TEXT_PARTS):
        return False
    with archive.open(name) as part:
        return part.read(4).startswith(UTF_16)


def _content(archive: zipfile.ZipFile, name: str) -> bytes:
    content = archive.read(name)
    if not name.lower().endswith(TEXT_PARTS) or not content.startswith(UTF_16):
        return content
    has_mark = content.startswith(UTF_16[:2])
    encoding = "utf-16" if has_mark else "utf-16-le" if content[0] else "utf-16-be"
    return ENCODING.sub(r"\1", content.decode(encoding, "replace")).encode()


def _targets(relations: bytes, folder: str) -> list[tuple[str, str, str]]:
    """The kind, the identifier and the part of each relation, parts by their full names."""
    root = ET.fromstring(relations)  # noqa: S314 - expat limits entities, the process is limited
    return [
        (
            relation.get("Type", "").rpartition("/")[2],
            relation.get("Id", ""),
            _plain(posixpath.join("/", folder, relation.get("Target", "").replace("\\", "/"))),
        )
        for relation in root
        if relation.get("TargetMode") != "External"
    ]


def _relations(parts: list[tuple[str, str, str]], renamed: dict[str, str], folder: str) -> bytes:
    """To these parts as they are named now, from something in this folder."""
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    names = {name.lower(): new_name for name, new_name in renamed.items()}
    root = ET.Element("Relationships", xmlns=package)
    for kind, identifier, part in parts:
        target = names.get(part.lower(), part).removeprefix(folder)
        ET.SubElement(root, "Relationship", Id=identifier, Type=f"{office}/{kind}", Target=target)
    return ET.tostring(root)
