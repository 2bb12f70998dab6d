from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from crossdock.errors import UserError
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.run import run
from crossdock.progress import Stage
from crossdock.results.lines_query import LinesFile, LinesQuery
from tests.factories import make_group, make_offer, make_price_list, make_supplier
from tests.pipeline.running import LOOKBACK, Recorder, process
from tests.results.written import OWN_COLUMNS

pytestmark = pytest.mark.django_db


def write_request(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(path)
    return path


def outcomes(rows: list[tuple[Any, ...]]) -> list[str]:
    return [row[12] for row in rows[1:]]


def test_numbers_that_lost_their_zeros_are_found_and_marked(tmp_path):
    supplier = make_supplier("A")
    price_list = make_price_list(supplier)
    make_offer(price_list, article="000123456")
    make_offer(price_list, article="777")
    request = write_request(
        tmp_path / "request.xlsx",
        [["Brand", "Article"], ["Bosch", 123456], ["Bosch", "123456"], ["Bosch", 777]],
    )
    rows, _recorder = process(request, make_group(supplier), tmp_path / "result.xlsx")
    assert outcomes(rows) == [
        "Found, leading zeros ignored",
        "Article not known. Found if 000123456: 1 offer from 100",
        "Found",
    ]


def test_lines_that_cannot_be_looked_up_stay_with_the_reason(tmp_path):
    request = write_request(
        tmp_path / "request.xlsx",
        [
            ["Brand", "Article", "Note"],
            ["Bosch", None, "a"],
            [None, "123", "b"],
            [None, None, "c"],
            ["Bosch", 1234567890123456789, "d"],
            ["Bosch", "---", "e"],
            ["Bosch", -1234567890123456789, "f"],
            ["®", "123", "g"],
            ["Bosch", "0 986 452 041/0 986 452 042", "h"],
        ],
    )
    supplier = make_supplier("A")
    for article in ("1234567890123456789", "1234567890123456770"):  # as written, and as kept
        make_offer(make_price_list(supplier), article=article)
    rows, _recorder = process(request, make_group(supplier), tmp_path / "result.xlsx")
    assert [row[3] for row in rows[1:]] == [None] * 8
    assert [row[OWN_COLUMNS] for row in rows[1:]] == list("abcdefgh")
    assert outcomes(rows) == [
        "No article",
        "No brand",
        "Neither brand nor article",
        "Article stored as a number too long: digits lost",
        "No article",
        "Article stored as a number too long: digits lost",
        "No brand",
        "Several articles in one cell",
    ]


def test_articles_that_became_dates_times_or_rounded_numbers_are_told(tmp_path):
    spoiled = [date(2026, 1, 2), time(10, 35), timedelta(hours=36), "1,23457E+10", "02.янв"]
    request = write_request(
        tmp_path / "request.xlsx",
        [["Brand", "Article", "Term"], *(["Bosch", article, time(9)] for article in spoiled)],
    )
    rows, _recorder = process(request, make_group(), tmp_path / "result.xlsx")
    date_told = "Article stored as a date or a time: type it anew in cells formatted as text"
    rounded_told = "Article stored as a number too long: digits lost"
    assert outcomes(rows) == [date_told, date_told, date_told, rounded_told, date_told]
    assert [row[2] for row in rows[1:]] == ["2026-01-02", "10:35", "36:00", "1,23457E+10", "02.янв"]
    assert [row[OWN_COLUMNS] for row in rows[1:]] == ["9:00"] * 5


def test_progress_only_grows_through_the_stages(tmp_path):
    request = write_request(
        tmp_path / "request.xlsx",
        [["Бренд", "Артикул"], *(["Bosch", f"A{number}"] for number in range(5000))],
    )
    rows, recorder = process(request, make_group(), tmp_path / "result.xlsx")
    assert len(rows) == 5001
    assert rows[0][1] == "Brand"
    assert recorder.stages == [Stage.READING, Stage.MATCHING, Stage.WRITING]
    assert recorder.percents == sorted(recorder.percents)
    assert len(set(recorder.percents)) >= 3
    assert recorder.progress.done[Stage.MATCHING] == recorder.progress.total[Stage.MATCHING] == 5000


def test_the_lines_are_kept_as_the_result_has_them(tmp_path):
    supplier = make_supplier("A")
    make_offer(make_price_list(supplier), article="777", price="10.50", quantity="4")
    body = [["Bosch", "777"] if number % 3 == 0 else ["Bosch", None] for number in range(5000)]
    request = write_request(tmp_path / "request.xlsx", [["Brand", "Article"], *body])
    lines_path, result_path = tmp_path / "lines.sqlite3", tmp_path / "result.xlsx"
    search = OfferSearch(make_group(supplier), LOOKBACK)
    run(request, result_path, search, Recorder(), filename="", lines_path=lines_path)
    rows = list(openpyxl.load_workbook(result_path).worksheets[0].values)[1:]
    kept = LinesFile(lines_path).lines(LinesQuery(lambda _kind: True), range(5000))
    assert [
        (
            line.number,
            line.brand,
            line.article or None,
            *(line.offers[0][:3] if line.offers else ()),
        )
        for line in kept
    ] == [
        (number, *row[1:3], *(cell for cell in row[3:6] if cell is not None))
        for number, row in enumerate(rows, 1)
    ]
    assert [str(line.outcome.label) for line in kept] == [row[12] for row in rows]


def test_work_that_is_stopped_leaves_no_file(tmp_path):
    class Stop(Exception):
        pass

    class Stopping(Recorder):
        def enter(self, stage: Stage) -> None:
            if stage == Stage.WRITING:  # all lines are kept by then
                raise Stop

    request = write_request(tmp_path / "request.xlsx", [["Brand", "Article"], ["Bosch", "1"]])
    with pytest.raises(Stop):
        run(
            request,
            tmp_path / "result.xlsx",
            OfferSearch(make_group(), LOOKBACK),
            Stopping(),
            filename="request.xlsx",
            lines_path=tmp_path / "lines.sqlite3",
        )
    assert list(tmp_path.iterdir()) == [request]


def test_headings_without_lines_are_no_request(tmp_path: Path) -> None:
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article\n")
    with pytest.raises(UserError, match=r"no lines under the headings \(row 1\)"):
        process(path, make_group(), tmp_path / "result.xlsx")


def test_an_article_longer_than_any_on_offer_is_not_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "request.csv"
    path.write_text(f"Brand;Article\nBOSCH;{'9' * 201}\n")
    search = OfferSearch(make_group(), LOOKBACK)
    summary = run(path, tmp_path / "result.xlsx", search, Recorder(), filename="x")
    assert summary.outcome_counts() == {"not_found": 1}
