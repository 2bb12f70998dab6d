from io import BytesIO
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from crossdock.lifecycle import Status
from crossdock.models import CrossDockTask
from tests.factories import make_offer, make_price_list, make_supplier
from tests.views.conftest import MakeTask


def address(name: str, task: CrossDockTask) -> str:
    return reverse(f"crossdock:{name}", args=[task.pk])


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_the_result_is_downloaded_under_its_own_name(as_bob: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    CrossDockTask.objects.update(filename="Заявка №1.csv")
    answer = as_bob.get(address("task_result", task))
    task.refresh_from_db()
    assert content(answer) == b"the result"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; ")
    assert quote(task.result_filename) in disposition
    assert answer.headers["Content-Type"].endswith("spreadsheetml.sheet")


def test_the_request_is_downloaded_as_it_was(as_bob: Client, pending: CrossDockTask) -> None:
    answer = as_bob.get(address("task_request", pending))
    assert content(answer) == b"x"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="request.xlsx"'


@pytest.mark.parametrize("name", ["task_result", "task_request"])
def test_files_are_kept_by_no_cache(name: str, as_alice: Client, task_in: MakeTask) -> None:
    answer = as_alice.get(address(name, task_in(Status.SUCCESS)))
    answer.close()
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_a_result_that_is_not_there_yet(as_alice: Client, pending: CrossDockTask) -> None:
    answer = as_alice.get(address("task_result", pending))
    assert answer.status_code == 404
    assert "or not yet" in answer.content.decode()


def test_a_file_that_was_removed(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    task.delete_files()
    answer = as_alice.get(address("task_result", task))
    assert answer.status_code == 404
    assert "not kept any more" in answer.content.decode()


def test_the_template_has_parts_that_are_offered(as_alice: Client) -> None:
    prices = make_price_list(make_supplier())
    make_offer(prices, "KNECHT", "OC 90")
    make_offer(prices, "NGK", "sold out", quantity="0")
    answer = as_alice.get("/tasks/template/")
    sheet = load_workbook(BytesIO(content(answer))).active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, max_col=2, values_only=True))
    assert rows == [("KNECHT", "OC 90")]
