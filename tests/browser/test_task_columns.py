"""A list whose columns cannot be told: they are chosen by keyboard, once."""

import os
from pathlib import Path

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import Page, expect

from tests.factories import make_group, make_offer, make_price_list, make_supplier, make_user

pytestmark = pytest.mark.django_db(transaction=True)

LIST = """Мой список
К;Кто;Что;Заказ;Не дороже
07;BOSCH;0 986 452 041;4;100
08;BOSCH;0986452041;2;10
"""


def look(page: Page, name: str) -> None:
    """Keep what the page looks like, where somebody wants to see it."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_choose_the_columns_by_keyboard(page: Page, tmp_path: Path) -> None:
    make_offer(make_price_list(supplier := make_supplier("North")), price="12.5", quantity="9")
    make_group(supplier, name="Everybody")
    make_user("alice", password=make_password("password", hasher="pbkdf2_sha256"))
    page.goto("/accounts/login/")
    page.fill("[name=username]", "alice")
    page.fill("[name=password]", "password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tasks")).to_be_visible()
    page.goto("/tasks/new/")
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    page.set_input_files("[name=file]", path)
    expect(page.get_by_text("is a guess")).to_be_visible()
    look(page, "guess")
    page.set_viewport_size({"width": 390, "height": 800})
    look(page, "guess-phone")
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_label("A", exact=True).focus()
    page.keyboard.type("Own code")
    expect(page.get_by_label("B", exact=True)).to_have_value("brand")
    expect(page.get_by_label("C", exact=True)).to_have_value("article")
    expect(page.get_by_label("D", exact=True)).to_have_value("quantity")
    expect(page.get_by_label("E", exact=True)).to_have_value("ceiling")
    expect(page.locator("summary")).to_contain_text("Own code: A")
    expect(page.get_by_label("A", exact=True)).to_be_focused()
    page.get_by_label("Supplier group").select_option(label="Everybody")
    page.get_by_role("button", name="Start").press("Enter")
    expect(page.get_by_text("Not found").or_(page.get_by_text("12.50")).first).to_be_visible()
    expect(page.get_by_text("that is 2.50 over")).to_be_visible()
    look(page, "done")

    page.goto("/tasks/new/")
    page.set_input_files("[name=file]", path)
    expect(page.get_by_text("As alice chose for files like this one")).to_be_visible()
    expect(page.get_by_label("A", exact=True)).to_be_hidden()
    look(page, "remembered")
    page.get_by_role("button", name="Forget this choice").press("Enter")
    expect(page.get_by_text("is a guess")).to_be_visible()
