"""The filter of the task table under a user's hands."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from crossdock.models.lifecycle import Status
from tests.browser.test_live_pages import Table
from tests.factories import make_group, make_supplier

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def table(page: Page, settings: Any, tmp_path: Path) -> Table:
    return Table(page, make_group(make_supplier()))


def test_the_table_follows_what_is_typed_and_the_poll_leaves_it_so(
    page: Page, table: Table
) -> None:
    task = table.add("Заявка лето.xlsx")
    table.add("order.xlsx")
    failed = table.add("заявка зима.xlsx", Status.FAILURE)
    page.goto("/tasks/?sort=file")
    page.get_by_text("Filter", exact=True).click()
    search = page.get_by_label("File name")
    search.press_sequentially("ЗАЯВ")
    expect(table.row("order.xlsx")).to_have_count(0)
    expect(page).to_have_url(re.compile(r"/tasks/\?q=%D0%97.*&sort=file$"))
    expect(search).to_be_focused()
    table.box("заявка зима.xlsx").check()
    search.focus()
    table.move(task, 10_000)  # a poll brought this
    expect(table.row("order.xlsx")).to_have_count(0)
    expect(search).to_be_focused()
    expect(search).to_have_value("ЗАЯВ")
    expect(table.box("заявка зима.xlsx")).to_be_checked()
    page.get_by_label("Status", exact=True).select_option("Failed")
    expect(page.locator("#tasks tbody tr")).to_have_count(1)
    page.get_by_role("group", name="Selected tasks").or_(page.locator("#picked")).get_by_role(
        "button", name="Retry"
    ).click()
    expect(page.get_by_text("1 task queued again")).to_be_visible()
    failed.refresh_from_db()
    assert failed.attempt == 2  # a worker may have ended it by now
    page.get_by_label("File name").fill("ЗАЯВ nothing")
    expect(page).to_have_url(re.compile("nothing"))
    expect(page.get_by_text("No task matches the filter")).to_be_visible()
    page.reload()
    expect(page.get_by_label("File name")).to_have_value("ЗАЯВ nothing")
    page.locator("#tasks").get_by_role("link", name="Show all tasks").click()
    expect(page.locator("#tasks tbody tr")).to_have_count(3)


def test_a_heading_sorts_and_a_phone_shows_it_all(page: Page, table: Table) -> None:
    for name in ("b.xlsx", "a.xlsx", "c.xlsx"):
        table.add(name, Status.FAILURE)
    page.goto("/tasks/?status=FAILURE")
    page.get_by_role("link", name="File", exact=True).press("Enter")
    names = page.locator("#tasks td.file a.two-lines")
    expect(names).to_have_text(["a.xlsx", "b.xlsx", "c.xlsx"])
    page.get_by_role("link", name="File", exact=True).click()
    expect(names).to_have_text(["c.xlsx", "b.xlsx", "a.xlsx"])
    expect(page.locator("th.file")).to_have_attribute("aria-sort", "descending")
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.get_by_label("File name")).to_be_visible()  # open, for a filter is active
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
