"""Price lists that ask for more than a request file can."""

from functools import partial
from pathlib import Path

from tests.hostile.packing import STRINGS, numbered, row, strings, workbook
from tests.hostile.registry import LIGHT_AND_HEAVY, hostile
from tests.hostile.texts import MEGABYTE, write

HEADER = "Brand;Article;Price;Quantity\n"
COLUMNS = row(1, "Brand", "Article", "Price", "Quantity")


@hostile(
    "price list: a good row, and rows of a million letters",
    ending=".csv",
    lines=1,
    is_price_list=True,
)
def long_rows(path: Path) -> None:
    cell = "x" * 99_000 + "\U0001f600"
    long_row = f"BOSCH;1;{';'.join([cell] * 9)}\n".encode()
    write(path, HEADER.encode(), b"BOSCH;1;2;3\n", *[long_row] * 30)


@hostile(
    "price list: 19 million rows without a price",
    ending=".csv",
    says="price",
    heavy=True,
    is_price_list=True,
)
def rows_without_prices(path: Path) -> None:
    write(path, HEADER.encode(), b"a;1;\n" * 19_000_000)


@hostile(
    "price list: 90 MB of rows of a million letters",
    ending=".csv",
    says="price",
    heavy=True,
    is_price_list=True,
)
def many_long_rows(path: Path) -> None:
    cell = "x" * 99_000 + "\U0001f600"
    long_row = f"BOSCH;1;{';'.join([cell] * 9)}\n".encode()
    write(path, HEADER.encode(), *[long_row] * (90 * MEGABYTE // len(long_row)))


@hostile(
    "good: price list, .csv, 1,000,000 rows",
    ending=".csv",
    lines=1_000_000,
    heavy=True,
    is_price_list=True,
)
def million_rows(path: Path) -> None:
    rows = (f"BOSCH;0986{number};{number % 1000}.50;{number % 90}\n" for number in range(1_000_000))
    path.write_text(HEADER + "".join(rows))


def _with_price(path: Path, rows: int, price: str = "12.50", brand: str = "BOSCH") -> None:
    line = (
        '<row r="{0}"><c r="A{0}" t="s"><v>0</v></c><c r="B{0}"><v>{0}</v></c>'
        '<c r="C{0}" t="s"><v>1</v></c><c r="D{0}"><v>5</v></c></row>'
    )
    lines = b"".join([COLUMNS.encode(), *numbered(line, range(2, rows + 2))])
    workbook(path, lines, {STRINGS: strings(brand, price)})


def _refused(name: str, says: str, rows: int, *, heavy: bool, **cells: str) -> None:
    full_name = f"price list: {name}, in {rows:,} rows"
    hostile(full_name, says=says, heavy=heavy, is_price_list=True)(
        lambda path: _with_price(path, rows=rows, **cells)
    )


_among_blanks = "12.50" + "\u2003" * 30_000 + "\U000e0020"
_growing = "\ufdfa" * 32_000
for _rows, _is_heavy in LIGHT_AND_HEAVY:
    _price = partial(_refused, says="price cannot", rows=_rows, heavy=_is_heavy)
    _price("a price among 30,000 blanks", price=_among_blanks)
    _price("prices that Unicode makes 18 times longer", price=_growing)
    _refused("brands that Unicode makes longer", "too long", _rows, heavy=_is_heavy, brand=_growing)
