"""What processes write to their logs, each form in a process of its own."""

import json
import logging
import logging.config
from collections.abc import Iterator

import pytest
from structlog.contextvars import bind_contextvars, clear_contextvars

from project.logs import HOST, logging_settings


@pytest.fixture
def console(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """Standard error; afterwards the tests' own logging is back, and nothing is bound."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield capsys
    root.handlers[:] = handlers
    root.setLevel(level)
    clear_contextvars()


def log(form: str) -> None:
    logging.config.dictConfig(logging_settings(form, "INFO"))
    bind_contextvars(task="t-1", claim=2)
    try:
        raise ValueError("a fault")
    except ValueError:
        logging.getLogger("crossdock.parts").exception("lost %s, «Ж»", 7)


def test_json_has_one_object_a_line_with_what_it_is_about(
    console: pytest.CaptureFixture[str],
) -> None:
    log("json")
    (line,) = console.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["event"], said["level"], said["logger"]) == (
        "lost 7, «Ж»",
        "error",
        "crossdock.parts",
    )
    assert (said["task"], said["claim"], said["host"]) == ("t-1", 2, HOST)
    assert "ValueError: a fault" in said["exception"]


def test_plain_lines_say_it_too(console: pytest.CaptureFixture[str]) -> None:
    log("plain")
    first, *_traceback = console.readouterr().err.splitlines()
    assert first.endswith("ERROR crossdock.parts: lost 7, «Ж» claim=2 task=t-1")
