import pytest

from crossdock.brands.evidence import Comparison
from crossdock.models import BrandAlias, BrandDecision, BrandSuggestion, CrossDockTask, MissedLine
from crossdock.models.lifecycle import Status
from tests.brands.conftest import offer
from tests.factories import make_group, make_offer, make_price_list, make_user
from tests.world import make_task_in

pytestmark = pytest.mark.django_db(transaction=True)

ALIKE, ARTICLES, PERHAPS = BrandSuggestion.Rule


def compared() -> dict[tuple[str, str], BrandSuggestion]:
    Comparison().run()
    return {(each.name_1, each.name_2): each for each in BrandSuggestion.objects.order_by("id")}


def missed(brand: str, articles: list[str], **fields: object) -> CrossDockTask:
    task = make_task_in(Status.SUCCESS, make_user(f"user of {brand}"), make_group())
    for article in articles:
        row = {"lines": 1, "brand": brand, "brand_key": brand.lower(), "article_key": article}
        MissedLine.objects.create(task=task, **row | fields)
    return task


def test_names_that_are_alike_need_one_article_and_half_of_them(articles):
    offer({"MANN": articles[:2]}, {"MANN-FILTER": articles[:1], "Other": articles[1:2]})
    found = compared()
    assert {pair: each.rule for pair, each in found.items()} == {("MANN", "MANN-FILTER"): ALIKE}
    pair = found["MANN", "MANN-FILTER"]
    assert (pair.weight, pair.low, pair.high) == (1, 0.5, 1)
    assert (pair.shared, pair.conflicts, pair.suppliers_1, pair.suppliers_2) == (1, 0, 1, 1)


def test_names_that_are_not_alike_need_four_articles_and_nearly_all(articles):
    offer({"VW": articles[:4]}, {"VAG": articles[:4]}, {"AB": articles[5:8]}, {"CD": articles[5:8]})
    assert {pair: each.rule for pair, each in compared().items()} == {("VAG", "VW"): ARTICLES}


def test_two_makers_whom_two_suppliers_tell_apart_are_not_one(articles):
    both = {"Elf": articles[:4], "Total": ["T1234567"]}
    offer(both, both, {"Total": articles[:4]})
    assert compared() == {}


def test_two_names_that_suppliers_mix_are_one_if_nearly_all_articles_agree_both_ways(articles):
    mixed = {"Elf": articles[:5], "Total": articles[5:]}
    offer(mixed, mixed, {"Elf": articles[5:], "Sofima": ["S12345"]}, {"Total": articles[:5]})
    assert {pair: found.rule for pair, found in compared().items()} == {("Elf", "Total"): ARTICLES}


def test_a_row_under_a_wrong_name_makes_nobody_a_user_of_both():
    many = [f"K{number:05}" for number in range(80)]
    stray = {"Elf": many[:40], "Total": many[40:41]}
    offer(stray, stray, {"Total": many[:40]}, {"Total": many[:40]})
    assert {pair: each.rule for pair, each in compared().items()} == {("Elf", "Total"): ARTICLES}


@pytest.mark.parametrize(("count", "rules"), [(6, []), (10, [PERHAPS])])
def test_one_list_s_word_against_the_others_of_its_brand_is_not_enough(articles, count, rules):
    others = {"Mobil": [f"M{number:05}" for number in range(20)]}
    wrong = {"Mobil": articles[:count]}
    offer({"Mobiletron": articles[:count]}, {"Mobiletron": articles[:count]}, others, others, wrong)
    assert [each.rule for each in compared().values()] == rules


def test_articles_that_one_list_has_under_both_speak_against_it(articles):
    offer(
        {"MANN": articles},
        {"MANN-FILTER": articles},
        {"MANN": ["X12345"], "MANN-FILTER": ["X12345"]},
    )
    assert compared() == {}, "one of eleven is more than 3 in 100"
    BrandSuggestion.objects.all().delete()
    many = [f"K{number:05}" for number in range(40)]
    offer({"MANN": many}, {"MANN-FILTER": many})
    (pair,) = compared().values()
    assert (pair.shared, pair.conflicts) == (51, 1)
    assert [article for article, _who in pair.examples["against"]] == ["X12345"]
    assert len(pair.examples["agree"]) == 5


def test_a_part_of_a_brand_is_shown_apart():
    many = [f"K{number:05}" for number in range(40)]
    offer({"Hella": many}, {"Behr": many[:9], "Hella": many[9:]})
    assert {pair: each.rule for pair, each in compared().items()} == {("Behr", "Hella"): PERHAPS}


def test_what_many_makers_share_says_nothing():
    belts = [f"{ribs}PK{length}" for ribs in (4, 6) for length in range(1000, 1004)]
    offer({"Gates": belts}, {"Contitech": belts})
    assert compared() == {}


def test_missed_lines_count_as_a_list_and_say_what_a_decision_would_bring(articles):
    offer({"MANN-FILTER": articles}, {"MANN-FILTER": articles[:3]})
    task = missed("MANN", articles[:4], pieces=2, lines=3)
    missed("Bosch", ["NOBODYHASIT"])
    (pair,) = compared().values()
    assert (pair.name_1, pair.name_2, pair.rule) == ("MANN", "MANN-FILTER", ALIKE)
    assert (pair.suppliers_1, pair.suppliers_2) == (0, 2)
    assert (pair.lines, pair.lines_with_sum, pair.sum) == (12, 12, 800)
    assert pair.examples["agree"][0][1] == "", "a task's list has no supplier"
    assert {each.task for each in MissedLine.objects.all()} == {task}, "the others help nobody"


def test_who_asks_for_an_article_under_both_names_tells_nobody_apart(articles):
    offer({"MANN-FILTER": articles[:8]}, {"Other": articles})
    task = missed("MANN", articles)
    for article in articles[8:]:
        MissedLine.objects.create(
            task=task, lines=1, brand="M-F", brand_key="mannfilter", article_key=article
        )
    found = compared()["MANN", "MANN-FILTER"]
    assert (found.weight, found.shared, found.conflicts) == (8, 10, 0)


def test_lines_missed_long_ago_say_nothing(articles):
    offer({"MANN-FILTER": articles})
    task = missed("MANN", articles[:4])
    task.finished_at = "2020-01-01T00:00Z"
    task.save()
    assert compared() == {}


def test_a_spelling_that_a_supplier_has_given_up_is_no_conflict(articles):
    (supplier,) = offer({"MANN": articles})
    supplier.price_lists.update(valid_from="2026-01-01")
    supplier.price_lists.get().offers.update(valid_from="2026-01-01")
    newer = make_price_list(supplier)
    for article in articles:
        make_offer(newer, "MANN-FILTER", article)
    offer({"MANN": articles})
    assert list(compared()) == [("MANN", "MANN-FILTER")]


def test_what_is_decided_is_not_suggested_again(articles):
    offer({"VW": articles[:4]}, {"VAG": articles[:4]}, {"AB": articles[5:]}, {"CD": articles[5:]})
    assert len(compared()) == 2
    BrandAlias.objects.create(alias="VW", brand="VAG")
    names = {"key_1": "ab", "key_2": "cd", "name_1": "AB", "name_2": "CD"}
    no = BrandDecision.objects.create(answer="NO", user=make_user(), **names)
    assert compared() == {}
    no.undone_at = no.created_at
    no.save()
    assert list(compared()) == [("AB", "CD")]
