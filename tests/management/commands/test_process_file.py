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
        ["1", "Not found"],
        ["2", "lines, 50.0%"],
    ]
    assert output.splitlines()[-1] == str(result)
    assert prices(result) == [12.5, None]


def test_the_lookback_and_the_output_can_be_chosen(request_file: Path, tmp_path: Path) -> None:
    output = tmp_path / "answer.xlsx"
    run(request_file, "--group", "Everybody", "--lookback", "1", "--output", output)
    assert prices(output) == [None, None]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--group", "Nobody"), "(?s)no supplier group “Nobody”.*Everybody"),
        (("--group", "Everybody", "--lookback", "-1"), "-1 is not a number of days"),
        (("--group", "Everybody", "--lookback", "366"), "between 0 and 365"),
        (("--group", "Everybody", "--lookback", "9" * 5000), "between 0 and 365"),
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
