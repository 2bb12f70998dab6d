import errno
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from crossdock.storage.folder import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(location=tmp_path)
    folder.save("tasks/1/a.csv", ContentFile(b"Brand"))
    return folder


def test_a_second_name_costs_no_room(folder: Folder) -> None:
    folder.copy("tasks/1/a.csv", "tasks/2/b.csv")
    assert Path(folder.path("tasks/2/b.csv")).samefile(folder.path("tasks/1/a.csv"))


def test_on_a_volume_without_hard_links_it_is_copied(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: Any) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    folder.copy("tasks/1/a.csv", "tasks/2/b.csv")
    assert Path(folder.path("tasks/2/b.csv")).read_bytes() == b"Brand"
    assert folder.exists("tasks/1/a.csv")


def test_nothing_is_copied_to_be_read(folder: Folder) -> None:
    with folder.local("tasks/1/a.csv") as path:
        assert path == Path(folder.path("tasks/1/a.csv"))
