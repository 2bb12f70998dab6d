from django.contrib.auth.models import User
from django.utils import timezone

from crossdock.models import Notice
from crossdock.pages.notices import MAX_UNREAD, unread
from tests.inbox import tell


def test_the_bell_counts_what_is_unread_up_to_a_number(alice: User, bob: User) -> None:
    for user in (alice, alice, bob):
        tell(user)
    assert unread(alice) == 2
    alice.notices.update(read_at=timezone.now())
    assert unread(alice) == 0
    notice = bob.notices.get()
    copies = [Notice(user=bob, kind=notice.kind, text=notice.text) for _ in range(MAX_UNREAD + 5)]
    Notice.objects.bulk_create(copies)
    assert unread(bob) == MAX_UNREAD + 1
