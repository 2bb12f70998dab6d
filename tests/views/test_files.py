from io import BytesIO
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import Status
from tests.factories import make_import, make_offer, make_price_list, make_supplier
from tests.views.test_tasks import upload
from tests.world import MakeTask

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    assert answer.headers["Content-Type"] == WORKBOOK


def test_the_request_is_downloaded_as_it_was(as_bob: Client, pending: CrossDockTask) -> None:
    answer = as_bob.get(address("task_request", pending))
    assert content(answer) == b"x"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="request.xlsx"'


@pytest.mark.parametrize("name", ["task_result", "task_request"])
def test_files_are_kept_by_no_cache(name: str, as_alice: Client, task_in: MakeTask) -> None:
    answer = as_alice.get(address(name, task_in(Status.SUCCESS)))
    content(answer)
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


NAME = 'Заявка №1 «срочно»; "a" ё.xlsx'

DANGEROUS = {
    "page.html": "application/octet-stream",
    "page.XHTML": "application/octet-stream",
    "drawing.svg": "application/octet-stream",
    "script.js": "application/octet-stream",
    "data.xml": "application/octet-stream",
    "page.csv.html": "application/octet-stream",
    "no ending": "application/octet-stream",
    ".html": "application/octet-stream",
    "список.CSV": "text/csv",
    "list.txt": "text/plain",
    "book.xlsb": "application/vnd.ms-excel.sheet.binary.macroEnabled.12",
}


@pytest.mark.parametrize("filename", DANGEROUS)
def test_no_file_is_a_page_to_a_browser(
    filename: str, as_bob: Client, pending: CrossDockTask
) -> None:
    CrossDockTask.objects.update(filename=filename)
    answer = as_bob.get(address("task_request", pending))
    assert content(answer) == b"x"
    assert answer.headers["Content-Type"] == DANGEROUS[filename]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "filename",
    [
        *(NAME, "../../etc/passwd.csv", "a\r\nSet-Cookie: x=1.csv", "C:\\x\\y.csv", "a\0b.csv"),
        "x" * 250,
    ],
)
def test_an_upload_comes_back_under_its_own_name(
    filename: str, as_alice: Client, group: SupplierGroup
) -> None:
    upload(as_alice, group, name=filename)
    task = CrossDockTask.objects.get()
    kept = PurePath(task.request_file.name or "")
    assert kept.parent == PurePath("tasks", str(task.pk))
    assert kept.stem == "request"
    answer = as_alice.get(address("task_request", task))
    assert content(answer) == b"a;b"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    for sign in ("\r", "\n", "/", "\\", "\0"):
        assert sign not in disposition.replace('\\"', "").replace("\\\\", "")


def test_a_cyrillic_name_is_sent_as_browsers_read_it(
    as_alice: Client, pending: CrossDockTask
) -> None:
    CrossDockTask.objects.update(filename=NAME)
    disposition = as_alice.get(address("task_request", pending)).headers["Content-Disposition"]
    assert disposition == f"attachment; filename*=utf-8''{quote(NAME)}"


@pytest.mark.parametrize("name", ["task_result", "task_request"])
def test_head_says_how_large_a_file_is(name: str, as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS)
    with_content = as_alice.get(address(name, task))
    body = content(with_content)
    head = as_alice.head(address(name, task))
    assert head.status_code == 200
    assert content(head) == b""
    assert int(head.headers["Content-Length"]) == len(body) > 0
    assert head.headers["Content-Disposition"] == with_content.headers["Content-Disposition"]


def test_a_price_lists_files_are_sent_alike(as_staff: Client, staff: User) -> None:
    task = make_import(staff, make_supplier(), "a;b", "Прайс.html")
    task.left_out_file.save(task.claimed_left_out_name, ContentFile(b"why"))
    for name, content_type in (("file", "application/octet-stream"), ("left-out", WORKBOOK)):
        answer = as_staff.get(f"/price-lists/{task.pk}/{name}/")
        assert answer.headers["Content-Type"] == content_type
        disposition = answer.headers["Content-Disposition"]
        assert disposition.startswith(f"attachment; filename*=utf-8''{quote('Прайс')}")
        assert content(answer) in (b"a;b", b"why")
        assert answer.headers["Cache-Control"] == "private, no-store"
    task.delete_files()
    for name in ("file", "left-out"):
        answer = as_staff.get(f"/price-lists/{task.pk}/{name}/")
        assert answer.status_code == 404
        assert "not kept any more" in answer.content.decode()


def test_there_is_no_public_folder(as_alice: Client, pending: CrossDockTask) -> None:
    name = pending.request_file.name
    for folder in ("/files/", "/media/", "/static/", "/", pending.request_file.url):
        assert as_alice.get(f"{folder}{name}").status_code == 404
