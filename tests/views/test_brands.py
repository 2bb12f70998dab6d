import re

from django.test import Client
from django.urls import reverse

from crossdock.models import (
    BrandAlias,
    BrandDecision,
    BrandSuggestion,
    CrossDockTask,
)
from crossdock.models.lifecycle import Status
from crossdock.views.brands import PAGE_SIZE
from tests.factories import make_suggestion
from tests.missed_brands import *  # noqa: F403  # its fixtures

LIST = reverse("crossdock:brand_list")
DECISIONS = reverse("crossdock:brand_decisions")


def text(page: object) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page.content.decode()).split())


def names(page: object) -> list[list[str]]:
    return [group.names for group, _pairs in page.context["rows"]]


def answer(client: Client, pair: BrandSuggestion, answer: str = "YES", **more: object) -> object:
    name = "propose" if answer == "PROPOSED" else "decide"
    form = {"key_1": pair.key_1, "key_2": pair.key_2, "answer": answer} | more
    return client.post(reverse(f"crossdock:brand_{name}"), form)


def test_the_list_says_what_a_decision_would_bring_and_why(as_staff, mann):
    said = text(as_staff.get(LIST))
    assert "MANN 0 suppliers = MANN-FILTER 5 suppliers ?" in said
    assert "41 lines not found in the last 30 days would have offers" in said
    assert "12 of them say how many pieces: 8,300" in said
    assert "W712 : MANN in the list of a request, MANN-FILTER in the list of Armtek" in said
    assert "W799 : against it: both names in one list, of Rossko" in said


def test_those_that_would_bring_most_come_first_and_groups_are_shown_together(as_staff, mann):
    make_suggestion("Mahle", "MANN-FILTER", lines=3)
    make_suggestion("ATE", "Teves", lines=20)
    make_suggestion("Behr", "Hella", rule="P")
    assert names(as_staff.get(LIST)) == [["MANN", "MANN-FILTER", "Mahle"], ["ATE", "Teves"]]
    assert names(as_staff.get(LIST, {"perhaps": 1})) == [["Behr", "Hella"]]


def test_the_list_has_pages(as_staff, django_assert_max_num_queries):
    pairs = [(f"A{number:02}", f"B{number:02}") for number in range(PAGE_SIZE + 2)]
    for pair in pairs:
        make_suggestion(*pair)
    with django_assert_max_num_queries(14):
        page = as_staff.get(LIST, {"page": 2})
    assert names(page) == [list(pair) for pair in pairs[PAGE_SIZE:]]


def test_yes_is_effective_at_once_and_the_question_is_gone(as_staff, mann):
    assert answer(as_staff, mann).headers["Location"] == LIST
    assert BrandAlias.objects.filter(alias="MANN", brand="MANN-FILTER").exists()
    page = as_staff.get(LIST)
    assert names(page) == []
    assert "MANN and MANN-FILTER are one brand from now on." in text(page)


def test_no_is_never_asked_again_and_later_not_soon(as_staff, mann):
    later = make_suggestion("ATE", "Teves")
    answer(as_staff, mann, "NO")
    answer(as_staff, later, "LATER")
    assert names(as_staff.get(LIST)) == []
    BrandDecision.objects.update(created_at="2020-01-01T00:00Z")
    assert names(as_staff.get(LIST)) == [["ATE", "Teves"]]


def test_a_decision_says_what_it_changed_and_is_undone(as_staff, mann):
    answer(as_staff, mann)
    decision = BrandDecision.objects.get()
    assert "alias MANN → MANN-FILTER; 41 lines of the 30 days before" in text(
        as_staff.get(DECISIONS)
    )
    as_staff.post(reverse("crossdock:brand_undo", args=[decision.pk]))
    assert "undone by staff" in text(as_staff.get(DECISIONS))
    assert not BrandAlias.objects.filter(alias="MANN").exists()
    assert names(as_staff.get(LIST)) == [["MANN", "MANN-FILTER"]]
    as_staff.post(reverse("crossdock:brand_undo", args=[decision.pk]))
    assert "This decision has been undone already." in text(as_staff.get(DECISIONS))


