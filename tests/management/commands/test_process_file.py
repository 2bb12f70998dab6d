from io import StringIO
from pathlib import Path

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_group, make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_file(tmp_path: Path) -> Path:
    make_group(supplier := make_supplier("North"), name="Everybody")
    make_offer(make_price_list(supplier, days_old=2), price="12.5")
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article\nBOSCH;0986452041\nSKF;1\n")
    return path


def run(*arguments: str | Path) -> str:
    output = StringIO()
    call_command("process_file", *map(str, arguments), stdout=output)
    return output.getvalue()


def prices(path: Path) -> list[object]:
    return [row[3] for row in openpyxl.load_workbook(path).worksheets[0].values][1:]


@pytest.mark.parametrize("more", [(), ("--original-query",)])
def test_the_result_stands_beside_the_request(request_file: Path, more: tuple[str, ...]) -> None:
    output = run(request_file, "--group", "Everybody", *more)
    result = request_file.with_name("request.result.xlsx")
    assert [line.split(maxsplit=1) for line in output.splitlines()[:-1]] == [
        ["1", "Found"],
        ["1", "Brand not known"],
        ["2", "lines, 50.0%"],
    ]
    assert output.splitlines()[-1] == str(result)
    assert prices(result) == [12.5, None]


def test_the_lookback_and_the_output_can_be_chosen(request_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "answer.xlsx"
    run(request_file, "--group", "Everybody", "--lookback", "1", "--output", output)
    assert prices(output) == [None, None]


@pytest.mark.parametrize(
    ("hours", "expected", "said"),
    [("24", [12.5, None], "Found"), ("23", [None, None], "Nothing arrives in time")],
)
def test_only_what_arrives_in_time_may_count(
    request_file: Path, hours: str, expected: list[object], said: str
) -> None:
    """A supplier delivers in 24 hours unless somebody says otherwise."""
    output = run(request_file, "--group", "Everybody", "--within-hours", hours)
    result = request_file.with_name("request.result.xlsx")
    assert prices(result) == expected
    assert said in output
    summary = list(openpyxl.load_workbook(result).worksheets[1].values)
    assert ("Only what arrives within, hours", int(hours)) in [row[:2] for row in summary]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--group", "Nobody"), "(?s)no supplier group “Nobody”.*Everybody"),
        (("--group", "Everybody", "--lookback", "-1"), "-1 is not a number of days"),
        (("--group", "Everybody", "--lookback", "366"), "between 0 and 365"),
        (("--group", "Everybody", "--lookback", "9" * 5000), "between 0 and 365"),
        (("--group", "Everybody", "--within-hours", "0"), "between 1 and 1440"),
        (("--group", "Everybody", "--output", "/nowhere/result.xlsx"), "/nowhere"),
    ],
)
def test_mistakes_are_explained(
    request_file: Path, arguments: tuple[str, ...], message: str
) -> None:
    with pytest.raises(CommandError, match=message):
        run(request_file, *arguments)
    assert list(request_file.parent.iterdir()) == [request_file]


def test_a_missing_file_is_explained(request_file: Path) -> None:
    with pytest.raises(CommandError, match="no file"):
        run(request_file.with_name("none.csv"), "--group", "Everybody")


def test_the_request_is_not_overwritten(request_file: Path) -> None:
    before = request_file.read_bytes()
    with pytest.raises(CommandError, match="overwrite"):
        run(request_file, "--group", "Everybody", "--output", request_file)
    assert request_file.read_bytes() == before


@pytest.fixture
def odd_file(request_file: Path) -> Path:
    """A workbook of which nothing can be recognised."""
    book = openpyxl.Workbook()
    book.worksheets[0].append(["Notes"])
    sheet = book.create_sheet("Parts")
    for row in (["To", "Smith"], [], ["K", "Who", "What", "N", "Top"]):
        sheet.append(row)
    sheet.append(["007", "BOSCH", "0986452041", "2 шт", 20])
    sheet.append(["008", "BOSCH", "0986452041", 1, 10])
    path = request_file.with_name("odd.xlsx")
    book.save(path)
    return path


@pytest.mark.parametrize("header", [(), ("--header", "3")])
def test_columns_can_be_named(odd_file: Path, header: tuple[str, ...]) -> None:
    columns = "brand=B, article=c,quantity=D,ceiling=E,code=A"
    run(odd_file, "--group", "Everybody", "--columns", columns, "--sheet", "parts", *header)
    result = odd_file.with_name("odd.result.xlsx")
    _headings, two, one = openpyxl.load_workbook(result).worksheets[0].values
    assert two[1:6] == ("BOSCH", "0986452041", "007", 2, 12.5)
    assert one[3:6] == ("008", 1, None)


def test_there_may_be_no_headings_and_some_columns_beside(odd_file: Path) -> None:
    path = odd_file.with_name("plain.csv")
    path.write_text("x;SKF;1\nx;BOSCH;0986452041\n")
    run(path, "--group", "Everybody", "--columns", "brand=B,article=C", "--header", "0")
    assert prices(path.with_name("plain.result.xlsx")) == [None, 12.5]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--columns", "brand=B,brand=C,article=D"), "More than one column is selected as: Brand"),
        (("--columns", "article=D"), "Say which column is: Brand"),
        (("--columns", ""), "Say which column is: Brand, Article"),
        (("--columns", "brand=B,article=B"), "Column B is selected twice"),
        (("--columns", "brand=B,article=Z"), "no column Z: its last column is C"),
        (("--columns", "brand=B,article=ZZZ"), "«article=ZZZ» does not name a column"),
        (("--columns", "brand=B,price=C"), "no column «price»"),
        (("--columns", "brand"), "«brand» does not name a column"),
        (("--columns", "brand=B,article=C", "--sheet", "Other"), "Its sheets are: Notes, Parts"),
        (("--columns", "brand=B,article=C", "--header", "999"), "Row 999 cannot be the row"),
        (("--columns", "brand=B,article=C", "--header", "-1"), "Row -1 cannot be the row"),
        (("--sheet", "Parts"), "go with --columns"),
    ],
)
def test_columns_that_are_not_there_are_refused(
    odd_file: Path, arguments: tuple[str, ...], message: str
) -> None:
    book = openpyxl.load_workbook(odd_file)
    book.worksheets[0].title = "Notes"
    book.worksheets[0].append(["a", "b", "c"])
    book.save(odd_file)
    with pytest.raises(CommandError, match=message):
        run(odd_file, "--group", "Everybody", *arguments)
    assert not odd_file.with_name("odd.result.xlsx").exists()


def test_the_answers_in_the_same_workbook_and_as_csv(request_file: Path, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("Brand", "Article"), ("BOSCH", "0986452041")):
        book.worksheets[0].append(row)
    book.save(path := tmp_path / "mine.xlsx")
    filled, csv = tmp_path / "filled.xlsx", tmp_path / "lines.csv"
    output = run(path, "--group", "Everybody", "--fill", filled, "--csv", csv)
    assert output.splitlines()[-2:] == [str(filled), str(csv)]
    (line,) = [*openpyxl.load_workbook(filled).worksheets[0].values][1:]
    assert line[2:5] == (12.5, 5, "North")
    assert "BOSCH;0986452041;;12.5;5;North" in csv.read_text("utf-8-sig")
    with pytest.raises(CommandError, match="overwrite"):
        run(path, "--group", "Everybody", "--fill", path)
