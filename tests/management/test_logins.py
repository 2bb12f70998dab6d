from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError

from crossdock.management.logins import first_passwords, make_logins

pytestmark = pytest.mark.django_db


def test_two_logins_with_random_passwords_that_nobody_else_may_read(tmp_path: Path) -> None:
    file = tmp_path / "logins"
    make_logins(file)
    assert file.stat().st_mode & 0o777 == 0o600
    passwords = first_passwords(file)
    assert set(passwords) == {"admin", "buyer"}
    assert len({len(word) >= 12 for word in passwords.values()} | set(passwords.values())) == 3
    for user in User.objects.all():
        assert user.check_password(passwords[user.username])
        assert user.is_staff == user.is_superuser == (user.username == "admin")


def test_they_are_not_made_again(tmp_path: Path) -> None:
    make_logins(tmp_path / "logins")
    User.objects.all().delete()
    make_logins(tmp_path / "logins")
    assert not User.objects.exists()


def test_where_there_are_users_none_is_made(tmp_path: Path) -> None:
    User.objects.create_user("alice", password="hers")
    make_logins(tmp_path / "logins")
    assert User.objects.get().check_password("hers")
    assert first_passwords(tmp_path / "logins") == {}


def test_what_earlier_versions_made_gets_another_password(tmp_path: Path) -> None:
    User.objects.create_user("admin", password="admin", is_staff=True)
    User.objects.create_user("buyer", password="changed")
    make_logins(tmp_path / "logins")
    assert set(first_passwords(tmp_path / "logins")) == {"admin"}
    assert not User.objects.get(username="admin").check_password("admin")
    assert User.objects.get(username="buyer").check_password("changed")


def test_a_password_that_was_changed_is_no_first_one(tmp_path: Path) -> None:
    make_logins(tmp_path / "logins")
    for user in User.objects.all():
        user.set_password("another")
        user.save()
    assert first_passwords(tmp_path / "logins") == {}


def test_they_are_refused_outside_the_embedded_database(settings: Any, tmp_path: Path) -> None:
    settings.EMBEDDED_DATABASE = False
    with pytest.raises(CommandError):
        make_logins(tmp_path / "logins")
    assert not User.objects.exists()
