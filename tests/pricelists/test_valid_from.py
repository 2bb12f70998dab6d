from datetime import timedelta

import pytest
from django.utils import timezone

from crossdock.errors import UserError
from crossdock.pricelists.valid_from import check_valid_from


def test_no_list_is_of_a_day_to_come() -> None:
    today = timezone.localdate()
    check_valid_from(today)
    with pytest.raises(UserError, match="still to come"):
        check_valid_from(today + timedelta(days=1))
