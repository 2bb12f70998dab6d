import pytest
from django.db import IntegrityError, connection, transaction

from crossdock.models import OfferChange
from tests.factories import make_offer, make_price_list, make_supplier

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("amounts", [{"price": 0}, {"price": -1}, {"quantity": -1}])
def test_no_offer_is_for_nothing_or_of_less_than_nothing(amounts: dict[str, str]) -> None:
    price_list = make_price_list(make_supplier())
    with pytest.raises(IntegrityError), transaction.atomic():
        make_offer(price_list, **amounts)


def test_articles_are_found_in_spite_of_leading_zeros_and_letters_like_zeros() -> None:
    offer = make_offer(make_price_list(make_supplier()), article="00O12O")
    query = (
        "SELECT id FROM crossdock_offer WHERE ltrim(translate(article_key, 'O', '0'), '0') = '120'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        assert cursor.fetchall() == [(offer.pk,)]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {query}")
        assert "offer_by_article" in str(cursor.fetchall())


def test_every_change_of_a_price_list_leaves_a_mark() -> None:
    supplier = make_supplier()
    price_list = make_price_list(supplier)
    for change in (price_list.save, price_list.delete):
        OfferChange.objects.all().delete()
        change()
        assert set(OfferChange.objects.values_list("supplier_id", flat=True)) == {supplier.pk}
