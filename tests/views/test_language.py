"""In which language somebody gets the pages."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import translation

from crossdock.models import Preferences
from crossdock.models.lifecycle import Status
from crossdock.models.preferences import language_of
from crossdock.texts import Text
from tests.world import MakeTask, log_in

pytestmark = pytest.mark.django_db

LOGIN, SWITCH = "/accounts/login/", "/accounts/language/"
RUSSIAN = {"Accept-Language": "ru-RU,ru;q=0.9,en;q=0.5"}


def language(client: Client, address: str = "/tasks/", **headers: str) -> str:
    page = client.get(address, headers=headers)
    html = page.content.decode()
    assert f'<html lang="{page.headers["Content-Language"]}">' in html
    return page.headers["Content-Language"]


def enter(user: User, **headers: str) -> Client:
    client = Client(headers=headers)
    data = {"username": user.get_username(), "password": "password"}
    assert client.post(LOGIN, data).status_code == 302
    return client


def test_before_the_login_it_is_the_browsers(client: Client) -> None:
    assert language(client, LOGIN) == "en"
    assert language(client, LOGIN, **RUSSIAN) == "ru"
    assert language(client, LOGIN, **{"Accept-Language": "de"}) == "en"


def test_the_login_page_has_the_switch_too(client: Client) -> None:
    page = client.get(f"{LOGIN}?next=/parts/").content.decode()
    assert '<input type="hidden" name="next" value="/accounts/login/?next=/parts/">' in page
    answer = client.post(SWITCH, {"language": "ru", "next": f"{LOGIN}?next=/parts/"})
    assert answer.headers["Location"] == f"{LOGIN}?next=/parts/"
    assert language(client, LOGIN) == "ru"


def test_the_first_login_keeps_the_browsers_language(alice: User) -> None:
    assert language(enter(alice, **RUSSIAN)) == "ru"
    assert language(enter(alice)) == "ru"
    assert language_of(alice) == "ru"


def test_what_was_chosen_is_kept_with_the_user(alice: User) -> None:
    first = enter(alice, **RUSSIAN)
    assert first.post(SWITCH, {"language": "en", "next": "/parts/"}).status_code == 302
    assert language(first) == "en"
    first.post("/accounts/logout/")
    assert language(enter(alice, **RUSSIAN)) == "en"


def test_each_user_has_his_own_on_one_computer(alice: User, bob: User) -> None:
    Preferences.objects.create(user=alice, language="ru")
    Preferences.objects.create(user=bob, language="en")
    client = enter(alice)
    client.post("/accounts/logout/")
    client.post(LOGIN, {"username": "bob", "password": "password"})
    assert language(client) == "en"


@pytest.mark.parametrize("data", [{}, {"language": "de"}, {"language": "ru\0"}])
def test_there_are_no_other_languages(as_alice: Client, data: dict[str, Any]) -> None:
    assert as_alice.post(SWITCH, data).status_code == 400
    assert not Preferences.objects.exists()
    assert as_alice.get(SWITCH).status_code == 405


def test_it_does_not_lead_to_another_site(alice: User) -> None:
    data = {"language": "ru", "next": "https://evil.example/"}
    assert log_in(alice).post(SWITCH, data).headers["Location"] == "/"


def test_a_language_that_has_gone_is_the_default(alice: User) -> None:
    Preferences.objects.create(user=alice, language="xx")
    assert language_of(alice) == "en"
    assert language(enter(alice)) == "en"


def test_an_error_is_in_its_readers_language(alice: User, task_in: MakeTask) -> None:
    task = task_in(Status.RUNNING)
    with translation.override("ru"):  # as a worker may have it
        assert task.mark_as_failed(Text("The file is damaged and cannot be read."))
    for accepted, said in (("en", "The file is damaged"), ("ru", "Файл повреждён")):
        client = log_in(alice)
        for address in ("/tasks/", f"/tasks/{task.pk}/"):
            page = client.get(address, headers={"Accept-Language": accepted}).content.decode()
            assert said in page


def test_an_error_of_before_is_shown_as_it_is(alice: User, task_in: MakeTask) -> None:
    task_in(Status.FAILURE, error_message="Plain text {of} before.")
    page = log_in(alice).get("/tasks/", headers={"Accept-Language": "ru"}).content.decode()
    assert "Plain text {of} before." in page
