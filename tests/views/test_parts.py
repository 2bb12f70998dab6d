import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_group, make_offer, make_price_list, make_supplier, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Client):
    client.force_login(make_user())
    supplier = make_supplier("Cheap parts")
    price_list = make_price_list(supplier)
    make_offer(price_list, "Bosch", "0 986 452 041", price="1234.5", quantity="7")
    make_offer(price_list, "SKF", "0986452041", price="99")
    group = make_group(supplier)

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
    assert "ever offered this part" in page(brand="Bosch", article="1")


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
    with django_assert_num_queries(13):
        assert page(article="many").count("Another") == 20
