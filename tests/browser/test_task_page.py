"""The page of one task: what it came to, and its lines, which no refresh turns over."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from crossdock.models import CrossDockTask, SupplierGroup
from crossdock.redis_state import changes
from tests.browser.test_main_job import group, log_in, upload, write_request

__all__ = ["group"]

pytestmark = pytest.mark.django_db(transaction=True)

LINES = 30_001
NARROW = {"width": 390, "height": 800}


def test_a_task_that_ends_shows_its_lines_without_a_reload(
    page: Page, group: SupplierGroup, tmp_path: Path
) -> None:
    log_in(page, "alice")
    upload(page, write_request(tmp_path / "list.xlsx", LINES))
    page.wait_for_url(re.compile(r"/tasks/[0-9a-f-]{36}/"))
    page.get_by_role("textbox", name="Comment").fill("half a sen")
    page.evaluate("window.neverReloaded = true")
    lines = page.get_by_role("region", name="Lines")
    expect(lines).to_be_visible()
    expect(lines.get_by_role("link", name="All lines")).to_contain_text("30,001")
    expect(page.get_by_text("found: 15,000 of 30,001 lines")).to_be_visible()

    page.get_by_role("link", name="2 offers").click()  # of the outcomes
    expect(lines.get_by_role("link", name="2 offers")).to_have_attribute("aria-current", "true")
    expect(lines.get_by_role("row")).to_have_count(26)
    expect(lines.get_by_role("row").nth(1)).to_contain_text(re.compile(r"150.50\s+5\s+Cheap"))
    assert page.url.endswith("?lines=offers_2&page=1")
    expect(page.get_by_role("textbox", name="Comment")).to_have_value("half a sen")
    assert page.evaluate("window.neverReloaded")


def test_pages_change_in_place(page: Page, group: SupplierGroup, tmp_path: Path) -> None:
    log_in(page, "alice")
    upload(page, write_request(tmp_path / "list.xlsx", 90))
    lines = page.get_by_role("region", name="Lines")
    line = lines.get_by_role("rowheader")
    expect(line.first).to_have_text("1")
    page.evaluate("window.neverReloaded = true")
    following = lines.get_by_role("link", name="Next").first
    following.focus()
    top = page.evaluate("scrollY")
    for first in ("26", "51", "76"):
        page.keyboard.press("Enter")
        expect(line.first).to_have_text(first)
        expect(following).to_be_focused()
        assert page.evaluate("scrollY") == top
    expect(following).to_have_attribute("aria-disabled", "true")

    number = lines.get_by_role("spinbutton", name="Page")
    number.fill("2")
    number.press("Enter")
    expect(line.first).to_have_text("26")
    assert page.url.endswith("?lines=all&page=2")

    CrossDockTask.objects.update(lookback_days=9)  # a poll brings it, the next one finds it known
    changes.rows_changed()
    for status in (200, 204):
        with page.expect_response(
            lambda answer, status=status: "/status/" in answer.url and answer.status == status
        ):
            pass
    expect(line.first).to_have_text("26")
    assert page.evaluate("window.neverReloaded")

    page.reload()
    expect(line.first).to_have_text("26")


def test_the_page_fits_a_phone(page: Page, group: SupplierGroup, tmp_path: Path) -> None:
    log_in(page, "alice")
    upload(page, write_request(tmp_path / "list.xlsx", 90))
    page.set_viewport_size(NARROW)
    expect(page.get_by_role("region", name="Lines")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
