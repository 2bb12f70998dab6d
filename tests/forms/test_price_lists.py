from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crossdock.forms.price_lists import PriceListForm
from crossdock.forms.uploads import Upload
from crossdock.storage.users_files import users_files
from tests.factories import make_supplier, today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def file() -> SimpleUploadedFile:
    return SimpleUploadedFile("list.csv", b"Brand;Article;Price;Qty\nBOSCH;1;2;3\n")


def form(files: dict[str, Any], **fields: object) -> PriceListForm:
    data = {"supplier": make_supplier().pk, "valid_from": today().isoformat()} | fields
    return PriceListForm(data, files)


@pytest.mark.parametrize("rate", ["92,5", "92.5"])
def test_a_rate_has_either_decimal_sign(rate: str) -> None:
    with_rate = form({"file": file()}, rate=rate)
    assert with_rate.is_valid(), with_rate.errors
    assert with_rate.cleaned_data["rate"] == Decimal("92.5")


@pytest.mark.parametrize(("days", "is_valid"), [(0, True), (1, False)])
def test_a_day_to_come_is_refused(days: int, is_valid: bool) -> None:
    day = (today() + timedelta(days=days)).isoformat()
    assert ("valid_from" not in form({"file": file()}, valid_from=day).errors) is is_valid


def test_a_file_that_came_for_the_preview_is_enough() -> None:
    upload = Upload.keep(file())
    second = form({}, upload=upload.token)
    assert second.is_valid(), second.errors
    assert second.kept == upload
    users_files.delete(upload.name)
    assert "not kept any more" in form({}, upload=upload.token).errors["file"][0]


def test_without_a_file_one_is_asked_for() -> None:
    assert form({}).errors["file"] == ["Choose the price list."]
