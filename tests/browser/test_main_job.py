"""The main job as a user does it: upload, watch, download; in real Chromium, with real workers."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook
from rustpy_xlsxwriter import FastExcel

from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import Status
from tests.factories import make_group, make_offer, make_price_list, make_supplier, make_user

pytestmark = pytest.mark.django_db(transaction=True)

LINES = 100_000
PERCENT = re.compile(r"(\d+)%")


@pytest.fixture
def group() -> SupplierGroup:
    suppliers = [make_supplier("Dear"), make_supplier("Cheap")]
    for supplier, price in zip(suppliers, ("200", "150.50"), strict=True):
        make_offer(make_price_list(supplier), "BOSCH", "0 986 452 041", price)
    return make_group(*suppliers, name="ОПТ-2")


def log_in(page: Page, username: str) -> None:
    """As somebody who has logged in before: a password takes a second to be checked."""
    client = Client()
    client.force_login(make_user(username))
    value = client.cookies["sessionid"].value
    page.context.add_cookies(
        [{"name": "sessionid", "value": value, "domain": "127.0.0.1", "path": "/"}]
    )
    page.goto("/tasks/")
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()


def log_in_by_password(page: Page, username: str) -> None:
    make_user(username, password=make_password("password", hasher="pbkdf2_sha256"))
    page.goto("/accounts/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", "password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()


def upload(page: Page, file: Path) -> None:
    page.goto("/tasks/new/")
    page.select_option("[name=supplier_group]", label="ОПТ-2")
    page.set_input_files("[name=file]", file)
    page.locator("[name=upload], .error").first.wait_for(state="attached")
    if page.locator("[name=upload]").count():
        page.get_by_role("button", name="Start").click()


def write_request(path: Path, lines: int) -> Path:
    rows = (
        {
            "Бренд": "Bosch",
            "Артикул": "0986452041" if number % 2 else f"X{number}",
            "Кол-во": number,
        }
        for number in range(lines)
    )
    FastExcel(str(path)).sheet("Заявка", rows).save()
    return path


def test_upload_watch_download(page: Page, group: SupplierGroup, tmp_path: Path):
    log_in_by_password(page, "alice")
    upload(page, write_request(tmp_path / "Заявка на июнь.xlsx", LINES))
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]{36}/"))
    page.evaluate("window.neverReloaded = true")
    page.goto("/tasks/")
    page.evaluate("window.neverReloaded = true")

    row = page.get_by_role("row", name="Заявка на июнь.xlsx")
    seen: list[int] = []
    while not row.get_by_role("link", name="Download").is_visible():
        text = row.inner_text()
        assert "Failed" not in text, text
        if shown := PERCENT.search(text):
            seen.append(int(shown[1]))
        page.wait_for_timeout(50)
    expect(row).to_contain_text("100%")
    assert seen == sorted(seen)
    assert len({percent for percent in seen if 0 < percent < 100}) >= 2, seen
    assert page.evaluate("window.neverReloaded"), "the percentage rose without a reload"

    with page.expect_download() as download:
        row.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename.startswith("Заявка на июнь")
    download.value.save_as(tmp_path / "result.xlsx")
    book = CalamineWorkbook.from_path(str(tmp_path / "result.xlsx"))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == LINES + 1
    assert tuple(rows[0][:7]) == (
        *("SKU", "Brand", "Article", "Asked for, pcs"),
        *("Best price 1", "Quantity 1", "Supplier name 1"),
    )
    assert tuple(rows[2][:10]) == (
        *("Bosch|0986452041", "Bosch", "0986452041", 1),
        *(150.5, 5, "Cheap"),
        *(200, 5, "Dear"),
    )
    assert rows[1][4:13] == [""] * 9


def test_what_is_chosen_while_the_file_is_looked_at_stays(
    page: Page, group: SupplierGroup, tmp_path: Path
):
    log_in(page, "alice")
    page.goto("/tasks/new/")
    page.route("**/tasks/new/", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.set_input_files("[name=file]", write_request(tmp_path / "list.xlsx", 10))
    page.select_option("[name=supplier_group]", label="ОПТ-2")
    expect(page.locator("#preview")).to_be_visible()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("link", name="Download result")).to_be_visible()


def test_cancel_and_retry_in_place(page: Page, group: SupplierGroup, tmp_path: Path):
    log_in(page, "alice")
    upload(page, write_request(tmp_path / "long.xlsx", 300_000))
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]{36}/"))
    page.goto("/tasks/")
    row = page.get_by_role("row", name="long.xlsx")
    expect(row).to_contain_text("Running")
    row.get_by_role("button", name="Cancel").click()
    expect(row).to_contain_text("Cancelled")
    row.get_by_role("button", name="Retry").click()
    expect(row).to_contain_text("Running")
    row.get_by_role("button", name="Cancel").click()
    expect(row).to_contain_text("Cancelled")
    assert CrossDockTask.objects.get().attempt == 2


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.xlsx", b"", "empty"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "no table"),
        ("columns.csv", "Наименование;Цена\nФильтр;100\n".encode(), "Say which column is"),
        ("damaged.xlsx", b"PK\x03\x04" + bytes(1000), "damaged"),
    ],
)
def test_a_bad_file_says_why_and_the_worker_goes_on(
    page: Page, group: SupplierGroup, tmp_path: Path, name: str, content: bytes, message: str
):
    log_in(page, "alice")
    (tmp_path / name).write_bytes(content)
    upload(page, tmp_path / name)
    expect(page.locator(".error").first).to_contain_text(message)
    statuses = set(CrossDockTask.objects.values_list("status", flat=True))
    assert statuses <= {Status.FAILURE}
    upload(page, write_request(tmp_path / "good.xlsx", 10))
    expect(page.get_by_role("link", name="Download result")).to_be_visible()
