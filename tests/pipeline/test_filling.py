"""From a request with lines on two sheets to the same workbook with the answers."""

import datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from openpyxl import Workbook, load_workbook

from crossdock.clock.retention import remove_files_past_their_time
from crossdock.filling.messages import FillError
from crossdock.models import CrossDockTask, FilledFile
from crossdock.models.lifecycle import Status
from crossdock.pipeline.filling import fill_request, run_filling
from crossdock.pipeline.task import run_task
from crossdock.progress import Silent
from crossdock.results.lines_file import keep_lines
from crossdock.spreadsheets.answer_places import AnswerColumn, AnswerPlaces
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import ColumnMapping, Place
from crossdock.storage.users_files import local
from tests import stored
from tests.factories import (
    make_group,
    make_offer,
    make_price_list,
    make_supplier,
    make_task,
    make_user,
    today,
)
from tests.pipeline.running import work_on

pytestmark = pytest.mark.django_db(transaction=True)

HEADINGS = ("Best price", "Quantity available", "Supplier", "Price of", "Outcome")
SHEETS = {
    "Масла": [
        ("Заявка", None, None),
        ("Бренд", "Артикул", "Примечание"),
        ("BOSCH", "1", "срочно"),
        (None, None, None),
        ("Бренд", "Артикул", "Примечание"),
        ("BOSCH", "9", None),
    ],
    "Фильтры": [("Артикул", "Бренд"), ("2", "BOSCH"), (None, None), ("1", "BOSCH")],
}


@pytest.fixture
def task(settings: Any, tmp_path: Path) -> CrossDockTask:
    """A task that has succeeded."""
    settings.MEDIA_ROOT = tmp_path
    settings.LANGUAGE_CODE = "en"
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in SHEETS.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "request.xlsx")
    price_list = make_price_list(make_supplier("Север"))
    make_offer(price_list, "BOSCH", "1", "12.50")
    make_offer(price_list, "BOSCH", "2", "7", quantity="3")
    content = (tmp_path / "request.xlsx").read_bytes()
    task = make_task(make_user(), make_group(price_list.supplier), content)
    assert task.mark_as_running()
    assert task.mark_as_success(**run_task(task, Silent()))
    return task


def test_each_line_is_answered_in_its_row_on_its_sheet(task: CrossDockTask) -> None:
    filled = work_on(FilledFile.ask_for(task))
    assert filled.status == Status.SUCCESS, filled.error_message
    book = load_workbook(filled.file.open())
    day = datetime.datetime.combine(today(), datetime.time())
    assert [row[3:] for row in book["Масла"].values] == [
        (None,) * 5,
        HEADINGS,
        (12.5, 5, "Север", day, "Found"),
        (None,) * 5,
        (None,) * 5,
        (None, None, None, None, "Article not known"),
    ]
    assert [row[2:] for row in book["Фильтры"].values] == [
        HEADINGS,
        (7, 3, "Север", day, "Found"),
        (None,) * 5,
        (12.5, 5, "Север", day, "Found"),
    ]


def test_answers_go_where_somebody_wants_them(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["Бренд", "Артикул", "Наша цена", "Когда"], ["BOSCH", "1", "old"], ["BOSCH", "9"]):
        book.active.append(row)
    book.save(tmp_path / "request.xlsx")
    price_list = make_price_list(make_supplier("Север"))
    make_offer(price_list, "BOSCH", "1", "12.50")
    answers = AnswerPlaces({AnswerColumn.PRICE: "C", AnswerColumn.SUPPLIER: ""})
    for overwrites, price in ((False, "old"), (True, 12.5)):
        content = (tmp_path / "request.xlsx").read_bytes()
        task = make_task(make_user(str(overwrites)), make_group(price_list.supplier), content)
        mapping = ColumnMapping(
            {Column.BRAND: Place("Бренд", "A"), Column.ARTICLE: Place("Артикул", "B")},
            is_complete=True,
            answers=answers._replace(overwrites=overwrites),
        )
        task.columns = mapping.to_json()
        task.save()
        assert task.mark_as_running()
        assert task.mark_as_success(**run_task(task, Silent()))
        filled = work_on(FilledFile.ask_for(task))
        rows = list(load_workbook(filled.file.open()).active.values)
        assert rows[0][2:5] == ("Наша цена", "Когда", HEADINGS[2])
        assert rows[1][2:5] == (price, None, "Север")
        assert rows[2][2:] == (None, None, None)
        assert filled.left_alone == (0 if overwrites else 1)


def test_it_is_made_once_and_kept_with_the_result(task: CrossDockTask) -> None:
    filled = work_on(FilledFile.ask_for(task))
    assert FilledFile.ask_for(task) == filled
    assert (filled.status, filled.attempt) == (Status.SUCCESS, 1)
    assert remove_files_past_their_time() == 0
    CrossDockTask.objects.update(finished_at="2020-01-01T00:00:00Z")
    remove_files_past_their_time()
    assert not stored.exists(filled.file)


def test_what_failed_is_tried_again(task: CrossDockTask) -> None:
    content = stored.content(task.request_file)
    stored.put(task.request_file, b"PK")
    filled = work_on(FilledFile.ask_for(task))
    assert filled.status == Status.FAILURE
    assert "unusual way" in str(filled.error_message)
    stored.put(task.request_file, content)
    assert work_on(FilledFile.ask_for(task)).status == Status.SUCCESS


def test_a_lost_claim_publishes_nothing(task: CrossDockTask) -> None:
    filled = FilledFile.ask_for(task)
    assert filled.mark_as_running()
    columns = run_filling(filled, Silent())
    assert filled.cancel()
    assert not filled.mark_as_success(**columns)
    filled.discard()
    assert not stored.exists(columns["file"])


def test_a_deleted_task_takes_it_along(task: CrossDockTask) -> None:
    filled = work_on(FilledFile.ask_for(task))
    task.remove()
    assert not FilledFile.objects.exists()
    assert not stored.exists(filled.file)


def test_lines_that_do_not_tell_where_they_stand(task: CrossDockTask, tmp_path: Path) -> None:
    with keep_lines(tmp_path / "old.sqlite3"):
        pass
    with (
        local(task.request_file) as request,
        pytest.raises(FillError, match="earlier version"),
    ):
        fill_request(
            request, tmp_path / "old.sqlite3", tmp_path / "x.xlsx", Silent(), russian=False
        )


def test_files_of_other_kinds(task: CrossDockTask) -> None:
    assert FilledFile.is_possible(task)
    task.filename = "request.xls"
    task.request_file.save("request.xls", ContentFile(b"x"), save=False)
    assert not FilledFile.is_possible(task)
