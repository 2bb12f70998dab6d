import csv
import io
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crossdock.offers.answers import Answers
from crossdock.offers.outcomes import Outcome
from crossdock.parts.keys import Part
from crossdock.results.csv_file import csv_chunks
from crossdock.results.lines import ResultLines
from crossdock.results.lines_file import keep_lines
from crossdock.results.lines_query import LinesFile
from crossdock.results.texts import ENGLISH, RUSSIAN, ResultTexts

FORMULA = re.compile(r"\s*[=+\-@]")


def made(
    path: Path,
    articles: Sequence[str],
    supplier: str = "Север",
    texts: ResultTexts = RUSSIAN,
    encoding: str = "utf-8",
) -> bytes:
    count = len(articles)
    outcomes = [Outcome.FOUND] * count
    one = [1] * count
    offers = (
        [12.5] * count,
        [3.0] * count,
        [supplier] * count,
        one,
        ["=Bosch\x1f1-1\x1f\x1f5\x1f\x1f48"] * count,
    )
    answers = Answers(outcomes, one, *offers)
    parts = [Part("bosch", article) for article in articles]
    lines = ResultLines(["BOSCH"] * count, articles, parts, answers, [[]] * count)
    with keep_lines(path / "lines.sqlite3") as keep:
        keep(lines)
    return b"".join(csv_chunks(LinesFile(path / "lines.sqlite3"), texts, encoding))


def rows(content: bytes, encoding: str = "utf-8-sig") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(encoding), newline=""), delimiter=";"))


def test_a_line(tmp_path: Path) -> None:
    headings, line = rows(made(tmp_path, ["1"]))
    assert headings[:5] == ["SKU", "Бренд", "Артикул", "Запрошено, шт.", "Лучшая цена 1"]
    assert line[:3] == ["BOSCH|1", "BOSCH", "1"]
    assert line[4:7] == ["12,5", "3", "Север"]
    outcome = headings.index("Итог")
    assert line[outcome : outcome + 7] == [
        *("Найдено", "02.01.1970", "48", "5", "", "'=Bosch", "1-1")
    ]
    assert len(headings) == len(line)
    assert rows(made(tmp_path, ["1"], texts=ENGLISH))[1][4] == "12.5"


def test_prices_are_as_old_as_they_were_in_the_result(tmp_path: Path) -> None:
    lines = ResultLines(
        *(["BOSCH"], ["1"], [Part("bosch", "1")]),
        Answers([Outcome.FOUND], [2], [1.0] * 2, [1.0] * 2, ["North"] * 2, [10] * 2, [""] * 2),
        [[]],
    )
    with keep_lines(tmp_path / "lines.sqlite3") as keep:
        keep(lines)
    made_at = datetime(1970, 1, 14, 9, tzinfo=UTC)  # the offers are of the eleventh
    kept = LinesFile(tmp_path / "lines.sqlite3")
    headings, line = rows(b"".join(csv_chunks(kept, ENGLISH, prices_as_of=made_at)))
    assert line[headings.index("Offer 2: terms")].endswith("days old: 3")


def test_it_comes_in_pieces_with_one_mark(tmp_path: Path) -> None:
    content = made(tmp_path, [str(number) for number in range(1, 1_502)])
    assert content.count("\ufeff".encode()) == 1
    assert [row[2] for row in rows(content)[1:]] == [str(number) for number in range(1, 1_502)]


def test_letters_that_older_programs_lack_are_replaced_visibly(tmp_path: Path) -> None:
    content = made(tmp_path, ["1"], "Жёлтый → 黄", encoding="cp1251")
    assert rows(content, "cp1251")[1][6] == "Жёлтый ? ?"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+cmd", "@x", "\t=1", " =1", "a;=1", "a,=1", "a\t=1", 'a";=1', "a\n=1"]
)
def test_nothing_becomes_a_formula(tmp_path: Path, text: str, delimiter: str) -> None:
    content = made(tmp_path, [text], supplier=text).decode("utf-8-sig")
    cells = [
        cell
        for row in csv.reader(io.StringIO(content, newline=""), delimiter=delimiter)
        for cell in row
    ]
    assert not [cell for cell in cells if FORMULA.match(cell)]
    assert not [line for line in content.splitlines() if FORMULA.match(line)]
