import logging
import re
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.test import Client
from django.urls import path, reverse
from structlog.contextvars import get_contextvars

from crossdock.models import CrossDockTask, SupplierGroup
from project.urls import handler400, handler403, handler404, handler500  # noqa: F401
from project.urls import urlpatterns as project_patterns
from tests.world import HTMX


def fails(request: HttpRequest) -> None:
    raise RuntimeError("a fault")


def refuses(request: HttpRequest) -> None:
    raise PermissionDenied("<script>alert(1)</script>")


urlpatterns = [*project_patterns, path("fails/", fails), path("refuses/", refuses)]

NOWHERE = "/tasks/00000000-0000-0000-0000-000000000000/"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


@pytest.fixture
def tolerant(as_alice: Client) -> Client:
    """Answers a fault with its page instead of raising it."""
    as_alice.raise_request_exception = False
    return as_alice


def check(answer: Any, status: int, text: str) -> str:
    """Every page that says no looks like the others and has all headers."""
    assert answer.status_code == status
    page = answer.content.decode()
    assert text in page
    assert '<a class="brand"' in page
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "geolocation=()" in answer.headers["Permissions-Policy"]
    assert {"Cookie", "HX-Request"} <= set(answer.headers["Vary"].split(", "))
    return page


def test_an_address_that_is_not_there(as_alice: Client, client: Client) -> None:
    check(as_alice.get("/nowhere/"), 404, "It is not there, or not any more.")
    check(client.get("/nowhere/"), 404, "It is not there, or not any more.")


def test_what_is_not_allowed(as_bob: Client, pending: CrossDockTask) -> None:
    check(as_bob.post(f"/tasks/{pending.pk}/cancel/"), 403, "owner and staff may do this")
    check(as_bob.get("/price-lists/new/"), 403, "Only staff may do this.")


@pytest.mark.urls(__name__)
def test_a_refusal_is_text_and_nothing_else(as_alice: Client) -> None:
    assert "&lt;script&gt;" in check(as_alice.get("/refuses/"), 403, "Not allowed")
    answer = as_alice.get("/refuses/", headers=HTMX)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_a_form_from_a_page_that_is_too_old(pending: CrossDockTask) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(pending.user)
    check(strict.post(f"/tasks/{pending.pk}/cancel/"), 403, "The page was too old")


def test_an_address_that_only_acts(as_alice: Client, pending: CrossDockTask) -> None:
    answer = as_alice.get(f"/tasks/{pending.pk}/cancel/")
    check(answer, 405, "answers only to a button")
    assert answer.headers["Allow"] == "POST"


def test_what_no_page_of_ours_sends(as_alice: Client) -> None:
    check(as_alice.post("/tasks/cancel/", {"task": "x"}), 400, "Go back, reload the page")
    many = {f"field{number}": "" for number in range(2000)}
    check(as_alice.post("/tasks/cancel/", many), 400, "Go back, reload the page")


def test_another_sites_name(as_alice: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["crossdock.example"]
    answer = as_alice.get("/tasks/", headers={"Host": "evil.example"})
    assert "evil.example" not in check(answer, 400, "Go back, reload the page")


@pytest.mark.urls(__name__)
def test_a_fault_of_ours(tolerant: Client) -> None:
    page = check(tolerant.get("/fails/"), 500, "Something went wrong on our side")
    assert "RuntimeError" not in page
    answer = tolerant.get("/fails/", headers=HTMX)
    assert (answer.status_code, answer.headers["Content-Type"][:10]) == (500, "text/plain")


@pytest.mark.urls(__name__)
def test_the_reference_of_a_fault_is_in_each_line_that_was_logged_of_it(
    tolerant: Client, alice: User
) -> None:
    lines: list[dict[str, Any]] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(get_contextvars())

    logger = logging.getLogger("django.request")
    logger.addHandler(keep := Keep())
    try:
        text = tolerant.get("/fails/", headers=HTMX).content.decode()
    finally:
        logger.removeHandler(keep)
    assert lines == [{"request": text.rsplit(" ", 1)[1], "user": alice.pk}]


@pytest.mark.parametrize(
    ("address", "status", "text"),
    [
        ("cancel/", 403, "Only the task's owner and staff may do this."),
        ("nowhere/", 404, "It is not there, or not any more."),
        ("result/", 405, "This address answers only to a button of our pages."),
    ],
)
def test_htmx_gets_one_sentence(
    address: str, status: int, text: str, as_bob: Client, pending: CrossDockTask
) -> None:
    answer = as_bob.post(f"/tasks/{pending.pk}/{address}", headers=HTMX)
    assert (answer.status_code, answer.content.decode()) == (status, text)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    "address", ["/", "/tasks/new/", "/parts/", "/price-lists/", "/accounts/password/", "/admin/"]
)
def test_every_page_has_the_headers(address: str, as_staff: Client) -> None:
    answer = as_staff.get(address)
    for name, value in HEADERS.items():
        if name != "Cache-Control":
            assert answer.headers[name] == value
    assert "no-store" in answer.headers["Cache-Control"]
    policy = answer.headers["Content-Security-Policy"]
    assert re.search(r"script-src 'self'(;|$)", policy)
    assert re.search(r"style-src 'self'(;|$)", policy)
    assert "frame-ancestors 'none'" in policy


def test_static_files_may_be_kept(client: Client) -> None:
    answer = client.get("/static/crossdock.css")
    assert answer.status_code == 200
    assert "no-store" not in answer.headers["Cache-Control"]
    assert "HX-Request" not in answer.headers.get("Vary", "")


def test_too_large_looks_like_the_others(
    as_alice: Client, group: SupplierGroup, settings: Any
) -> None:
    settings.MAX_UPLOAD_MB = 1
    body = {"file": "x" * 3 * 2**20}
    check(as_alice.post("/tasks/new/", body), 413, "larger than 1 MB")


@pytest.mark.parametrize("name", ["task_detail", "task_result", "task_lines", "task_again"])
def test_a_deleted_task_says_so_and_leads_back(name: str, as_alice: Client) -> None:
    page = as_alice.get(reverse(f"crossdock:{name}", args=[uuid.uuid4()]))
    assert page.status_code == 404
    assert "This task has been deleted" in page.content.decode()
    assert 'href="/tasks/"' in page.content.decode()
