import re
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.utils import timezone

from crossdock.redis_state.client import client
from crossdock.views.accounts import client_address
from tests.world import log_in

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
PASSWORD = "/accounts/password/"
HERE, ELSEWHERE = "192.0.2.1", "192.0.2.2"


def try_to_log_in(name: str, password: str = "wrong", address: str = HERE, **more: Any) -> Any:
    data = {"username": name, "password": password, **more.pop("data", {})}
    return Client(REMOTE_ADDR=address, **more).post(LOGIN, data)


def lock(name: str, address: str = HERE) -> Any:
    for _attempt in range(4):
        assert try_to_log_in(name, address=address).status_code == 200
    return try_to_log_in(name, address=address)


def test_the_right_password_opens(alice: User) -> None:
    assert try_to_log_in("alice", "password").headers["Location"] == "/tasks/"


def test_five_wrong_passwords_and_it_is_closed_for_a_while(alice: User) -> None:
    answer = lock("alice")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "900"
    assert "Wait 15 minutes, then try again" in answer.content.decode()
    assert try_to_log_in("alice", "password").status_code == 429


def test_it_opens_again_by_itself(alice: User) -> None:
    lock("alice")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    answer = try_to_log_in("alice", "password")
    assert "Wait 1 minute, then" in answer.content.decode()
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15, seconds=1))
    assert try_to_log_in("alice", "password").status_code == 302


def test_trying_on_does_not_close_it_for_longer(alice: User) -> None:
    lock("alice")
    before = AccessAttempt.objects.values().get()
    try_to_log_in("alice")
    assert AccessAttempt.objects.values().get() == before


def test_nobody_can_lock_a_colleague_out_from_elsewhere(alice: User) -> None:
    assert lock("alice", ELSEWHERE).status_code == 429
    assert try_to_log_in("alice", "password").status_code == 302


def test_another_name_at_the_same_address_may_try(alice: User, bob: User) -> None:
    lock("alice")
    assert try_to_log_in("bob", "password").status_code == 302


def test_a_success_wipes_only_ones_own_failures(alice: User, bob: User) -> None:
    for _attempt in range(4):
        try_to_log_in("alice")
        try_to_log_in("bob")
    assert try_to_log_in("bob", "password").status_code == 302
    assert try_to_log_in("bob").status_code == 200
    assert try_to_log_in("alice").status_code == 429


def test_names_that_do_not_exist_are_answered_alike(alice: User) -> None:
    def without_token(answer: Any) -> str:
        form = answer.content.decode()
        return "".join(line for line in form.splitlines() if not re.search("csrf|data-now", line))

    answers = {}
    for name in ("alice", "nobody"):
        answers[name] = [without_token(try_to_log_in(name)) for _attempt in range(6)]
        answers[name] = [page.replace(name, "NAME") for page in answers[name]]
    assert answers["alice"] == answers["nobody"]
    assert "Wait" in answers["alice"][-1]


def test_another_browser_or_a_made_up_header_is_no_way_round(alice: User) -> None:
    lock("alice")
    for headers in (
        {"User-Agent": "another"},
        {"X-Forwarded-For": "198.51.100.7"},
        {"X-Real-IP": "198.51.100.7", "Forwarded": "for=198.51.100.7"},
    ):
        assert try_to_log_in("alice", "password", headers=headers).status_code == 429


def test_what_no_name_can_be_does_no_harm() -> None:
    for name in ("", "a\0b", "x" * 300, "'; DROP TABLE auth_user; --", "😀", "%s{{7*7}}"):
        assert try_to_log_in(name).status_code == 200
    assert try_to_log_in("x", address="").status_code == 200


def test_it_is_counted_without_redis(alice: User, settings: Any) -> None:
    settings.REDIS_URL = "unix:///nowhere/redis"
    client.cache_clear()
    assert lock("alice").status_code == 429
    assert try_to_log_in("alice", "password", ELSEWHERE).status_code == 302
    client.cache_clear()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "198.51.100.7", HERE),
        (1, "", HERE),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 192.0.2.8", "198.51.100.7"),
        (2, "198.51.100.7", HERE),
        (1, "nonsense", HERE),
        (1, "198.51.100.7, ", HERE),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        (1, "::ffff:198.51.100.7", "198.51.100.7"),
    ],
)
def test_the_address(proxies: int, forwarded: str, address: str, settings: Any) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory(REMOTE_ADDR=HERE).get("/", headers=headers)
    assert client_address(request) == address


