import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crossdock.spreadsheets import packages
from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.reading import open_sheets
from tests.spreadsheets.format_files import Write, write_xlsb, write_xlsx

ROWS = [["Бренд", "Артикул"], ["BOSCH", "0986452041"], ["FEBI", 1089]]
Rename = Callable[[str], str]


def rows(path: Path) -> list[Row]:
    [sheet] = open_sheets(path)
    return list(sheet.rows())


def repacked(path: Path, rename: Rename, change: Callable[[bytes], bytes] = bytes) -> Path:
    """The package with other names for its parts, as they name each other too."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(rename(name), change(content) if name.endswith("l") else content)
    return path


def in_utf_16(content: bytes) -> bytes:
    return content.decode().replace("UTF-8", "UTF-16").encode("utf-16")


@pytest.mark.parametrize("write", [write_xlsx, write_xlsb])
def test_backslashes_between_the_folders(tmp_path: Path, write: Write) -> None:
    path = repacked(write(tmp_path / "f", ROWS, {}, None), lambda name: name.replace("/", "\\"))
    assert rows(path) == ROWS


def test_parts_in_utf_16(tmp_path: Path) -> None:
    assert rows(repacked(write_xlsx(tmp_path / "f", ROWS, {}), str, in_utf_16)) == ROWS


def test_the_main_part_is_where_the_package_says(tmp_path: Path) -> None:
    def change(content: bytes) -> bytes:
        text = content.decode()
        for old, new in (
            *(("xl/workbook", "book/main"), ("xl/sharedStrings", "texts/t")),
            *(('Target="styles', 'Target="/xl/styles'), ('Target="theme', 'Target="../xl/theme')),
        ):
            text = text.replace(old, new)
        return text.encode()

    path = write_xlsx(tmp_path / "f", ROWS, {})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = {"xl/workbook.xml": "book/main.xml", "xl/sharedStrings.xml": "texts/t.xml"}
    names["xl/_rels/workbook.xml.rels"] = "book/_rels/main.xml.rels"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            is_text = name.endswith((".xml", ".rels"))
            archive.writestr(names.get(name, name), change(content) if is_text else content)
    assert rows(path) == ROWS


@pytest.mark.parametrize("write", [write_xlsx, write_xlsb])
def test_usual_packages_are_not_packed_anew(tmp_path: Path, write: Write) -> None:
    with zipfile.ZipFile(write(tmp_path / "f", ROWS, {}, None)) as archive:
        assert packages.usual(archive) is None
