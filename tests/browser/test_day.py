"""A day's work without a mouse, and in how few clicks it is done."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Locator, Page, expect

from crossdock.models import BrandDecision, SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.pricelists.task import run_import
from tests.browser.clicks import Clicks
from tests.browser.test_keyboard import log_in, press
from tests.browser.test_main_job import group
from tests.factories import make_import, make_suggestion, make_task
from tests.pipeline.running import Recorder

__all__ = ["group"]

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "Brand;Article;Qty\nBOSCH;0986452041;2\n"


class Hands:
    """Go on by Tab alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, goal: Locator) -> None:
        """Go to where the goal is and press Enter."""
        expect(goal).to_be_visible()
        press(self.page, goal)

    def link(self, name: str | re.Pattern[str]) -> None:
        """Follow a link."""
        self.press(self.page.get_by_role("link", name=name).first)

    def button(self, name: str | re.Pattern[str]) -> None:
        """Press a button."""
        self.press(self.page.get_by_role("button", name=name).first)

    def file(self, path: Path) -> None:
        """Choose a file."""
        with self.page.expect_file_chooser() as chooser:
            press(self.page, self.page.locator("#id_file"))
        chooser.value.set_files(path)


def test_from_the_login_to_orders(page: Page, group: SupplierGroup, tmp_path: Path) -> None:
    hands, clicks = Hands(page), Clicks(page)
    user = log_in(page)
    assert make_task(user, group).cancel()  # the group of the last one is chosen then
    (tmp_path / "list.csv").write_text(LIST)
    hands.link("New task")
    hands.file(tmp_path / "list.csv")
    expect(page.locator("#preview")).to_be_visible()
    hands.button("Start")
    result = page.get_by_role("link", name="Download result")
    with page.expect_download() as download:
        hands.press(result)
    assert download.value.suggested_filename.startswith("list 20")
    in_dialogs = 1  # the file itself, in the system's window
    assert clicks.count + in_dialogs <= 6

    press(page, page.get_by_role("textbox", name="Comment"), "End")
    page.keyboard.type("order it")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment .text")).to_have_text("order it")

    hands.link("Run again…")
    page.wait_for_url("**/again/")
    expect(page.locator("#preview")).to_be_visible()
    press(page, page.locator("#preview summary"))
    press(page, page.get_by_label("C", exact=True), "O")
    expect(page.locator("#preview summary")).to_contain_text("Own code: C")
    hands.button("Start")
    expect(result).to_be_visible()

    hands.link("Basket")
    hands.button("Calculate")
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    hands.link("Back to the task")
    hands.link("Order from the best offers")
    hands.button("Make the orders")
    expect(page.get_by_role("link", name=re.compile(r"list 20.*zip"))).to_be_visible()


def test_what_staff_decide(page: Page, group: SupplierGroup) -> None:
    hands, clicks = Hands(page), Clicks(page)
    boss = log_in(page, is_staff=True)
    make_suggestion("AB", "CD")
    page.goto("/brands/")
    hands.button("No, different brands")
    page.wait_for_url("**/brands/")
    expect(page.get_by_text("Nothing to decide")).to_be_visible()
    assert BrandDecision.objects.get().answer == BrandDecision.Answer.NO

    _import(boss, group)
    page.goto("/price-lists/uploads/")
    clicks.forget()
    hands.link("Take back")
    hands.button("Take it back")
    expect(page.get_by_text("taken back").first).to_be_visible()
    assert clicks.count == 2


def _import(user: User, group: SupplierGroup) -> None:
    content = "Brand;Article;Price;Qty\nBOSCH;0986452041;1;2\n"
    wrong = make_import(user, group.suppliers.all()[0], content, filename="wrong.csv")
    reporter: Any = Recorder()
    assert wrong.mark_as_running()
    run_import(wrong, reporter)
    wrong.refresh_from_db()
    assert wrong.status == Status.SUCCESS
