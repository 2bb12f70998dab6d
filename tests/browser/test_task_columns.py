"""A list whose columns could not be told: they are chosen, and the next attempt succeeds."""

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
    page.get_by_label("Supplier group").select_option(label="Everybody")
    page.locator("main form button[type=submit]").first.click()
    link = page.get_by_role("link", name="Choose the columns")
    expect(link).to_be_visible()
    look(page, "failed")
    link.press("Enter")
    expect(page.get_by_text("is a guess")).to_be_visible()
    look(page, "guess")
    page.set_viewport_size({"width": 390, "height": 800})
    look(page, "guess-phone")
    page.set_viewport_size({"width": 1280, "height": 800})
    for letters, name in (("A", "Own code"), ("B", "Brand"), ("C", "Article")):
        page.get_by_label(letters, exact=True).focus()
        page.keyboard.type(name)
    expect(page.get_by_label("D", exact=True)).to_have_value("quantity")
    expect(page.get_by_label("E", exact=True)).to_have_value("ceiling")
    page.get_by_role("button", name="Start again with these columns").press("Enter")
    expect(page.get_by_text("Not found").or_(page.get_by_text("12.50")).first).to_be_visible()
    expect(page.get_by_text("that is 2.50 over")).to_be_visible()
    look(page, "done")
