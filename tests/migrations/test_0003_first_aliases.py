from importlib import import_module

import pytest
from django.apps import apps

from crossdock.models import BrandAlias
from crossdock.offers.brands import BrandSpellings
from crossdock.parts.keys import brand_key

first_aliases = import_module("crossdock.migrations.0003_first_aliases")


@pytest.mark.django_db
def test_hyundai_and_kia_are_one_brand_from_the_start() -> None:
    BrandAlias.objects.all().delete()
    first_aliases.add_aliases(apps, None)
    spellings = BrandSpellings.load()
    names = ("Hyundai/Kia", "HYUNDAI / KIA", "HyundaiKia", "Hyundai/Kia/Mobis", "Mobis", "Kia")
    assert len({spellings.of(brand_key(name)) for name in names}) == 1
