"""What an address answers, what it has changed, and which addresses there are."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver

from crossdock.models import Preferences, TaskVisit
from tests.views.rights.table import LOGIN


@contextmanager
def rolled_back() -> Iterator[None]:
    """A block after which the rows are as they were."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@cache
def _rows() -> str:
    ours = set(apps.get_app_config("crossdock").get_models(include_auto_created=True))
    models = [*ours - {Preferences, TaskVisit}, User, Group]
    return " UNION ALL ".join(
        f"SELECT '{table}', jsonb_agg(to_jsonb(row) - ARRAY['last_login', 'read_at']"
        f" ORDER BY row::text)::text FROM {table} AS row"
        for table in (model._meta.db_table for model in models)
    )


def state() -> list[tuple[str, str]]:
    """All rows that anybody cares about; not the sessions, nor the languages, nor who saw what."""
    with connection.cursor() as cursor:
        cursor.execute(_rows())
        return cursor.fetchall()


@cache
def handler(enforce_csrf_checks: bool) -> ClientHandler:
    """One for all clients: its middleware takes as long to make as a short answer."""
    return ClientHandler(enforce_csrf_checks)


def outcome(client: Client, answer: Any) -> str:
    """The status; or LOGIN for what sends to the login."""
    if getattr(answer, "streaming", False):
        list(answer)
    location = answer.headers.get("Location") or answer.headers.get("HX-Redirect") or ""
    if location.startswith("/accounts/login/"):
        return LOGIN
    if location.startswith("/admin/login/"):
        return outcome(client, client.get(location))
    return str(answer.status_code)


def patterns(
    resolvers: list[URLPattern | URLResolver], namespace: str = ""
) -> Iterator[tuple[str, str]]:
    """The namespace and the name of every address."""
    for resolver in resolvers:
        if isinstance(resolver, URLResolver):
            yield from patterns(resolver.url_patterns, resolver.namespace or namespace)
        else:
            yield namespace, str(resolver.name)
