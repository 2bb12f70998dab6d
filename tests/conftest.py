import gc
import signal
from pathlib import Path
from typing import Any

import pytest
from django.test import TransactionTestCase
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

from crossdock.redis_state.client import breaker
from tests import emptying
from tests.data import files
from tests.settings import running_services

settings.register_profile("no times", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("no times")

TESTS = Path(__file__).parent
WAITING = (
    *(TESTS / "browser", TESTS / "faults" / "test_faults.py", TESTS / "faults"),
    *(TESTS / "hostile" / "test_worker.py", TESTS / "project" / "test_run.py"),
    TESTS / "project" / "test_services.py",
)
"""These wait more than they work: begun first, they run beside all the others."""

LONG = (
    *(TESTS / "views" / "test_odd_requests.py", TESTS / "hostile", TESTS / "views" / "rights"),
    *(TESTS / "offers" / "test_current.py", TESTS / "project" / "test_settings.py"),
)
"""Begun last, one of these would keep one process at work while the others have nothing to do."""

TOGETHER = ("tests/browser/", "tests/faults/", "tests/storage/")
"""Folders whose tests run in one process: they share what takes long to start; and a test alone in
its file is begun only when another stands behind it, which then waits for as long as it takes."""


class ByFile(LoadScopeScheduling):
    """Tests of one file run in one process, and those of some folders."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return next(filter(file.startswith, TOGETHER), file)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByFile:
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: [not item.path.is_relative_to(path) for path in (*WAITING, *LONG)])


def pytest_sessionstart(session: pytest.Session) -> None:
    """Services for each process that runs tests; the one that only hands them out needs none."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:  # so a shell starts what it does not
        signal.signal(signal.SIGINT, signal.default_int_handler)  # wait for; tests press Ctrl-C
    if session.config.option.dist == "no":
        services = running_services()
        services.__enter__()
        session.config.add_cleanup(lambda: services.__exit__(None, None, None))


def pytest_collection_finish() -> None:
    """What has been loaded stays: to look through it again and again finds nothing to free."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """A test whose transactions are real leaves the database as the migrations have made it."""
    with django_db_blocker.unblock():
        emptying.remember_aliases()
    TransactionTestCase._fixture_teardown = lambda _case: emptying.empty_tables()


@pytest.fixture(autouse=True)
def redis_is_tried() -> None:
    """A test before this one may have found Redis too slow, and skipped it."""
    breaker.reset()


@pytest.fixture(scope="session")
def shared_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Price lists and request files with what is odd about real ones."""
    return files.write(tmp_path_factory.mktemp("samples"))