def test_a_question_that_is_gone_is_answered_by_a_message(as_staff, mann):
    answer(as_staff, mann)
    answer(as_staff, mann, "NO")
    assert "These two are one brand already." in text(as_staff.get(LIST))
    mann.delete()
    answer(as_staff, mann)
    assert "This question is settled, or not asked any more." in text(as_staff.get(LIST))


def test_others_propose_and_staff_see_by_whom(as_bob, as_staff, mann, task):
    page = reverse("crossdock:task_detail", args=[task.pk])
    assert "Propose to staff: one brand" in text(as_bob.get(page))
    assert answer(as_bob, mann, "PROPOSED", task=task.pk).headers["Location"] == page
    assert "You have proposed it to staff." in text(as_bob.get(page))
    assert "proposed by bob" in text(as_staff.get(LIST))
    assert "proposed by bob" in text(as_staff.get(page))
    assert not BrandAlias.objects.filter(alias="MANN").exists()


def test_from_the_task_s_page_to_found_lines_in_two_clicks(as_staff, mann, task):
    page = reverse("crossdock:task_detail", args=[task.pk])
    assert "MANN (4 lines): offered as MANN-FILTER by 5 suppliers; 3 of 3 articles agree." in text(
        as_staff.get(page)
    )
    assert answer(as_staff, mann, task=task.pk).headers["Location"] == page
    said = text(as_staff.get(page))
    assert "MANN = MANN-FILTER staff" in said
    assert "4 lines of this list are on offer now. Run the list again" in said
    form = {"supplier_group": task.supplier_group_id, "lookback_days": task.lookback_days}
    as_staff.post(reverse("crossdock:task_again", args=[task.pk]), form)
    again = CrossDockTask.objects.get(again_of=task)
    again.mark_as_running()
    again.mark_as_success(result_file="x", lines=3, lines_found=2)
    said = text(as_staff.get(reverse("crossdock:task_detail", args=[again.pk])))
    assert "2 lines more found than before" in said


def test_the_list_is_run_again_with_the_settings_that_it_had(as_staff, mann, task):
    CrossDockTask.objects.update(within_hours=48, wants_original_query=True)
    answer(as_staff, mann, task=task.pk)
    page = as_staff.get(reverse("crossdock:task_detail", args=[task.pk])).content.decode()
    form = page.partition('id="task-brands"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'name="(\w+)"\s+value="(\w+)"', form))
    as_staff.post(reverse("crossdock:task_again", args=[task.pk]), fields)
    again = CrossDockTask.objects.get(again_of=task)
    assert (again.within_hours, again.wants_original_query) == (48, True)


def test_a_task_without_such_lines_asks_nothing(as_staff, mann, task_in):
    task = task_in(Status.SUCCESS)
    for name in ("task_detail", "task_brands"):
        page = as_staff.get(reverse(f"crossdock:{name}", args=[task.pk]))
        assert "Brands: one or different?" not in text(page)


def test_a_no_by_hand_and_what_was_done_to_aliases_stand_among_the_decisions(as_staff, db):
    BrandAlias.objects.all().delete()
    as_staff.post("/brand-aliases/new/", {"alias": "Teves", "brand": "ATE"})
    alias = BrandAlias.objects.get()
    as_staff.post(f"/brand-aliases/{alias.pk}/", {"alias": "Teves", "brand": "Continental"})
    as_staff.post(f"/brand-aliases/{BrandAlias.objects.get().pk}/delete/")
    tell_apart = reverse("crossdock:brand_tell_apart")
    as_staff.post(tell_apart, {"name_1": "NRF", "name_2": "NGK\0"})
    as_staff.post(tell_apart, {"name_1": "NRF", "name_2": ""})
    said = text(as_staff.get(DECISIONS))
    assert "NGK and NRF stay different brands." in said
    assert "This cannot be a brand." in said
    assert "NGK – NRF Different brands staff" in said
    assert "Continental – Teves Different brands staff" in said
    assert "took away Teves → Continental" in said
    assert not BrandAlias.objects.exists()
    deleted = BrandDecision.standing().get(key_1="continental")
    as_staff.post(reverse("crossdock:brand_undo", args=[deleted.pk]))
    assert str(BrandAlias.objects.get()) == "Teves → Continental"
