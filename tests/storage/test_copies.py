import os
from pathlib import Path

import pytest

from crossdock.storage import copies
from crossdock.storage.copies import Copies


@pytest.fixture
def kept(tmp_path: Path) -> Copies:
    return Copies(tmp_path / "copies")


def put(kept: Copies, name: str, folder: Path, content: bytes = b"xy") -> None:
    path = folder / name
    path.write_bytes(content)
    kept.keep(name, path)
    path.unlink()


def takes(kept: Copies, name: str, folder: Path, size: int = 2) -> bool:
    path = folder / f"{name} taken"
    return kept.take(name, size, path) and path.stat().st_size == size


def test_a_copy_outlives_what_it_was_made_of(kept: Copies, tmp_path: Path) -> None:
    assert not takes(kept, "a", tmp_path)
    put(kept, "a", tmp_path)
    assert takes(kept, "a", tmp_path)
    kept.forget("a")
    assert not takes(kept, "a", tmp_path)


def test_a_copy_of_another_size_is_none(kept: Copies, tmp_path: Path) -> None:
    put(kept, "a", tmp_path, b"x")
    assert not takes(kept, "a", tmp_path)
    assert not (tmp_path / "a taken").exists()


@pytest.mark.parametrize("limit", [("MAX_BYTES", 4), ("MAX_COPIES", 2)])
def test_what_was_used_longest_ago_makes_room(
    kept: Copies, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: tuple[str, int]
) -> None:
    monkeypatch.setattr(copies, *limit)
    for age, name in enumerate("ab"):
        put(kept, name, tmp_path)
        (new,) = (path for path in (tmp_path / "copies").iterdir() if path.stat().st_mtime > 100)
        os.utime(new, (age, age))
    assert takes(kept, "a", tmp_path)
    (tmp_path / "a taken").unlink()
    put(kept, "c", tmp_path)
    assert [takes(kept, name, tmp_path) for name in "abc"] == [True, False, True]
