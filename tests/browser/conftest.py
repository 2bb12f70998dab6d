import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import chromium
from tests.processes import free_port, started, wait_for_page

HARMLESS = (
    "status of 422",  # how a form says no
    *("status of 413", "Error Code 413"),  # how too much text is refused
    *("htmx:afterRequest", "htmx:sendAbort"),  # a poll under way when the page was left
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    left_out = pytest.mark.skip(reason="NO_BROWSER=1")
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if os.environ.get("NO_BROWSER") == "1":
                item.add_marker(left_out)


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the running product keeps its users' files."""
    return tmp_path_factory.mktemp("files")


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: Any, files: Path) -> Iterator[str]:
    """The address of the running product: web and worker on the test database."""
    port = free_port()
    with started("web", "worker", "worker_long", files=files, port=port):
        address = f"http://127.0.0.1:{port}"
        wait_for_page(address)
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    # Playwright's loop in this thread would make Django refuse the test's own queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)


@pytest.fixture
def context(browser: Browser, site: str, files: Path, settings: Any) -> Iterator[BrowserContext]:
    settings.MEDIA_ROOT = files
    context = browser.new_context(base_url=site, viewport={"width": 1280, "height": 800})
    context.set_default_timeout(30_000)
    expect.set_options(timeout=30_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which any error in the console, a blocked script or style too, is a failure."""
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if line.type == "error" else None)
    yield page
    assert [error for error in errors if not any(name in error for name in HARMLESS)] == []
