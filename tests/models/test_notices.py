import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from crossdock.models.notices import MAIL_PAUSE, MAX_MAIL_PAUSE
from tests.inbox import due_again, tell
from tests.world import *  # noqa: F403  # its fixtures


def test_the_pauses_grow(alice: User) -> None:
    notice = tell(alice)
    pauses = []
    for _time in range(12):
        due_again()
        notice.refresh_from_db()
        assert notice.claim_mail()
        assert not notice.claim_mail()  # nobody else's meanwhile
        notice.refresh_from_db()
        assert notice.mail_due_at is not None
        pauses.append(round((notice.mail_due_at - timezone.now()) / MAIL_PAUSE, 1))
    assert pauses[:4] == pytest.approx([1, 2, 4, 8], abs=0.1)
    assert pauses[-1] == pytest.approx(MAX_MAIL_PAUSE / MAIL_PAUSE, abs=0.1)
