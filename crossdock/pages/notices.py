from django.contrib.auth.models import User

from crossdock.rights import notices_of

MAX_UNREAD = 99
"""The bell counts no further."""


def unread(user: User) -> int:
    """How many notices the user has not read, `MAX_UNREAD` + 1 at most."""
    return notices_of(user).filter(read_at=None).order_by()[: MAX_UNREAD + 1].count()
