"""Lines that are pasted: shown while they are typed, by keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_keyboard import press
from tests.browser.test_main_job import group, log_in  # noqa: F401
from tests.browser.test_task_columns import look

PASTE = """(field, text) => {
    field.value = text;
    field.dispatchEvent(new Event("input", {bubbles: true}));
}"""

pytestmark = pytest.mark.django_db(transaction=True)


def test_paste_by_keyboard(page: Page, group):  # noqa: F811
    log_in(page, "alice")
    page.goto("/tasks/new/")
    page.get_by_role("radio", name="File").press("ArrowRight")
    page.locator("#id_text").focus()
    page.keyboard.insert_text("Bosch 0 986 452 041 x 4\n4 шт 0986452041\nколодки")
    expect(page.locator("#pasted")).to_contain_text("2 lines cannot be read")
    press(page, page.get_by_role("button", name="BOSCH"))
    expect(page.locator("#pasted")).to_contain_text("1 line cannot be read")
    expect(page.locator("#id_text")).to_have_value(re.compile("\n4 шт BOSCH 0986452041\n"))
    page.locator("#id_text").focus()
    expect(page.locator("#preview summary")).to_contain_text("Brand and article in one: A")
    expect(page.locator("#id_text")).to_be_focused()
    page.locator("#preview summary").press("Enter")
    look(page, "paste")
    page.set_viewport_size({"width": 390, "height": 800})
    look(page, "paste-phone")
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 390
    page.get_by_label("Name of the list").fill("For Smith")
    page.select_option("[name=supplier_group]", label="ОПТ-2")
    page.get_by_role("button", name="Start").press("Enter")
    expect(page.get_by_role("heading", name="For Smith.csv")).to_be_visible()


def test_what_cannot_be_pasted_is_told_and_stays(page: Page, group):  # noqa: F811
    log_in(page, "alice")
    page.goto("/tasks/new/")
    page.get_by_role("radio", name="File").press("ArrowRight")
    page.select_option("[name=supplier_group]", label="ОПТ-2")
    for text, message in (
        ("BOSCH 1234567\n" * 220_000, "This is more text than can be pasted."),
        ("PK\x03\x04\x01" * 100, "This is no text"),
    ):
        page.locator("#id_text").evaluate(PASTE, text)
        expect(page.get_by_text(message)).to_be_visible()
        page.get_by_role("button", name="Start").press("Enter")
        expect(page.get_by_text(message)).to_be_visible()
        assert page.locator("#id_text").input_value() == text
