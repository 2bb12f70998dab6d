import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

READER = "crossdock.spreadsheets.child"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "request.csv"
    path.write_text("Brand;Article\nBOSCH;0986452041\n")
    return path


def run(path: Path, **order: Any) -> tuple[int, list[dict[str, Any]]]:
    """How the child ends that reads the file, and its messages."""
    order = {"needed": ["brand"], "mapping": {}, "preview": False, "parent": os.getpid()} | order
    command = [sys.executable, "-m", READER, str(path), json.dumps(order)]
    ended = subprocess.run(command, capture_output=True, check=False)
    return ended.returncode, [json.loads(line) for line in ended.stdout.splitlines()]


def test_the_child_does_not_import_django() -> None:
    code = f"import {READER}, sys; sys.exit('django' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_it_says_what_is_in_the_file(path: Path) -> None:
    status, (head, batch, *_end) = run(path)
    assert status == 0
    assert head["headings"] == ["Brand", "Article"]
    assert batch["rows"] == [["BOSCH", "0986452041"]]


def test_it_says_what_is_wrong_with_the_file(path: Path) -> None:
    path.write_bytes(b"")
    assert run(path) == (0, [{"trouble": "empty"}])


def test_it_says_how_it_crashed(path: Path) -> None:
    status, (message,) = run(path, needed=["nonsense"])
    assert status == 1
    assert "'nonsense' is not a valid Column" in message["crash"]


def test_it_does_nothing_when_its_parent_has_ended_already(path: Path) -> None:
    assert run(path, parent=1) == (1, [])
