import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from crossdock.errors import UserError


def check_valid_from(day: datetime.date) -> None:
    """Raise UserError for a day to come: no later list of the supplier could be newer than it."""
    if day > timezone.localdate():
        raise UserError(_("This day is still to come: %s.") % day.isoformat())
