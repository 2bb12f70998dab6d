import pytest
from django.core.files.base import ContentFile
from django.http import QueryDict
from django.test import Client

from crossdock.models import CrossDockTask, RememberedLayout, SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.spreadsheets.answer_places import USUAL_PLACES, AnswerColumn, AnswerPlaces
from crossdock.views.selected_answers import answer_rows, posted_answers, problem_of
from tests import stored
from tests.views.test_task_preview import kept, post, shown, workbook
from tests.world import MakeTask

ROWS = [["Бренд", "Артикул", "Заказ", "Цена"], ["TRW", "GDB1", 2, None]]
NOTHING_ELSE = dict.fromkeys((f"answer_{each}" for each in AnswerColumn), "-")
CHOSEN = NOTHING_ELSE | {"answer_price": "D", "answer_date": "", "answers_overwrite": "1"}


def test_a_choice_is_kept_with_the_columns_and_remembered(
    as_alice: Client, as_bob: Client, group: SupplierGroup
) -> None:
    book = workbook(List=ROWS)
    file = {"file": ContentFile(book, "list.xlsx")}
    first = shown(as_alice, group, "", **file)
    assert "In your file" in first.content.decode()
    post(as_alice, group, **kept(first) | CHOSEN)
    expected = {"price": "D", "date": "", "overwrites": True}
    assert CrossDockTask.objects.get().columns["answers"] == expected
    assert RememberedLayout.objects.get().columns["answers"] == expected
    again = shown(as_bob, group, "", file=ContentFile(book, "list.xlsx"))
    places = {row.field: row.place for row in again.context["page"].selection.answer_rows}
    assert places == {name: CHOSEN[name] for name in NOTHING_ELSE}
    post(as_bob, group, **kept(again) | CHOSEN)
    assert RememberedLayout.objects.get().user.username == "alice"


def test_a_choice_as_usual_is_none(as_alice: Client, group: SupplierGroup) -> None:
    first = shown(as_alice, group, "", file=ContentFile(workbook(List=ROWS), "list.xlsx"))
    usual = dict.fromkeys(NOTHING_ELSE, "")
    post(as_alice, group, **kept(first) | usual)
    assert CrossDockTask.objects.get().columns == {}
    assert not RememberedLayout.objects.exists()


def test_other_files_are_not_asked_about(as_alice: Client, group: SupplierGroup) -> None:
    answer = shown(as_alice, group, "Brand;Article\nBOSCH;1\n")
    assert "In your file" not in answer.content.decode()


@pytest.mark.parametrize(
    ("letters", "message"),
    [
        ({"price": "D", "date": "D"}, "More than one answer would go into column D"),
        ({"price": "B"}, "Column B is one that is read"),
        ({"price": "AB"}, "The sheet has no column AB: its last column is D"),
        ({}, "Choose a column for one of the answers"),
        ({"price": "D", "date": ""}, ""),
    ],
)
def test_a_wrong_place_is_told(letters: dict[AnswerColumn, str], message: str) -> None:
    problem = problem_of(AnswerPlaces(letters), "ABCD", {0: "brand", 1: "article", 3: ""})
    assert (message in problem) if message else (problem == "")


def test_a_form_without_the_fields_changes_nothing() -> None:
    assert posted_answers(QueryDict("sheet=1")) == USUAL_PLACES
    assert [row.place for row in answer_rows(USUAL_PLACES)] == [""] * len(AnswerColumn)


def test_the_task_says_where_they_go(as_alice: Client, task_in: MakeTask) -> None:
    task = task_in(Status.SUCCESS, filename="list.xlsx", columns={"answers": {"price": "D"}})
    assert stored.exists(task.request_file)
    page = as_alice.get(f"/tasks/{task.pk}/").content.decode()
    assert "As was chosen with the columns: Best price D." in page
