"""Every hostile file that is not too heavy, all the way through the work."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from crossdock.errors import UserError
from crossdock.offers.search import OfferSearch
from crossdock.pipeline.run import run
from crossdock.pricelists.columns import NEEDED
from crossdock.pricelists.importer import import_price_list
from crossdock.progress import Silent
from crossdock.spreadsheets.reader_process import PREVIEW_SECONDS, read_preview
from tests.factories import make_group, make_supplier
from tests.hostile.damage import damaged_files
from tests.hostile.table import FILES, HostileFile

LIGHT = [file for file in FILES.values() if not file.heavy]
DAMAGED = 60
SEED = 2


def lines_of(path: Path, *, is_price_list: bool = False) -> int:
    if is_price_list:
        return import_price_list(path, make_supplier(), timezone.localdate()).rows_taken
    search = OfferSearch(make_group(make_supplier()), 1, original_query=True)
    return run(path, path.with_name("result"), search, Silent(), filename=path.name).lines


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.django_db
@pytest.mark.parametrize("file", LIGHT, ids=lambda file: file.name)
def test_a_hostile_file_is_read_or_its_user_is_told_why_not(
    file: HostileFile, tmp_path: Path
) -> None:
    path = file.written(tmp_path)
    if file.lines is not None:
        assert lines_of(path, is_price_list=file.is_price_list) == file.lines
    else:
        with pytest.raises(UserError) as caught:
            lines_of(path, is_price_list=file.is_price_list)
        assert re.search(file.says, str(caught.value))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    "name",
    [
        "one cell at A1 and one at XFD1048576",
        "one string of 32,000 letters in 200,000 cells",
        "a cell's reference: a row of 2^32",
        "XML: a billion laughs",
        "CSV: a quotation to the end",
    ],
)
def test_looking_at_a_hostile_price_list_says_what_is_wrong_before_it_is_stopped(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError) as caught:
        read_preview(FILES[name].written(tmp_path), needed=NEEDED, seconds=PREVIEW_SECONDS / 2)
    assert "too long, and was stopped" not in str(caught.value)


@pytest.mark.django_db
def test_damage_at_random_is_told_or_does_not_matter(tmp_path: Path) -> None:
    refused = 0
    for _name, path in damaged_files(tmp_path, DAMAGED, SEED):
        try:
            lines_of(path)
        except UserError:
            refused += 1
    assert 0 < refused < DAMAGED
