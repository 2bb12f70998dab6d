"""Good files with random damage: bits turned over, pieces cut out, doubled or made zero."""

from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import openpyxl
import xlwt

from tests.data import files
from tests.hostile.other_workbooks import XLSB_TABLE, ods_cell, ods_row, write_ods, write_xlsb

LINES = 200


def good_files() -> list[tuple[str, bytes]]:
    """One of each kind, and the samples."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for ending in ("xlsx", "xls", "ods", "xlsb", "csv"):
            _make(folder / f"made.{ending}")
        made = [*sorted(folder.iterdir()), *sorted(files.write(folder).glob("*/*"))]
        return [(path.name, path.read_bytes()) for path in made if path.stat().st_size]


def _make(path: Path) -> None:
    rows = [("Brand", "Article"), *(("BOSCH", f"{number:010d}") for number in range(LINES))]
    match path.suffix:
        case ".xlsx":
            book = openpyxl.Workbook()
            for row in rows:
                book.worksheets[0].append(row)
            book.save(path)
        case ".xls":
            old_book = xlwt.Workbook()
            sheet = old_book.add_sheet("S")
            for index, row in enumerate(rows):
                for column, text in enumerate(row):
                    sheet.write(index, column, text)
            old_book.save(str(path))
        case ".ods":
            write_ods(path, "".join(ods_row(*map(ods_cell, row)) for row in rows))
        case ".xlsb":
            write_xlsb(path, XLSB_TABLE)
        case ".csv":
            path.write_text("".join(f"{brand};{article}\n" for brand, article in rows))


def damaged(content: bytes, random: Random) -> bytes:
    """The content after one to twenty blows."""
    changed = bytearray(content)
    for _ in range(random.choice((1, 1, 3, 20))):
        if not changed:
            break
        at = random.randrange(len(changed))
        length = min(random.choice((1, 4, 100, 10_000)), len(changed) - at)
        match random.choice(("flip", "flip", "flip", "zero", "ones", "cut", "double", "end")):
            case "flip":
                changed[at] ^= 1 << random.randrange(8)
            case "zero":
                changed[at : at + length] = bytes(length)
            case "ones":
                changed[at : at + length] = b"\xff" * length
            case "cut":
                del changed[at : at + length]
            case "double":
                changed[at:at] = changed[at : at + length]
            case "end":
                del changed[at:]
    return bytes(changed)


def damaged_files(folder: Path, number: int, seed: int) -> Iterator[tuple[str, Path]]:
    """So many files, each there until the next is asked for; the same for the same seed."""
    random = Random(seed)
    good = good_files()
    for index in range(number):
        name, content = good[index % len(good)]
        path = folder / f"damaged{Path(name).suffix}"
        path.write_bytes(damaged(content, random))
        yield f"{index}-{name}", path
        path.unlink()
