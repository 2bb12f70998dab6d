"""From a line that was not found to the same list with the brand's other name, by the mouse."""

import os
import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from rustpy_xlsxwriter import FastExcel

from crossdock.models import BrandAlias, SupplierGroup
from tests.browser.clicks import Clicks
from tests.browser.test_main_job import group, log_in, upload

__all__ = ["group"]

pytestmark = pytest.mark.django_db(transaction=True)


def picture(page: Page, name: str) -> None:
    """Keep what the page looks like, wide and on a phone, where somebody wants to see it."""
    if folder := os.environ.get("PICTURES"):
        size = page.viewport_size
        for width in (1360, 390):
            page.set_viewport_size({"width": width, "height": 900})
            width_used = page.evaluate("document.documentElement.scrollWidth")
            assert width_used <= width, name
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        page.set_viewport_size(size or {"width": 1280, "height": 800})


def test_an_alias_and_another_run_take_three_clicks_from_the_line(
    page: Page, group: SupplierGroup, tmp_path: Path
) -> None:
    clicks = Clicks(page)
    log_in(page, "alice")
    User.objects.update(is_staff=True)
    rows = [
        {"Brand": "BOSCH", "Article": "0986452041", "Qty": 2},
        {"Brand": "BOSCH", "Article": "0 986 452 041", "Qty": 116},
        {"Brand": "Bosch Automotive", "Article": "0986452041", "Qty": 4},
    ]
    FastExcel(str(tmp_path / "list.xlsx")).sheet("List", rows).save()
    upload(page, tmp_path / "list.xlsx")
    lines = page.get_by_role("region", name="Lines")
    expect(lines.get_by_text("Article known under other brands")).to_be_visible()
    expect(lines.get_by_text("Not enough: 10 of 116")).to_be_visible()
    expect(page).to_have_title(re.compile("Done|list.xlsx"))
    expect(lines.get_by_role("row").nth(1).get_by_role("cell")).to_have_text(
        [
            "BOSCH",
            "0986452041",
            "2",
            "Found",
            "150.50",
            "5",
            re.compile(r"Cheap\s[\s\S]*arrives "),
            "301.00",
            "200.00",
            "5",
            re.compile(r"Dear\s[\s\S]*arrives "),
        ]
    )
    picture(page, "task")
    first = page.url

    clicks.forget()
    page.get_by_role("link", name="Without offers").click()
    expect(lines.get_by_role("row")).to_have_count(2)
    expect(lines.get_by_role("row").last).to_contain_text(
        re.compile(r"Article known under other brands\s+BOSCH")
    )
    assert clicks.count == 1, "to see why a line was not found"

    clicks.forget()
    for name in ("0986452041", "Bosch Automotive is the same brand", "Run this list again"):
        named = page.get_by_role("link" if name[0] == "0" else "button", name=re.compile(name))
        named.last.click()
        if name[0] == "0":
            expect(page.get_by_text("has never been offered, but this article")).to_be_visible()
            picture(page, "look-up-not-found")
        elif name[0] == "B":
            expect(page.get_by_text("is the same brand as BOSCH now.")).to_be_visible()
            picture(page, "look-up-found")
    expect(lines.get_by_text("Not found")).to_have_count(0)
    expect(page.get_by_role("link", name="With offers")).to_contain_text("3")
    assert clicks.count == 3
    assert page.url != first
    picture(page, "task-again")
    BrandAlias.objects.filter(alias="Bosch Automotive").delete()

    page.get_by_label("Brand or article").fill("automotive")
    expect(lines.get_by_role("row")).to_have_count(2)
    page.get_by_label("Brand or article").fill("")
    expect(lines.get_by_role("row")).to_have_count(4)
    lines.get_by_role("link", name="Line", exact=True).click()
    expect(lines.get_by_role("row").nth(1)).to_contain_text("Automotive")
    page.get_by_role("link", name="Cheap").first.click()
    expect(page).to_have_url(re.compile("supplier=Cheap"))
    page.get_by_role("link", name="Run again…").click()
    expect(page.get_by_text("The stored file is read again")).to_be_visible()
    picture(page, "run-again")
