from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from crossdock.forms.tasks import TaskForm
from crossdock.models import SupplierGroup
from tests.factories import make_group, make_supplier

pytestmark = pytest.mark.django_db


@pytest.fixture
def group() -> SupplierGroup:
    return make_group(make_supplier())


def errors(group: SupplierGroup, content: bytes = b"a;b", **fields: Any) -> dict[str, list[str]]:
    data = {"supplier_group": group.pk, "lookback_days": 2, **fields}
    form = TaskForm(data, MultiValueDict({"file": [SimpleUploadedFile("request.xlsx", content)]}))
    return dict(form.errors)


@pytest.mark.parametrize(
    "content",
    [
        b"PK\x03\x04 a workbook",
        b"\xd0\xcf\x11\xe0 an old one",
        b"BMW;1\n",
        b"MZ;a text that begins like a program\n",
        "Бренд;Артикул".encode("utf-16"),
        "Бренд;Артикул".encode("cp1251"),
    ],
)
def test_tables_are_taken(content: bytes, group: SupplierGroup) -> None:
    assert errors(group, content) == {}


@pytest.mark.parametrize(
    "start",
    [
        b"\x89PNG\r\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"%PDF-1.7",
        b"MZ\x90\0",
        b"\x7fELF",
        b"Rar!\x1a",
    ],
)
def test_what_is_no_table_is_refused(start: bytes, group: SupplierGroup) -> None:
    (message,) = errors(group, start + b"\0" * 100)["file"]
    assert message.startswith("This is no table.")
    assert ".ods" in message


def test_a_picture_under_the_name_of_a_workbook(group: SupplierGroup, shared_data: Path) -> None:
    picture = (shared_data / "requests" / "bad_picture.xlsx").read_bytes()
    assert errors(group, picture)["file"][0].startswith("This is no table.")


def test_an_empty_file_is_refused(group: SupplierGroup) -> None:
    assert errors(group, b"")["file"] == ["The file is empty. Choose one with part numbers."]


def test_a_file_over_the_limit_is_refused(group: SupplierGroup, settings: Any) -> None:
    settings.MAX_UPLOAD_MB = 1
    assert errors(group, b"x" * 2**20) == {}
    (message,) = errors(group, b"x" * (2**20 + 1))["file"]
    assert "larger than 1 MB" in message


def test_a_group_without_enabled_suppliers_is_refused() -> None:
    for group in (make_group(), make_group(make_supplier(enabled=False))):
        assert "supplier_group" in errors(group)


@pytest.mark.parametrize(("days", "is_taken"), [(0, True), (365, True), (-1, False), (366, False)])
def test_the_lookback_has_limits(days: int, is_taken: bool, group: SupplierGroup) -> None:
    assert ("lookback_days" not in errors(group, lookback_days=days)) is is_taken


def test_a_files_path_and_length_are_cut(group: SupplierGroup) -> None:
    file = SimpleUploadedFile("C:/lists/" + "ы" * 300 + ".xlsx", b"a;b")
    form = TaskForm(
        {"supplier_group": group.pk, "lookback_days": 2}, MultiValueDict({"file": [file]})
    )
    assert form.is_valid()
    name = form.cleaned_data["file"].name
    assert name.startswith("ыы")
    assert name.endswith(".xlsx")
    assert len(name) == 255


@pytest.mark.parametrize("staff", [True, False])
def test_only_staff_may_choose_the_original_query(group: SupplierGroup, staff: bool):
    data = {"supplier_group": group.pk, "lookback_days": 2, "wants_original_query": "on"}
    file = SimpleUploadedFile("request.xlsx", b"PK")
    form = TaskForm(data, MultiValueDict({"file": [file]}), staff=staff)
    assert form.is_valid()
    assert form.save(commit=False).wants_original_query is staff


def test_one_file_at_a_time(group: SupplierGroup) -> None:
    files = [SimpleUploadedFile(f"{number}.csv", b"a;b") for number in range(2)]
    form = TaskForm(
        {"supplier_group": group.pk, "lookback_days": 2}, MultiValueDict({"file": files})
    )
    assert form.errors["file"] == ["Choose one file: each list is a task of its own."]
