"""The end of a task is told to who looks elsewhere: in the tab, by a voice, by the system."""

import re

import pytest
from playwright.sync_api import Page, expect

from crossdock.models import CrossDockTask
from crossdock.redis_state import changes
from tests.browser.test_live_pages import Table, table

__all__ = ["table"]

pytestmark = pytest.mark.django_db(transaction=True)

NOTE = """
    window.noted = [];
    window.Notification = class extends Notification {
        constructor(text) {
            super(text);
            window.noted.push(text);
        }
    };
"""
HIDE = 'Object.defineProperty(document, "hidden", { get: () => true })'


def follow(page: Page, table: Table, name: str) -> CrossDockTask:
    task = table.add(name)
    page.goto(f"/tasks/{task.pk}/")
    table.move(task, 10_000)
    expect(page).to_have_title(re.compile(rf"^\d+% · {name}"))
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("-running"))
    return task


def test_the_end_of_a_task_is_told(page: Page, table: Table) -> None:
    page.context.grant_permissions(["notifications"])
    page.add_init_script(NOTE)
    page.clock.install()

    task = follow(page, table, "first.xlsx")
    assert task.mark_as_success({}, result_file="result.xlsx")
    changes.rows_changed()
    expect(page).to_have_title("first.xlsx: Done · Crossdock")
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("-success"))
    expect(page.locator("#told[aria-live=polite]")).to_have_text("first.xlsx: Done")
    assert page.evaluate("noted") == [], "nobody has asked"

    task = follow(page, table, "second.xlsx")
    page.get_by_role("button", name="Tell me").click()
    expect(page.get_by_role("button", name="Tell me")).to_have_count(0)
    page.evaluate(HIDE)
    assert task.mark_as_failed("No columns.", {"reading": (1.0, 2.0)})
    changes.rows_changed()
    page.clock.fast_forward(5000)
    expect(page).to_have_title("second.xlsx: Failed · Crossdock")
    expect(page.locator("link[rel=icon]")).to_have_attribute("href", re.compile("-failure"))
    assert page.evaluate("noted") == ["second.xlsx: Failed"]
