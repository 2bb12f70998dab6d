import pytest
from django.contrib.auth.models import AnonymousUser, User

from crossdock.live import readers
from crossdock.redis_state.changes import Tokens
from crossdock.rights import Reader

pytestmark = pytest.mark.django_db
TOKENS = Tokens("rows", "progress", "users", "sessions")


def test_a_reader_is_known_by_the_session_until_a_user_changes(staff: User) -> None:
    readers.remember("key", staff, TOKENS)
    assert readers.recall("key", TOKENS) == Reader(staff.pk, is_staff=True)
    assert readers.recall("key", TOKENS._replace(rows="b", progress="b")) is not None
    assert readers.recall("key", TOKENS._replace(users="b")) is None
    assert readers.recall("another", TOKENS) is None


def test_nobody_is_no_reader() -> None:
    readers.remember("key", AnonymousUser(), TOKENS)
    assert readers.recall("key", TOKENS) is None


def test_another_sessions_end_forgets_nobody(staff: User) -> None:
    for key in ("first", "second"):
        readers.remember(key, staff, TOKENS)
    readers.forget("first")
    after = TOKENS._replace(sessions="b")
    assert readers.recall("first", after) is None
    assert readers.recall("second", after) is not None
