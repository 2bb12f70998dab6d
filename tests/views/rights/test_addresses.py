"""Who may do what at each address, by each method, as the table says."""

import uuid

import pytest
from django.urls import get_resolver

from tests.views.rights.answers import outcome, patterns, rolled_back, state
from tests.views.rights.table import LOGIN, METHODS, PEOPLE, RULES
from tests.views.rights.world import ACCOUNT_NAMES, PLAIN_TASK_NAMES, World
from tests.world import HTMX

pytestmark = pytest.mark.django_db

POSTED = [name for name, methods in RULES.items() if "POST" in methods]
OPEN = {
    name
    for name, methods in RULES.items()
    if "login" not in methods["GET" if "GET" in methods else "POST"].values()
}


def test_no_address_is_missing() -> None:
    expected = {("" if name in ACCOUNT_NAMES else "crossdock", name) for name in RULES}
    addresses = set(patterns(get_resolver().url_patterns))
    assert {address for address in addresses if address[0] != "admin"} == expected


@pytest.mark.parametrize("name", RULES)
def test_rights(name: str, world: World) -> None:
    refusal = {"anonymous": "405" if name in OPEN else LOGIN}
    for method in METHODS:
        rule = RULES[name].get("GET" if method == "HEAD" else method)
        expected = rule or {person: refusal.get(person, "405") for person in PEOPLE}
        assert answers_to(name, method, world) == expected, method


def answers_to(name: str, method: str, world: World) -> dict[str, str]:
    """What each person is answered, after a look at whether that has done anything."""
    answers = {}
    for people in [[person] for person in PEOPLE] if method == "POST" else [PEOPLE]:
        with rolled_back():
            for person in people:
                client = world.client(person)
                data = {"data": world.form(name)} if method == "POST" else {}
                answer = getattr(client, method.lower())(world.address(name), **data)
                answers[person] = outcome(client, answer)
            has_changed = state() != world.state
        is_done = (
            method == "POST" and answers[person] == "302" and name not in ("language", "login")
        )
        assert has_changed == is_done, (method, people)
    return answers


@pytest.mark.parametrize("name", POSTED)
def test_htmx_gives_nobody_more_rights(name: str, world: World) -> None:
    for person, expected in RULES[name]["POST"].items():
        with rolled_back():
            client = world.client(person)
            answer = client.post(world.address(name), world.form(name), headers=HTMX)
            has_changed = state() != world.state
        if name in ACCOUNT_NAMES:
            continue
        if expected == LOGIN:
            assert answer.status_code == 204
            assert outcome(client, answer) == LOGIN
        elif expected == "403":
            assert answer.status_code == 403
            assert answer.headers["Content-Type"].startswith("text/plain")
        else:
            assert answer.status_code in (200, 204)
        assert has_changed == (expected == "302"), person


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize("name", POSTED)
def test_nothing_is_done_without_a_token(name: str, headers: dict[str, str], world: World) -> None:
    client = world.client("anonymous" if name == "login" else "staff", enforce_csrf_checks=True)
    answer = client.post(world.address(name), world.form(name), headers=headers)
    assert answer.status_code == 403
    assert "Reload it and try again" in answer.content.decode()
    assert state() == world.state


def test_with_its_token_it_is_done(world: World) -> None:
    client = world.client("owner", enforce_csrf_checks=True)
    client.get(world.address("task_detail"))
    token = client.cookies["csrftoken"].value
    answer = client.post(world.address("task_cancel"), headers={"X-CSRFToken": token})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("name", "method"),
    [
        (name, method)
        for name, methods in RULES.items()
        for method in methods
        if name.startswith(("task_", "comment_", "import_")) and name not in PLAIN_TASK_NAMES
    ],
)
def test_what_is_not_there_is_not_found(name: str, method: str, world: World) -> None:
    pk = 10**9 if name.startswith("comment_") else uuid.uuid4()
    people = ["staff"] if name.startswith("import_") else ["other", "owner", "staff"]
    for person in people:
        client = world.client(person)
        answer = getattr(client, method.lower())(world.address(name, pk), world.form(name))
        assert answer.status_code == 404
