from django.contrib.auth.models import User

from crossdock.models import CrossDockTask, TaskComment
from tests.world import *  # noqa: F403  # its fixtures


def test_what_is_sent_twice_at_once_is_one_comment(pending: CrossDockTask, bob: User) -> None:
    comment = TaskComment.add(pending, bob, "Check line 3")
    assert TaskComment.add(pending, bob, "Check line 3") == comment
    assert TaskComment.add(pending, bob, "Check line 4") != comment
    TaskComment.objects.update(created_at="2020-01-01T00:00Z")
    assert TaskComment.add(pending, bob, "Check line 4") != comment
    assert TaskComment.objects.count() == 3


def test_an_edit_is_noted_and_told(pending: CrossDockTask, alice: User, bob: User) -> None:
    comment = TaskComment.add(pending, bob, "Check")
    alice.notices.all().delete()
    comment.edit("@alice check")
    comment.refresh_from_db()
    assert comment.text == "@alice check"
    assert comment.edited_at is not None
    assert comment.mentioned == {"alice"}
    assert alice.notices.exists()
