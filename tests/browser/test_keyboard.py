"""The day's work without a mouse."""

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from crossdock.models import CrossDockTask, PriceListImport, SupplierGroup
from tests.browser.test_main_job import group
from tests.factories import make_import, make_task, make_user

__all__ = ["group"]

pytestmark = pytest.mark.django_db(transaction=True)

MAX_TABS = 60
FOCUS_SHOWS = """
    () => {
        const element = document.activeElement;
        const seen = element.matches(".drop input") ? element.nextElementSibling : element;
        const isOther = element === document.body || element.type === "date";  // shown by its parts
        return isOther || getComputedStyle(seen).outlineStyle !== "none";
    }
"""


def press(page: Page, goal: Locator, key: str = "Enter") -> None:
    """Go on by Tab until the goal has the focus, which has to be seen at each step, and press."""
    for _number in range(MAX_TABS):
        if goal.count() == 1 and goal.evaluate("goal => goal === document.activeElement"):
            break
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_SHOWS), page.evaluate("document.activeElement.outerHTML")
    expect(goal).to_be_focused()
    page.keyboard.press(key)


def log_in(page: Page, **fields: object) -> User:
    user = make_user("alice", password=make_password("password", hasher="pbkdf2_sha256"), **fields)
    page.goto("/tasks/")
    page.keyboard.type("alice")
    page.keyboard.press("Tab")
    page.keyboard.type("password")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    return user


def test_the_focus_stays_in_the_list_when_rows_go(page: Page, group: SupplierGroup) -> None:
    user = log_in(page, is_staff=True)
    for number in range(3):
        assert make_task(user, group, filename=f"{number}.xlsx").cancel()
        supplier = group.suppliers.all()[0]
        assert make_import(user, supplier, filename=f"{number}.csv").cancel()
    page.goto("/tasks/")
    press(page, page.get_by_role("row", name="1.xlsx").get_by_role("button", name="Delete"))
    press(page, page.get_by_role("dialog").get_by_role("button", name="Keep"), "Escape")
    delete = page.get_by_role("row", name="1.xlsx").get_by_role("button", name="Delete")
    expect(delete).to_be_focused()
    page.keyboard.press("Enter")
    press(page, page.get_by_role("dialog").get_by_role("button", name="Delete"))
    expect(page.get_by_role("link", name="0.xlsx")).to_be_focused()
    assert CrossDockTask.objects.count() == 2

    page.goto("/price-lists/uploads/")
    upload = page.get_by_role("article").filter(has_text="1.csv")
    press(page, upload.get_by_role("button", name="Delete"))
    press(page, page.get_by_role("dialog").get_by_role("button", name="Delete"))
    expect(page.get_by_role("link", name="0.csv")).to_be_focused()
    assert PriceListImport.objects.count() == 2
