import datetime

from django.utils import timezone

from crossdock.errors import UserError
from crossdock.texts import Day
from crossdock.texts import Text as _


def check_valid_from(day: datetime.date) -> None:
    """Raise UserError for a day to come: no later list of the supplier could be newer than it."""
    if day > timezone.localdate():
        raise UserError(_("This day is still to come: %s.") % Day.of(day))
