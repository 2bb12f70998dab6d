"""Comments under the hands of two people at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status
from crossdock.redis_state import changes
from tests.browser.test_keyboard import press
from tests.browser.test_live_pages import Table
from tests.browser.test_main_job import log_in
from tests.factories import make_group, make_supplier, make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def task(page: Page, settings: Any, tmp_path: Path) -> CrossDockTask:
    """A task of alice's, open on her page, which never reloads."""
    task = Table(page, make_group(make_supplier())).add("a.xlsx", Status.FAILURE)
    page.goto(f"/tasks/{task.pk}/")
    page.evaluate("window.neverReloaded = true")
    return task


@pytest.fixture
def bobs(browser: Browser, site: str, task: CrossDockTask) -> Iterator[Page]:
    """The same page before bob."""
    context = browser.new_context(base_url=site)
    page = context.new_page()
    log_in(page, "bob")
    page.goto(f"/tasks/{task.pk}/")
    yield page
    context.close()


def field(page: Page) -> Any:
    return page.get_by_role("textbox", name="Comment")


def write(page: Page, text: str) -> None:
    field(page).fill(text)
    field(page).press("Control+Enter")
    expect(field(page)).to_have_value("")
    settle(page)


def settle(page: Page) -> None:
    """Wait until htmx has made its own of what it has just put in: until then links are plain."""
    expect(
        page.locator(".htmx-request, .htmx-swapping, .htmx-added, .htmx-settling")
    ).to_have_count(0)


def test_a_saved_comment_leaves_an_empty_field(page: Page, task: CrossDockTask) -> None:
    text = "<script>alert(1)</script> \"'&amp;\n{{ second }}"
    height = field(page).bounding_box()["height"]
    write(page, text)
    expect(page.locator(".comment .text")).to_have_text(text, use_inner_text=True)
    expect(field(page)).to_have_value("")
    expect(field(page)).to_be_focused()
    assert field(page).bounding_box()["height"] == height
    page.reload()
    expect(field(page)).to_have_value("")
    assert task.comments.get().text == text


def test_anothers_comment_arrives_and_an_edit_is_left_alone(
    page: Page, bobs: Page, task: CrossDockTask
) -> None:
    write(page, "alice's")
    page.get_by_role("link", name="Edit").press("Enter")
    edit = page.locator(".comment textarea")
    expect(edit).to_be_focused()
    settle(page)
    edit.press_sequentially(", better")
    write(bobs, "bob's")
    expect(page.locator(".comment .text")).to_have_text(["bob's"])
    expect(edit).to_have_value("alice's, better")
    expect(edit).to_be_focused()
    edit.press("Control+Enter")
    expect(page.locator(".comment .text")).to_have_text(["bob's", "alice's, better"])
    expect(bobs.locator(".comment .text")).to_have_text(["bob's", "alice's, better"])
    expect(bobs.locator(".comment").nth(1)).to_contain_text("edited")
    bobs.get_by_role("button", name="Delete").first.click()
    bobs.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator(".comment .text")).to_have_text(["alice's, better"])
    assert page.evaluate("window.neverReloaded")


def test_escape_leaves_an_edit(page: Page, task: CrossDockTask) -> None:
    write(page, "as it was")
    page.get_by_role("link", name="Edit").press("Enter")
    edit = page.locator(".comment textarea")
    expect(edit).to_be_focused()
    settle(page)
    edit.press_sequentially(" not")
    edit.press("Escape")
    expect(page.locator(".comment .text")).to_have_text("as it was")
    expect(page.get_by_role("link", name="Edit")).to_be_focused()


def test_a_text_outlives_the_deletion_of_its_comment(page: Page, task: CrossDockTask) -> None:
    write(page, "short")
    page.get_by_role("link", name="Edit").press("Enter")
    edit = page.locator(".comment textarea")
    expect(edit).to_be_focused()
    settle(page)
    edit.press_sequentially(" and sweet")
    task.comments.all().delete()
    changes.rows_changed()
    edit.press("Control+Enter")
    expect(page.locator("#comments")).to_contain_text("deleted")
    expect(page.locator(".comment textarea")).to_have_value("short and sweet")


def test_a_name_is_completed_by_keyboard(page: Page, task: CrossDockTask) -> None:
    make_user("Павел.Иванов")
    field(page).press_sequentially("Готово, @пав")
    name = page.get_by_role("button", name="@Павел.Иванов")
    press(page, name)
    expect(field(page)).to_have_value("Готово, @Павел.Иванов ")
    expect(field(page)).to_be_focused()
    expect(name).to_have_count(0)
    write(page, "Готово, @Павел.Иванов")
    expect(page.locator(".comment .mention")).to_have_text("@Павел.Иванов")
