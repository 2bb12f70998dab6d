"""The project's settings on embedded services of the tests' own: each pytest process has some."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dj_database_url
import psycopg

os.environ.setdefault("VAR_DIR", str(Path(__file__).resolve().parent.parent / "var" / "tests"))
os.environ["VAR_DIR"] += f"/{os.environ.get('PYTEST_XDIST_WORKER', '')}"
os.environ.pop("DATABASE_URL", None)
os.environ.pop("REDIS_URL", None)
os.environ.pop("STORAGE_URL", None)
if os.environ.get("STORAGE") == "s3":  # the same tests on a real object storage
    from tests import weed

    os.environ["STORAGE_URL"] = weed.url("suite")

from project import services
from project.settings import *  # noqa: F403
from project.settings import DATABASES, STORAGES, VAR_DIR

PASSWORD_HASHERS = [  # the first is quick; the second is what the product's own processes know
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # else each client of a test would look through all static files

DATABASES["default"].update(dj_database_url.parse(services.database_url(VAR_DIR)))


@contextmanager
def running_services() -> Iterator[None]:
    """PostgreSQL, which may lose after a power cut what it likes, and Redis."""
    with services.running(VAR_DIR):
        with psycopg.connect(services.database_url(VAR_DIR), autocommit=True) as connection:
            for care in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(f"ALTER SYSTEM SET {care} = off")
            connection.execute("SELECT pg_reload_conf()")
        yield
