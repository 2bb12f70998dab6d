import io
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.pipeline.request_parts import PART_COLUMNS
from crossdock.spreadsheets.mapping import ColumnMapping
from crossdock.spreadsheets.messages import NOT_RECOGNISED
from crossdock.spreadsheets.reader_process import open_table
from crossdock.storage.users_files import local
from tests import stored
from tests.factories import make_task
from tests.world import HTMX

UNKNOWN = NOT_RECOGNISED % dict.fromkeys(("needed", "place", "found", "examples"), "")
CHOSEN = {"header_row": "2", "column_1": "code", "column_2": "brand", "column_3": "article"}


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Parts"
    for row in (["For Smith"], ["K", "Who", "What", "Заказ"], ["07", "BOSCH", "0986452041", 4]):
        sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture
def failed(alice: User, group: SupplierGroup) -> CrossDockTask:
    """A task of alice's whose columns were not recognised."""
    fields = {"status": Status.FAILURE, "error_message": UNKNOWN}
    return make_task(alice, group, workbook(), **fields)


def address(task: CrossDockTask) -> str:
    return reverse("crossdock:task_columns", args=[task.pk])


def rows(task: CrossDockTask) -> list[Any]:
    mapping = ColumnMapping.from_json(task.columns)
    with (
        local(task.request_file) as path,
        open_table(path, needed=PART_COLUMNS, mapping=mapping) as table,
    ):
        return [
            {str(column): row[index] for column, index in table.columns.items()}
            for row in table.rows()
        ]


def test_a_failed_task_leads_to_its_columns(as_alice: Client, failed: CrossDockTask) -> None:
    page = as_alice.get(reverse("crossdock:task_detail", args=[failed.pk]))
    assert address(failed) in page.content.decode()


def test_the_rows_are_shown_with_a_guess(as_alice: Client, failed: CrossDockTask) -> None:
    page = as_alice.get(address(failed))
    html = page.content.decode()
    assert "0986452041" in html
    assert "Parts" in html
    assert "is a guess" in html
    assert page.context["selection"].header_row == 2
    assert page.context["selection"].by_index == {1: "brand", 2: "article", 3: "quantity"}


def test_the_next_attempt_reads_what_was_chosen(as_alice: Client, failed: CrossDockTask) -> None:
    answer = as_alice.post(address(failed), CHOSEN | {"column_4": "quantity"})
    assert answer.headers["Location"] == reverse("crossdock:task_detail", args=[failed.pk])
    failed.refresh_from_db()
    assert (failed.status, failed.attempt) == (Status.PENDING, 2)
    parts = {"brand": "BOSCH", "article": "0986452041"}
    assert rows(failed) == [parts | {"code": "07", "quantity": 4}]


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"column_2": ""}, "Say which column is: Brand"),
        ({"column_4": "brand"}, "More than one column is selected as: Brand"),
        ({"column_2": "price"}, "Say which column is: Brand"),
    ],
)
def test_a_wrong_choice_is_told_and_starts_nothing(
    as_alice: Client, failed: CrossDockTask, more: dict[str, str], message: str
) -> None:
    page = as_alice.post(address(failed), CHOSEN | more)
    assert message in page.content.decode()
    assert page.context["selection"].by_index[2] == "article"
    failed.refresh_from_db()
    assert (failed.status, failed.columns) == (Status.FAILURE, {})


def test_what_has_been_started_meanwhile_is_left_alone(
    as_alice: Client, failed: CrossDockTask
) -> None:
    failed.retry()
    page = as_alice.post(address(failed), CHOSEN, follow=True)
    assert "did not fail for its columns" in page.content.decode()
    failed.refresh_from_db()
    assert (failed.attempt, failed.columns) == (2, {})


def test_a_file_that_is_gone_is_told(as_alice: Client, failed: CrossDockTask) -> None:
    stored.remove(failed.request_file)
    page = as_alice.get(address(failed), follow=True)
    assert "is not kept any more" in page.content.decode()


def test_running_it_again_keeps_the_columns(as_alice: Client, failed: CrossDockTask) -> None:
    as_alice.post(address(failed), CHOSEN)
    failed.refresh_from_db()
    CrossDockTask.objects.filter(pk=failed.pk).update(status=Status.CANCELLED)
    settings = {"supplier_group": failed.supplier_group_id, "lookback_days": 2}
    as_alice.post(reverse("crossdock:task_again", args=[failed.pk]), settings, headers=HTMX)
    assert CrossDockTask.objects.get(again_of=failed).columns == failed.columns
