"""Large files that nobody means any harm with: they have to be read."""

from collections.abc import Iterable
from pathlib import Path

from tests.hostile.packing import HEADER, numbered, workbook
from tests.hostile.registry import hostile


@hostile("good: .xlsx, 1,000,000 lines of 3 columns", lines=1_000_000, heavy=True)
def million_lines(path: Path) -> None:
    line = (
        '<row r="{0}"><c r="A{0}" t="inlineStr"><is><t>BOSCH</t></is></c>'
        '<c r="B{0}" t="inlineStr"><is><t>0986{0}</t></is></c><c r="C{0}"><v>{0}</v></c></row>'
    )
    workbook(path, [HEADER.encode(), *numbered(line, range(2, 1_000_002))])


@hostile("good: .csv, 1,000,000 lines of 3 columns", ending=".csv", lines=1_000_000, heavy=True)
def million_lines_of_text(path: Path) -> None:
    path.write_text(
        "Brand;Article;Qty\n" + "".join(f"BOSCH;0986{n};{n}\n" for n in range(1_000_000))
    )


@hostile("good: .xlsx, 300,000 lines of 20 columns", lines=300_000, heavy=True)
def wide_lines(path: Path) -> None:
    _wide(path, 300_000, 18, '<c t="inlineStr"><is><t>remark {0} of {1}</t></is></c>')


def _wide(path: Path, lines: int, columns: int, cell: str) -> None:
    others = "".join(cell.replace("{1}", str(column)) for column in range(columns))
    headings = "".join(
        f'<c t="inlineStr"><is><t>Remark {column}</t></is></c>' for column in range(columns)
    )
    header = (
        '<row r="1"><c t="inlineStr"><is><t>Brand</t></is></c>'
        f'<c t="inlineStr"><is><t>Article</t></is></c>{headings}</row>'
    )
    line = (
        '<row r="{0}"><c t="inlineStr"><is><t>BOSCH</t></is></c>'
        f'<c t="inlineStr"><is><t>0986{{0}}</t></is></c>{others}</row>'
    )

    def rows() -> Iterable[bytes]:
        yield header.encode()
        yield from numbered(line, range(2, lines + 2))

    workbook(path, rows())
