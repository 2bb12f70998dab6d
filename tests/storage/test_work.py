import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crossdock.storage import work

KILLED = """
import os, signal
from django.conf import settings
settings.configure(VAR_DIR={!r})
from crossdock.storage.work import workplace
with workplace("tasks/1/a.csv") as path:
    path.write_text("x")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def var(settings: Any, tmp_path: Path) -> Path:
    settings.VAR_DIR = tmp_path
    work._own_folder.cache_clear()
    return tmp_path


def test_a_place_has_the_files_name_and_goes_with_the_block() -> None:
    with work.workplace("tasks/1/a.csv") as path:
        path.write_text("x")
        assert path.name == "a.csv"
    assert not path.parent.exists()


def test_what_killed_processes_have_left_goes_and_what_is_in_use_stays(var: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED.format(str(var))], check=False)
    (left,) = (var / "work").glob("*/*/a.csv")
    with work.workplace("b.csv") as path:
        path.write_text("x")
        work.clear()
        assert path.exists()
    assert not left.exists()


def test_a_child_has_a_folder_of_its_own() -> None:
    ours = work._own_folder(os.getpid())
    assert work._own_folder(os.getpid()) == ours
    assert work._own_folder(-1) != ours
