"""The logins of a first look: made once, by `make run`, in the embedded database alone."""

import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import CommandError
from django.db import transaction
from django.utils.translation import gettext as _

LOGINS = {"admin": True, "buyer": False}
"""Names, and whether they are of the staff."""


def make_logins(file: Path) -> None:
    """Make the logins and keep their random passwords in the file, which says that it was done.

    Where there are users already, none is made; those whose password is their name, as earlier
    versions made them, get another. Raises CommandError outside the embedded database.
    """
    if not settings.EMBEDDED_DATABASE:
        raise CommandError(_("The first logins are made in the embedded database only."))
    if file.exists():
        return
    with transaction.atomic():
        passwords = {user: secrets.token_urlsafe(9) for user in _users_without_a_password()}
        for user, password in passwords.items():
            user.set_password(password)
            user.save()
        file.touch(mode=0o600)
        lines = (f"{user.username} {password}\n" for user, password in passwords.items())
        file.write_text("".join(lines))


def first_passwords(file: Path) -> dict[str, str]:
    """The names and passwords in the file that still log somebody in."""
    passwords = (
        dict(line.split() for line in file.read_text().splitlines()) if file.exists() else {}
    )
    users = User.objects.filter(username__in=passwords, is_active=True).order_by("username")
    return {
        user.username: passwords[user.username]
        for user in users
        if user.check_password(passwords[user.username])
    }


def _users_without_a_password() -> list[User]:
    if not User.objects.exists():
        return [
            User.objects.create(username=name, is_staff=staff, is_superuser=staff)
            for name, staff in LOGINS.items()
        ]
    users = User.objects.filter(username__in=LOGINS)
    return [user for user in users if user.check_password(user.username)]
