"""From a list with quantities to what to order from whom."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_main_job import log_in
from tests.factories import make_group, make_offer, make_price_list, make_supplier

MAX_CLICKS = 6

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "Brand;Article;Quantity\nBOSCH;1;12\nSKF;2;2\nNGK;3;\nVALEO;4;5\n"


def look(page: Page, name: str) -> None:
    """Keep what the page looks like, where somebody wants to see it."""
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture
def market() -> None:
    """Two suppliers: one is cheap, in packs, from a sum; the other dear and near."""
    terms = {"minimum_sum": 100, "delivery_cost": 350, "free_from": 5000}
    north = make_price_list(make_supplier("Северный склад автозапчастей", **terms))
    south = make_price_list(make_supplier("South", delivery_hours=4, delivery_cost=200))
    make_group(north.supplier, south.supplier, name="Everybody")
    for number, (brand, price) in enumerate({"BOSCH": 100, "SKF": 2000, "NGK": 300}.items(), 1):
        make_offer(north, brand, str(number), price=str(price), quantity="100", pack=10 // number)
        make_offer(south, brand, str(number), price=str(price * 1.2), quantity="7")


def order(page: Page, folder: Path) -> None:
    """From an uploaded list to its downloaded orders, in few clicks."""
    clicks = 0

    def click(goal: Locator) -> None:
        nonlocal clicks
        goal.click()
        clicks += 1

    log_in(page, "alice")
    page.goto("/tasks/new/")
    path = folder / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    page.get_by_label("Supplier group").select_option(label="Everybody")
    page.set_input_files("[name=file]", path)
    expect(page.locator("#preview")).to_be_visible()
    click(page.get_by_role("button", name="Start"))
    click(page.get_by_role("link", name="Basket"))
    click(page.get_by_role("button", name="Calculate"))
    expect(page.get_by_role("heading", name="Side by side")).to_be_visible()
    click(page.get_by_role("button", name="Make the orders"))
    with page.expect_download() as orders:
        click(page.get_by_role("link", name="list 20").first)
    assert orders.value.suggested_filename.endswith(".zip")
    assert clicks <= MAX_CLICKS


def test_orders_on_a_phone_take_few_clicks(page: Page, market: None, tmp_path: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    order(page, tmp_path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_from_a_list_to_orders_and_to_another_basket(
    page: Page, market: None, tmp_path: Path
) -> None:
    order(page, tmp_path)
    page.go_back()
    expect(page.get_by_text("Nothing better is possible.").first).to_be_visible()
    expect(page.get_by_text("which count as one piece: 1")).to_be_visible()
    look(page, "basket-wide")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    look(page, "basket-phone-dark")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_label("Line 2: always from").fill("South")
    page.locator("label", has=page.locator("[name=again]")).click()
    page.get_by_role("button", name="Calculate again").click()
    expect(page.get_by_label("Line 2: always from")).to_have_value("South")
    expect(page.get_by_text("2 × 2,400.00, South")).to_be_visible()
