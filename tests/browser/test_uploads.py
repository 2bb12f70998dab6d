"""Uploads that fail on the way, in real Chromium."""

import os
import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import BrowserContext, Page, Route, expect

from crossdock.models import CrossDockTask
from tests.browser.test_main_job import (
    group,  # noqa: F401
    log_in,
    log_in_by_password,
    upload,
    write_request,
)

pytestmark = pytest.mark.django_db(transaction=True)

MAX_READ_AWAY = 4_000_000
"""Bytes; a larger body of somebody who is not logged in is not waited for."""


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A page that may report errors in its console, as Chromium does for a failed upload."""
    return context.new_page()


@pytest.mark.parametrize("size", [1_000, 12 * MAX_READ_AWAY])
def test_an_upload_after_the_session_ended_leads_to_the_login_and_back(
    page: Page,
    group,  # noqa: F811
    tmp_path: Path,
    size: int,
):
    log_in_by_password(page, "alice")
    file = tmp_path / "list.csv"
    file.write_text("Brand;Article\nBosch;1\n" + "Bosch;2\n" * (size // 8))
    page.goto("/tasks/new/")
    Session.objects.all().delete()
    page.context.clear_cookies(name="sessionid")
    page.set_input_files("[name=file]", file)
    expect(page).to_have_url(re.compile("/accounts/login/"))
    page.fill("[name=username]", "alice")
    page.fill("[name=password]", "password")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Choose it again")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/tasks/new/\?again=1$"))
    assert not CrossDockTask.objects.exists()


def test_a_file_that_changes_after_it_was_shown_is_read_as_shown(
    page: Page,
    group,  # noqa: F811
    tmp_path: Path,
):
    log_in(page, "alice")
    file = write_request(tmp_path / "list.xlsx", 10)
    page.goto("/tasks/new/")
    page.set_input_files("[name=file]", file)
    expect(page.locator("#preview")).to_be_visible()
    file.unlink()
    page.select_option("[name=supplier_group]", label="ОПТ-2")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("heading", name="list.xlsx")).to_be_visible()


def test_what_is_chosen_while_the_file_is_being_shown_stands(
    page: Page,
    group,  # noqa: F811
    tmp_path: Path,
):
    log_in(page, "alice")
    page.goto("/tasks/new/")
    under_way: list[Route] = []
    page.route("**/tasks/new/", lambda route: under_way.append(route))
    page.set_input_files("[name=file]", write_request(tmp_path / "list.xlsx", 10))
    page.select_option("[name=supplier_group]", label="ОПТ-2")
    page.fill("[name=lookback_days]", "7")
    under_way[0].continue_()
    expect(page.locator("#preview")).to_be_visible()
    expect(page.locator("[data-upload]")).to_be_hidden()
    expect(page.locator("[name=lookback_days]")).to_have_value("7")
    expect(page.locator("[name=supplier_group]")).to_have_value(str(group.pk))


@pytest.mark.parametrize("happens", ["changed", "gone"])
def test_a_file_that_changed_since_it_was_chosen_is_asked_for_again(
    page: Page,
    group,  # noqa: F811
    tmp_path: Path,
    happens: str,
):
    log_in(page, "alice")
    file = write_request(tmp_path / "list.xlsx", 10)
    page.goto("/tasks/new/")
    page.route(
        "**/tasks/new/", lambda route: route.fulfill(status=204), times=1
    )  # its rows never come
    page.set_input_files("[name=file]", file)
    page.select_option("[name=supplier_group]", label="ОПТ-2")
    if happens == "gone":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes() * 2)
        os.utime(file, (0, 0))  # the browser compares whole seconds
    page.get_by_role("button", name="Start").click()
    expect(page.locator("[data-chosen]")).to_contain_text("Choose it again")
    expect(page.locator("#offline")).to_be_hidden()
    upload(page, write_request(tmp_path / "again.xlsx", 10))
    expect(page.get_by_role("heading", name="again.xlsx")).to_be_visible()
