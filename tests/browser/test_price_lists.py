"""A price list as staff bring it in: look at it, correct a column, watch it, see the change."""

import re
import time
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from crossdock.models import Offer, PriceListImport, Supplier
from tests.factories import make_price_list, make_supplier, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 400_000


@pytest.fixture
def supplier(page: Page) -> Supplier:
    supplier = make_supplier("Автоспутник")
    make_price_list(supplier, 9)
    make_user("staff", is_staff=True, password=make_password("password", hasher="pbkdf2_sha256"))
    page.goto("/accounts/login/")
    page.fill("[name=username]", "staff")
    page.fill("[name=password]", "password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()
    return supplier


def write_list(path: Path, rows: int, price: str = "Цена розн") -> Path:
    lines = (f"TRW;GDB{number};{number % 90 + 10};7;{number % 90 + 500}" for number in range(rows))
    path.write_text(
        f"Прайс-лист\nБренд;Артикул;Цена закупки;Остаток;{price}\nTRW;;1;1;1\n" + "\n".join(lines),
        encoding="utf-8",
    )
    return path


def test_look_correct_watch(page: Page, supplier: Supplier, tmp_path: Path) -> None:
    page.goto("/price-lists/")
    row = page.get_by_role("row", name="Автоспутник")
    expect(row).to_contain_text("Overdue")
    row.get_by_role("link", name="New list").click()
    page.set_input_files("[name=file]", write_list(tmp_path / "Прайс июнь.csv", ROWS))
    expect(page.get_by_role("cell", name="GDB1", exact=True)).to_be_visible()
    expect(page.get_by_label("C", exact=True)).to_have_value("price")
    expect(page.get_by_label("Supplier")).to_have_value(str(supplier.pk))
    page.get_by_label("C", exact=True).select_option("–")
    page.get_by_label("E", exact=True).select_option("Price")
    page.get_by_role("button", name="Import").click()

    page.wait_for_url(re.compile(r"/price-lists/#uploads$"))
    page.evaluate("window.neverReloaded = true")
    upload = page.get_by_role("article").filter(has_text="Прайс июнь.csv")
    seen: list[int] = []
    deadline = time.monotonic() + 60
    while "rows taken" not in upload.inner_text():
        assert time.monotonic() < deadline, upload.inner_text()
        if shown := re.search(r"(\d+)%", upload.inner_text()):
            seen.append(int(shown[1]))
        page.wait_for_timeout(50)
    expect(upload).to_contain_text(f"{ROWS:,} rows taken")
    expect(upload).to_contain_text("Price: «Цена розн» E")
    assert seen == sorted(seen)
    assert any(0 < percent < 100 for percent in seen), seen
    expect(row).to_contain_text(f"{ROWS:,}")
    expect(row).to_contain_text("today's")
    expect(row).not_to_contain_text("Overdue")
    assert page.evaluate("window.neverReloaded"), "the page changed without a reload"
    assert Offer.objects.get(article="GDB0").price == 500

    with page.expect_download() as download:
        row.get_by_role("link", name="1", exact=True).click()
    download.value.save_as(tmp_path / "left out.xlsx")
    sheet = load_workbook(tmp_path / "left out.xlsx").active
    assert [cell.value for cell in sheet[2]][:5] == ["TRW", None, "1", "1", "1"]

    upload.get_by_role("link", name="Take back").click()
    expect(page.get_by_text(f"{ROWS:,} offers of Автоспутник go.")).to_be_visible()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("article").first).to_contain_text("staff took this list back")
    assert not Offer.objects.exists()

    page.goto(f"/price-lists/new/?supplier={supplier.pk}")
    page.set_input_files("[name=file]", write_list(tmp_path / "next.csv", 3))
    expect(page.get_by_label("E", exact=True)).to_have_value("price")
    page.goto(f"/price-lists/new/?supplier={supplier.pk}")
    page.set_input_files("[name=file]", write_list(tmp_path / "other.csv", 3, "Цена опт"))
    expect(page.get_by_role("alert")).to_contain_text("laid out differently")


def test_cancel_and_retry_in_place(page: Page, supplier: Supplier, tmp_path: Path) -> None:
    page.goto(f"/price-lists/new/?supplier={supplier.pk}")
    page.set_input_files("[name=file]", write_list(tmp_path / "long.csv", 1_500_000))
    expect(page.get_by_role("cell", name="GDB1", exact=True)).to_be_visible()
    page.get_by_role("button", name="Import").click()
    upload = page.get_by_role("article").filter(has_text="long.csv")
    expect(upload).to_contain_text("Running")
    upload.get_by_role("button", name="Cancel").click()
    expect(upload).to_contain_text("Cancelled")
    upload.get_by_role("button", name="Retry").click()
    expect(upload).to_contain_text("Running")
    upload.get_by_role("button", name="Cancel").click()
    expect(upload).to_contain_text("Cancelled")
    assert PriceListImport.objects.get().attempt == 2
    upload.get_by_role("button", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(upload).to_have_count(0)
    assert not Offer.objects.exists()
