from typing import Any

from django.contrib.auth.models import User

from crossdock.models.notices import Kind
from crossdock.models.preferences import Preferences, Reach, language_of
from tests.world import *  # noqa: F403  # its fixtures


def test_all_reaches_a_user_who_has_chosen_nothing() -> None:
    assert Reach.of({}, Kind.TASK_DONE) is Reach.MAIL
    assert Reach.of({"TASK_DONE": "NOT"}, Kind.TASK_DONE) is Reach.NOT


def test_the_language_is_the_users_if_there_is_such_a_one(alice: User, settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"
    assert language_of(alice) == "en"
    preferences = Preferences.objects.create(user=alice, language="ru")
    assert language_of(alice) == "ru"
    preferences.language = "xx"
    preferences.save()
    assert language_of(alice) == "en"
