from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from crossdock.forms.comments import CommentEditForm, CommentForm
from crossdock.models import TaskComment
from crossdock.models.comments import LONGEST_COMMENT
from tests.factories import make_group, make_task, make_user


@pytest.fixture
def comment(db: None, settings: Any, tmp_path: Path) -> TaskComment:
    settings.MEDIA_ROOT = tmp_path
    alice = make_user("alice")
    return make_task(alice, make_group()).comments.create(user=alice, text="as it was")


def test_a_line_break_counts_once() -> None:
    form = CommentForm({"text": "a\r\n" * (LONGEST_COMMENT // 2)})
    assert form.is_valid()
    assert "\r" not in form.cleaned_data["text"]


def test_a_text_that_is_too_long_says_by_how_much() -> None:
    form = CommentForm({"text": "x" * (LONGEST_COMMENT + 1)})
    (message,) = form.errors["text"]
    assert str(LONGEST_COMMENT) in message
    assert str(LONGEST_COMMENT + 1) in message


def test_an_edit_of_the_text_that_was_seen_is_saved(comment: TaskComment) -> None:
    seen = CommentEditForm(None, comment).state
    form = CommentEditForm({"text": "better", "seen": seen}, comment)
    assert form.is_valid()
    form.save()
    comment.refresh_from_db()
    assert comment.text == "better"


@pytest.mark.parametrize(("text", "is_overtaken"), [("better", True), ("as it was", False)])
def test_an_edit_of_another_text_is_refused_unless_it_is_the_same(
    comment: TaskComment, text: str, is_overtaken: bool
) -> None:
    seen = (comment.updated_at - timedelta(seconds=1)).isoformat()
    form = CommentEditForm({"text": text, "seen": seen}, comment)
    assert form.is_valid() is not is_overtaken
    assert form.is_overtaken is is_overtaken
