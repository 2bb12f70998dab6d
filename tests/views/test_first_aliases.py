import pytest
from django.test import Client
from django.urls import reverse

from crossdock.brands.first_aliases import first_aliases
from crossdock.models import BrandAlias

pytestmark = pytest.mark.django_db


def test_staff_use_them_and_take_them_away(as_staff: Client) -> None:
    BrandAlias.objects.all().delete()
    page = as_staff.get(reverse("crossdock:alias_list")).content.decode()
    assert f"0 of {len(first_aliases())} in use" in page
    assert "One catalogue of original parts" in page
    switch = reverse("crossdock:first_aliases")
    page = as_staff.post(switch, {"use": "1"}, follow=True).content.decode()
    assert f"{len(first_aliases())} aliases were added." in page
    assert "Use them" not in page
    page = as_staff.post(switch, follow=True).content.decode()
    assert f"{len(first_aliases())} aliases were removed." in page
    assert not BrandAlias.objects.exists()


def test_one_that_staff_delete_stays_away(as_staff: Client) -> None:
    BrandAlias.objects.all().delete()
    switch = reverse("crossdock:first_aliases")
    as_staff.post(switch, {"use": "1"})
    address = reverse("crossdock:alias_delete", args=[BrandAlias.objects.get(alias="Kayaba").pk])
    assert f'href="{address}"' in as_staff.get(reverse("crossdock:alias_list")).content.decode()
    as_staff.post(address)
    as_staff.post(switch)
    as_staff.post(switch, {"use": "1"})
    count = len(first_aliases())
    page = as_staff.get(reverse("crossdock:alias_list")).content.decode()
    assert f"{count - 1} of {count} in use" in page
    assert not BrandAlias.objects.filter(alias="Kayaba").exists()
