from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from crossdock.models import (
    BrandAlias,
    BrandDecision,
    CrossDockTask,
    Offer,
    PriceList,
    TaskComment,
)
from crossdock.models.lifecycle import Status
from crossdock.pages.paging import ShallowPaginator
from tests.factories import (
    make_group,
    make_offer,
    make_price_list,
    make_supplier,
    make_task,
    make_user,
    today,
)

MODELS = (
    "supplier",
    "suppliergroup",
    "brandalias",
    "pricelist",
    "offer",
    "crossdocktask",
    "taskcomment",
)

DELETED = [model for model in MODELS if model != "offer"]


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def boss(admin_client: Client) -> Client:
    return admin_client


def make_rows(count: int) -> None:
    user = make_user(f"user{count}")
    for number in range(count):
        supplier = make_supplier()
        make_offer(make_price_list(supplier))
        BrandAlias.objects.create(alias=f"alias {count} {number}", brand="BOSCH")
        make_task(user, make_group(supplier)).comments.create(user=user, text="text")


def found(boss: Client, words: str) -> set[str]:
    page = boss.get("/admin/crossdock/offer/", {"q": words})
    return {offer.article for offer in page.context["cl"].result_list}


@pytest.mark.parametrize("model", MODELS)
def test_a_list_takes_no_query_for_each_row(
    model: str, boss: Client, django_assert_max_num_queries: Any
) -> None:
    make_rows(2)
    with django_assert_max_num_queries(100) as few:
        assert boss.get(f"/admin/crossdock/{model}/").status_code == 200
    make_rows(5)
    with django_assert_max_num_queries(len(few)):
        boss.get(f"/admin/crossdock/{model}/")


@pytest.mark.parametrize("model", MODELS)
def test_every_list_can_be_searched(model: str, boss: Client) -> None:
    make_rows(1)
    assert boss.get(f"/admin/crossdock/{model}/", {"q": "nothing like it"}).status_code == 200


def test_offers_are_found_by_part(boss: Client) -> None:
    prices = make_price_list(make_supplier())
    make_offer(prices, "Land Rover", "LR 0001")
    make_offer(prices, "Land Rover", "LR 0002")
    make_offer(prices, "BOSCH", "LR 0001")
    assert found(boss, "land rover lr0001") == {"LR 0001"}
    assert found(boss, "Land Rover|LR 0001") == {"LR 0001"}
    assert found(boss, "LR 0002") == {"LR 0002"}
    assert found(boss, "skf LR 0002") == set()


def test_offers_are_found_under_every_spelling_of_their_brand(boss: Client) -> None:
    make_offer(make_price_list(make_supplier()), "Mobis", "263002Y500")
    BrandAlias.objects.get_or_create(alias_key="mobis", defaults={"alias": "Mobis", "brand": "Kia"})
    other = BrandAlias.objects.get(alias_key="mobis").brand
    assert found(boss, f"{other} 263002Y500") == {"263002Y500"}


def test_what_is_done_to_aliases_is_a_decision(boss: Client) -> None:
    BrandAlias.objects.all().delete()
    for brand in ("ATE", "Continental"):
        alias = BrandAlias.objects.first()
        place = f"{alias.pk}/change" if alias else "add"
        boss.post(f"/admin/crossdock/brandalias/{place}/", {"alias": "Teves", "brand": brand})
    alias = BrandAlias.objects.get()
    boss.post(f"/admin/crossdock/brandalias/{alias.pk}/delete/", {"post": "yes"})
    made, changed, deleted = BrandDecision.objects.order_by("pk")
    assert (made.change, changed.change) == ("Teves → ATE", "Teves → Continental")
    assert (deleted.answer, deleted.aliases_taken) == ("NO", ["Teves → Continental"])
    assert not BrandAlias.objects.exists()