def test_a_unix_socket_has_no_address() -> None:
    assert client_address(RequestFactory(REMOTE_ADDR="").get("/")) is None


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "///evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "\thttps://evil.example/",
        "https://testserver@evil.example/",
        LOGIN,
        f"{LOGIN}?next=/tasks/",
    ],
)
def test_the_login_leads_nowhere_else(elsewhere: str, alice: User) -> None:
    answer = try_to_log_in("alice", "password", data={"next": elsewhere})
    assert answer.headers["Location"] == "/tasks/"
    answer = log_in(alice).get(LOGIN, {"next": elsewhere})
    assert answer.headers["Location"] == "/tasks/"


def test_the_login_leads_back(alice: User) -> None:
    answer = try_to_log_in("alice", "password", data={"next": "/parts/?article=1"})
    assert answer.headers["Location"] == "/parts/?article=1"


def test_who_is_logged_in_is_sent_on(as_alice: Client) -> None:
    assert as_alice.get(LOGIN).headers["Location"] == "/tasks/"


def test_browsers_can_fill_the_forms_in(client: Client, as_alice: Client) -> None:
    page = client.get(LOGIN).content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    page = as_alice.get(PASSWORD).content.decode()
    assert page.count('autocomplete="new-password"') == 2
    assert 'autocomplete="current-password"' in page


def change_password(client: Client, old: str = "password", new: str = "something else 7") -> Any:
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    return client.post(PASSWORD, data)


def test_a_changed_password_logs_all_others_out(alice: User) -> None:
    here, there = log_in(alice), log_in(alice)
    answer = change_password(here)
    assert "Your password is changed" in here.get(answer.headers["Location"]).content.decode()
    assert there.get("/tasks/").headers["Location"].startswith(LOGIN)
    assert try_to_log_in("alice", "something else 7").status_code == 302
    assert try_to_log_in("alice", "password").status_code == 200


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("wrong", "something else 7", "entered incorrectly"),
        ("password", "short", "too short"),
        ("password", "alice123", "too similar"),
        ("password", "1234567890", "too common"),
    ],
)
def test_a_bad_password_is_refused(old: str, new: str, problem: str, as_alice: Client) -> None:
    assert problem in change_password(as_alice, old, new).content.decode()


def test_a_logout_ends_the_session(as_alice: Client) -> None:
    cookie = as_alice.cookies["sessionid"].value
    assert as_alice.post("/accounts/logout/").headers["Location"] == LOGIN
    stolen = Client()
    stolen.cookies["sessionid"] = cookie
    assert stolen.get("/tasks/").headers["Location"].startswith(LOGIN)


def test_the_cookie(alice: User) -> None:
    cookie = try_to_log_in("alice", "password").cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


@pytest.mark.parametrize("name", ["password_reset", "reset", "password_reset/done"])
def test_there_is_no_reset_by_mail(name: str, as_alice: Client) -> None:
    assert as_alice.get(f"/accounts/{name}/").status_code == 404


def test_the_admin_has_no_login_of_its_own(client: Client, alice: User, staff: User) -> None:
    answer = client.get("/admin/crossdock/supplier/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{LOGIN}?next=/admin/crossdock/supplier/"
    attempt = {"username": "staff", "password": "password"}
    assert client.post("/admin/login/", attempt).headers["Location"] == f"{LOGIN}?next=/admin/"
    assert log_in(alice).get("/admin/", follow=True).status_code == 403
    assert log_in(staff).get("/admin/login/").headers["Location"] == "/admin/"
    assert log_in(staff).get("/admin/password_change/").headers["Location"] == PASSWORD


def test_guesses_at_the_old_password_are_failed_logins(as_alice: Client, alice: User) -> None:
    for _guess in range(4):
        assert change_password(as_alice, "wrong").status_code == 200
    assert change_password(as_alice, "wrong").status_code == 429
    answer = change_password(as_alice, "password")
    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.content.decode()
    assert try_to_log_in("alice", "password", "127.0.0.1").status_code == 429


def test_a_failed_login_is_logged(alice: User, caplog: pytest.LogCaptureFixture) -> None:
    try_to_log_in("alice\nx" * 100)
    try_to_log_in("alice")
    assert f"failed login as 'alice' from {HERE}" in caplog.text
    assert len(max(caplog.text.splitlines(), key=len)) < 300
