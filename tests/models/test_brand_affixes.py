import pytest
from django.db import IntegrityError, transaction

from crossdock.models import BrandAffix


@pytest.mark.django_db
def test_letters_say_where_they_stand_and_are_there_once() -> None:
    affix = {"brand_key": "bosch", "affix": "BOS", "suppliers": 1}
    ends = [BrandAffix.objects.create(**affix, is_prefix=is_prefix) for is_prefix in (True, False)]
    assert list(map(str, ends)) == ["BOS…", "…BOS"]
    with pytest.raises(IntegrityError), transaction.atomic():
        BrandAffix.objects.create(**affix, is_prefix=True)