def test_offers_are_counted_no_further_than_needed(
    boss: Client, monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: Any
) -> None:
    monkeypatch.setattr(ShallowPaginator, "counted_at_most", 2)
    prices = make_price_list(make_supplier())
    for article in "abc":
        make_offer(prices, article=article)
    with django_assert_max_num_queries(100) as queries:
        page = boss.get("/admin/crossdock/offer/")
    assert page.context["cl"].result_count == 2
    counting = [each["sql"] for each in queries if "COUNT(*)" in each["sql"]]
    assert counting
    assert all("LIMIT 3" in sql for sql in counting if "crossdock_offer" in sql)


def test_the_admin_has_the_products_name_and_a_way_back(boss: Client) -> None:
    page = boss.get("/admin/").content.decode()
    assert "Django" not in page
    assert "| Crossdock</title>" in page
    assert '<a href="/tasks/"' in page


def test_offers_are_not_edited(boss: Client) -> None:
    offer = make_offer(make_price_list(make_supplier()))
    boss.post(f"/admin/crossdock/offer/{offer.pk}/change/", {"brand": "x"})
    assert boss.get("/admin/crossdock/offer/add/").status_code == 403
    assert Offer.objects.get().brand == "BOSCH"


def test_a_tasks_status_is_not_edited(boss: Client) -> None:
    task = make_task(make_user(), make_group())
    address = f"/admin/crossdock/crossdocktask/{task.pk}/change/"
    assert boss.get(address).status_code == 200
    assert boss.post(address, {"status": Status.FAILURE}).status_code == 403
    assert CrossDockTask.objects.get().status == Status.PENDING


def test_price_lists_are_not_made_or_edited(boss: Client) -> None:
    prices = make_price_list(make_supplier(), days_old=5)
    address = f"/admin/crossdock/pricelist/{prices.pk}/change/"
    assert boss.get(address).status_code == 200
    assert boss.post(address, {"valid_from": today()}).status_code == 403
    assert boss.get("/admin/crossdock/pricelist/add/").status_code == 403
    assert PriceList.objects.get().valid_from == prices.valid_from


SCRIPT = "<script>alert(1)</script>"


def test_comments_are_not_edited(boss: Client) -> None:
    author = make_user()
    comment = make_task(author, make_group()).comments.create(user=author, text="mine")
    address = f"/admin/crossdock/taskcomment/{comment.pk}/change/"
    assert boss.get(address).status_code == 200
    assert boss.post(address, {"text": "changed"}).status_code == 403
    comment.refresh_from_db()
    assert comment.text == "mine"
    boss.post(f"/admin/crossdock/taskcomment/{comment.pk}/delete/", {"post": "yes"})
    assert not TaskComment.objects.exists()


def test_what_people_write_is_never_markup(boss: Client) -> None:
    author = make_user(SCRIPT[:30])
    supplier = make_supplier(SCRIPT)
    prices = make_price_list(supplier)
    task = make_task(author, make_group(supplier, name=SCRIPT))
    CrossDockTask.objects.update(filename=SCRIPT, error_message=SCRIPT)
    objects = {
        "supplier": supplier,
        "suppliergroup": task.supplier_group,
        "brandalias": BrandAlias.objects.create(alias=SCRIPT, brand=SCRIPT),
        "pricelist": prices,
        "offer": make_offer(prices, SCRIPT, SCRIPT),
        "crossdocktask": task,
        "taskcomment": task.comments.create(user=author, text=SCRIPT),
    }
    ours = ["/tasks/", f"/tasks/{task.pk}/", "/tasks/new/", "/price-lists/", "/price-lists/new/"]
    lists = [f"/admin/crossdock/{model}/" for model in objects]
    forms = [f"/admin/crossdock/{model}/{each.pk}/change/" for model, each in objects.items()]
    questions = [f"/admin/crossdock/{model}/{objects[model].pk}/delete/" for model in DELETED]
    seen = f"/parts/?article={quote(SCRIPT)}&brand={quote(SCRIPT)}"
    for address in [*ours, *lists, *forms, *questions, seen]:
        page = boss.get(address).content.decode()
        assert "&lt;script&gt;alert(1)" in page, address
        assert "<script>alert" not in page, address
