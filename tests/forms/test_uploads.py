import errno
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crossdock.models import PriceListImport
from crossdock.storage.uploads import GoneError, Upload


@pytest.fixture
def upload(settings: Any, tmp_path: Path) -> Upload:
    settings.MEDIA_ROOT = tmp_path
    return Upload.keep(SimpleUploadedFile("Прайс.CSV", b"Brand;Article"))


def test_a_page_carries_it_along(upload: Upload) -> None:
    assert Upload.of_token(upload.token) == upload
    assert (upload.filename, upload.path.name) == ("Прайс.CSV", "list.csv")


@pytest.mark.parametrize("token", ["", "made:up:token"])
def test_a_token_of_anybody_elses_is_refused(upload: Upload, token: str) -> None:
    with pytest.raises(GoneError):
        Upload.of_token(token)


def test_one_that_was_removed_meanwhile_is_gone(upload: Upload) -> None:
    upload.path.unlink()
    with pytest.raises(GoneError):
        Upload.of_token(upload.token)


def test_it_becomes_an_imports_file_and_stays_for_another_look(upload: Upload) -> None:
    task = PriceListImport()
    upload.give_to(task)
    assert task.filename == "Прайс.CSV"
    assert Path(task.file.path).samefile(upload.path)


def test_on_a_volume_without_hard_links_it_is_copied(
    upload: Upload, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    task = PriceListImport()
    upload.give_to(task)
    assert Path(task.file.path).read_bytes() == b"Brand;Article"
    assert upload.path.exists()
