import re

import pytest
from django.test import Client
from django.urls import reverse

from crossdock.models import BrandAlias, CrossDockTask, SupplierGroup
from crossdock.models.lifecycle import Status
from tests.factories import make_group, make_offer, make_price_list, make_supplier, make_user
from tests.world import MakeTask

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client):
    client.force_login(make_user("carol"))
    supplier = make_supplier("Cheap parts")
    price_list = make_price_list(supplier)
    make_offer(price_list, "Bosch", "0 986 452 041", price="1234.5", quantity="7")
    make_offer(price_list, "SKF", "0986452041", price="99")
    group = make_group(supplier)

    make_offer(price_list, "Mann", "X1")

    def look_up(**fields: object) -> str:
        wanted = {"supplier_group": group.pk, "lookback_days": 2, **fields}
        return client.get(reverse("crossdock:part_search"), wanted).content.decode()

    return look_up


def test_brand_and_article(page):
    html = page(brand="BOSCH", article="0986452041")
    assert "Cheap parts" in html
    assert "1,234.50" in html
    assert "Chosen" in html
    assert "99.00" not in html


def test_an_article_alone_shows_every_brand(page):
    html = page(article="0986-452-041")
    assert "Bosch 0986-452-041" in html
    assert "1,234.50" in html
    assert "99.00" in html


def test_nothing_found_says_so(page):
    assert "Article not known" in page(brand="Bosch", article="1")
    assert "Brand not known" in page(brand="Nobody", article="1")
    assert "ever offered this part" in page(article="1")


def test_an_article_without_letters_or_digits_is_refused(page):
    assert "letters or digits" in page(article="--")


def test_the_empty_form(page, client):
    html = client.get(reverse("crossdock:part_search")).content.decode()
    assert 'name="article"' in html
    assert "ever offered" not in html


def test_the_queries_do_not_grow_with_the_suppliers(page, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(13):
        page(brand="Bosch", article="0986452041")


def test_an_article_of_many_brands_costs_no_more_queries(page, client, django_assert_num_queries):
    price_list = make_price_list(make_supplier("Another"))
    for number in range(20):
        make_offer(price_list, f"Brand {number}", "many")
    with django_assert_num_queries(14):
        assert page(article="many").count("Another") == 20


@pytest.mark.parametrize(
    "pasted",
    [
        {"article": "BOSCH|0 986 452 041"},
        {"article": "BOSCH 0986452041"},
        {"article": "BOSCH 0 986 452 041"},
        {"article": "BOSCH\t0986452041"},
        {"brand": "BOSCH|0986452041"},
        {"brand": "BOSCH|0986452041", "article": ""},
    ],
)
def test_a_part_is_taken_as_it_was_pasted(page, pasted):
    html = page(**pasted)
    assert "1,234.50" in html
    assert "99.00" not in html


def test_a_brand_never_offered_is_told_with_what_its_article_is_known_as(page):
    html = page(brand="Bosch Automotive", article="0986452041")
    assert "The brand Bosch Automotive has never been offered" in html
    assert "<b>Bosch</b> 0986452041" in html
    assert "<b>SKF</b> 0986452041" in html
    assert "is the same brand" not in html, "that is for staff to say"
    pasted = page(article="Mann 0986452041")
    assert "No supplier has ever offered 0986452041 of Mann, but" in pasted
    assert "<b>SKF</b> 0986452041" in pasted


@pytest.fixture
def done(task_in: MakeTask) -> CrossDockTask:
    return task_in(Status.SUCCESS, lookback_days=5)


def test_staff_say_the_same_brand_and_run_the_list_again(
    page, as_staff: Client, done: CrossDockTask
) -> None:
    group = SupplierGroup.objects.get(suppliers__name="Cheap parts")
    query = {
        "brand": "Bosch Automotive",
        "article": "0986452041",
        "supplier_group": group.pk,
        "lookback_days": 2,
        "task": done.pk,
    }
    html = as_staff.get(reverse("crossdock:part_search"), query).content.decode()
    form = html[html.index(reverse("crossdock:same_brand")) :]
    fields = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', form[: form.index("</form>")]))
    answer = as_staff.post(reverse("crossdock:same_brand"), fields, follow=True)
    html = answer.content.decode()
    assert "Bosch Automotive is the same brand as Bosch now." in html
    assert "1,234.50" in html
    again = reverse("crossdock:task_again", args=[done.pk])
    assert f'action="{again}"' in html
    form = html[html.index(f'action="{again}"') :]
    fields = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', form[: form.index("</form>")]))
    as_staff.post(again, fields)
    task = CrossDockTask.objects.get(again_of=done)
    assert (task.lookback_days, task.supplier_group) == (5, done.supplier_group)


@pytest.mark.parametrize(
    ("alias", "same_as", "problem"),
    [
        ("Bosch", "BOSCH", "one brand without an alias"),
        ("--", "BOSCH", "cannot be a brand"),
        ("Mobis", "BOSCH", "exists already"),
        ("", "", "cannot be a brand"),
    ],
)
def test_what_can_be_no_alias_is_said(
    as_staff: Client, alias: str, same_as: str, problem: str
) -> None:
    before = BrandAlias.objects.count()
    answer = as_staff.post(
        reverse("crossdock:same_brand"),
        {"alias": alias, "same_as": same_as, "article": "1"},
        follow=True,
    )
    assert problem in answer.content.decode()
    assert BrandAlias.objects.count() == before


@pytest.mark.parametrize("task", ["", "1", "\0", "00000000-0000-4000-8000-000000000000"])
def test_a_task_that_is_none_is_left_out(page, task: str) -> None:
    assert "Run this list again" not in page(brand="Bosch", article="0986452041", task=task)
