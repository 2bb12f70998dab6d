from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict

from crossdock.models import RememberedLayout
from crossdock.spreadsheets.columns import Column
from crossdock.spreadsheets.mapping import NO_MAPPING
from crossdock.views.request_columns import PartCell, RequestColumns, look_at, selected
from tests.factories import make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db

KNOWN = "Код;Бренд;Артикул;Заказ\n1;BOSCH;0986452041;4\n"
UNKNOWN = "К;Кто;Что;Заказ\n07;BOSCH;0986452041;4\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "request.csv"


def shown(path: Path, text: str) -> RequestColumns:
    path.write_text(text, encoding="utf-8")
    return look_at(path, {})


def posted(columns: RequestColumns, query: str) -> RequestColumns:
    return selected(columns, QueryDict(query))


def test_a_file_that_is_recognised_needs_no_choice(path: Path) -> None:
    columns = shown(path, KNOWN)
    assert (columns.is_recognised, columns.is_guess, columns.problem) == (True, False, "")
    assert columns.summary[:2] == [("Brand", "B"), ("Article", "C")]
    assert columns.choice is NO_MAPPING


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("column_2=brand", "Say which column is: "),
        ("column_2=brand&column_3=article&column_1=article", "More than one column"),
        ("column_2=brand&column_3=article&column_1=part", "Brand and article stand either in one"),
        ("column_2=brand&column_9=article", "The sheet has no column I"),
        ("column_2=part", ""),
    ],
)
def test_a_selection_that_does_not_suffice_is_told(path: Path, query: str, problem: str) -> None:
    columns = posted(shown(path, UNKNOWN), query)
    assert columns.is_posted
    assert columns.problem.startswith(problem)
    assert bool(columns.problem) == bool(problem)


def test_a_choice_is_remembered_for_files_of_its_layout(path: Path, admin_user: User) -> None:
    query = "column_2=brand&column_3=article&column_4=quantity&header_row=1"
    choice = posted(shown(path, UNKNOWN), query).keep_choice(admin_user)
    assert set(choice) == {Column.BRAND, Column.ARTICLE, Column.QUANTITY}
    again = shown(path, UNKNOWN + "08;TRW;GDB1;1\n")
    assert (again.is_remembered, again.missing) == (True, "")
    assert again.by_index == {1: "brand", 2: "article", 3: "quantity"}
    assert RememberedLayout.objects.get().mapping == choice


def test_a_brand_and_an_article_in_one_cell_are_taken_apart(path: Path) -> None:
    make_offer(make_price_list(make_supplier()), "BOSCH", "1")
    text = "Деталь;Заказ\nBOSCH 0986452041;4\nколодки 12;1\n"
    columns = posted(shown(path, text), "column_1=part&header_row=1")
    (_heading, first, second) = (cells[0] for _number, cells in columns.numbered_rows)
    assert isinstance(first, PartCell)
    assert isinstance(second, PartCell)
    assert (first.is_split, first.brand, first.article) == (True, "BOSCH", "0986452041")
    assert not second.is_split
    assert str(second.problem) == "No known brand stands at the beginning or the end"
