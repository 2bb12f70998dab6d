from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crossdock.models import PriceListImport
from crossdock.models.imports import list_path
from tests.factories import make_import, make_supplier, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(settings: Any, tmp_path: Path) -> PriceListImport:
    settings.MEDIA_ROOT = tmp_path
    return make_import(make_user(), make_supplier(), filename="Прайс.csv")


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b.XLSX", "x" * 300 + ".exe" * 100])
def test_a_files_own_name_decides_nothing_but_a_short_ending(
    task: PriceListImport, name: str
) -> None:
    folder, file = list_path(task, name).rsplit("/", 1)
    assert folder == f"price_lists/{task.pk}"
    assert file.startswith("list")
    assert len(file) <= len("list") + 10


def test_no_two_claims_list_the_rows_left_out_in_the_same_file(task: PriceListImport) -> None:
    task.mark_as_running()
    first = task.claimed_left_out_name
    task.hand_back()
    task.mark_as_running()
    assert task.claimed_left_out_name != first


def test_rows_left_out_are_downloaded_under_the_lists_name_and_day(task: PriceListImport) -> None:
    task.valid_from = date(2026, 3, 1)
    assert task.left_out_filename == "Прайс 2026-03-01 left out.csv"


@pytest.mark.django_db(transaction=True)
def test_a_removed_imports_files_go(task: PriceListImport) -> None:
    folder = Path(task.file.path).parent
    task.remove()
    assert not PriceListImport.objects.exists()
    assert not folder.exists()
