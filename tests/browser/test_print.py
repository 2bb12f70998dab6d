"""Paper shows the tables as tables, without what can only be pressed."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from crossdock.models import SupplierGroup
from tests.browser.test_main_job import group, log_in, upload, write_request

__all__ = ["group"]

pytestmark = pytest.mark.django_db(transaction=True)

PAPER = {"width": 1032, "height": 703}  # A4 on its side, without the margins, in CSS pixels


def test_a_task_on_paper(page: Page, group: SupplierGroup, tmp_path: Path) -> None:
    log_in(page, "alice")
    upload(page, write_request(tmp_path / "list.xlsx", 3))
    expect(page.get_by_role("region", name="Lines")).to_be_visible()
    page.set_viewport_size(PAPER)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.get_by_role("heading", name="list.xlsx")).to_be_visible()
    expect(page.locator(".lines-table thead")).to_have_css("display", "table-header-group")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]
    for pressed in page.get_by_role("button").all() + page.get_by_role("navigation").all():
        expect(pressed).to_be_hidden()

    page.goto("/tasks/")
    expect(page.locator(".tasks thead")).to_have_css("display", "table-header-group")
    expect(page.get_by_role("row", name="list.xlsx").locator("td.status")).to_be_visible()
    for pressed in page.get_by_role("button").all() + page.get_by_role("checkbox").all():
        expect(pressed).to_be_hidden()
