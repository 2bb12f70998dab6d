from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crossdock.forms.uploads import GoneError, Upload
from crossdock.models import PriceListImport
from crossdock.storage.users_files import users_files


@pytest.fixture
def upload(settings: Any, tmp_path: Path) -> Upload:
    settings.MEDIA_ROOT = tmp_path
    return Upload.keep(SimpleUploadedFile("Прайс.CSV", b"Brand;Article"))


def test_a_page_carries_it_along(upload: Upload) -> None:
    assert Upload.of_token(upload.token) == upload
    assert upload.filename == "Прайс.CSV"
    with upload.local() as path:
        assert path.suffix == ".csv"


@pytest.mark.parametrize("token", ["", "made:up:token"])
def test_a_token_of_anybody_elses_is_refused(upload: Upload, token: str) -> None:
    with pytest.raises(GoneError):
        Upload.of_token(token)


def test_one_that_was_removed_meanwhile_is_gone(upload: Upload) -> None:
    users_files.delete(upload.name)
    with pytest.raises(GoneError):
        Upload.of_token(upload.token)


def test_it_becomes_an_imports_file_and_stays_for_another_look(upload: Upload) -> None:
    task = PriceListImport()
    upload.give_to(task)
    assert task.filename == "Прайс.CSV"
    assert task.file.read() == b"Brand;Article"
    assert users_files.exists(upload.name)
