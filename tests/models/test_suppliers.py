import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from crossdock.models import BrandAlias

ADD = "/admin/crossdock/brandalias/add/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def alias() -> BrandAlias:
    return BrandAlias.objects.create(alias="Bosh", brand="BOSCH")


@pytest.mark.parametrize(
    ("spelling", "brand", "problem"),
    [
        ("BOSH®", "Other", "exists already"),
        ("Bosch (Германия)", "BOSCH", "one brand without an alias"),
        ("®", "BOSCH", "cannot be a brand"),
        ("Robert Bosch", "--", "cannot be a brand"),
        ("\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 20, "BOSCH", "cannot be a brand"),
    ],
)
def test_the_form_says_what_is_wrong_with_an_alias(
    spelling: str, brand: str, problem: str, alias: BrandAlias, admin_client: Client
) -> None:
    page = admin_client.post(ADD, {"alias": spelling, "brand": brand})
    assert problem in page.content.decode()
    assert BrandAlias.objects.get(alias_key="bosh") == alias


def test_an_alias_may_be_saved_once_more(alias: BrandAlias) -> None:
    alias.alias = "BOSH"
    alias.full_clean()
    alias.save()
    assert BrandAlias.objects.get(alias_key="bosh").alias == "BOSH"


def test_two_names_of_one_brand_are_no_alias() -> None:
    with pytest.raises(ValidationError):
        BrandAlias(alias="Hyundai / Kia", brand="Hyundai/Kia").full_clean()
