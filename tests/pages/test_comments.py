from typing import Any

from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import RequestFactory

from crossdock.models import CrossDockTask, TaskComment
from crossdock.pages.comments import FIRST_COMMENTS, MAX_COMMENTS, CommentList, present_comments


def shown(task: CrossDockTask, user: User, query: str = "") -> CommentList:
    request: Any = RequestFactory().get(f"/?{query}")
    request.user = user
    return present_comments(request, task.pk)


def commented(task: CrossDockTask, user: User, count: int) -> list[int]:
    comments = [TaskComment(task=task, user=user, text=f"@{user}") for _number in range(count)]
    return [comment.pk for comment in TaskComment.objects.bulk_create(comments)]


def test_the_newest_and_as_many_older_ones_as_are_asked_for(
    pending: CrossDockTask, alice: User
) -> None:
    pks = commented(pending, alice, FIRST_COMMENTS + 5)
    newest = shown(pending, alice)
    assert [comment.pk for comment in newest.comments] == pks[:4:-1]
    assert (newest.after, newest.oldest) == (pks[4], pks[5])
    assert newest.comments[0].mentioned == {"alice"}
    assert QueryDict(newest.more).dict() == {"comments": str(2 * FIRST_COMMENTS)}
    every = shown(pending, alice, newest.more)
    assert [comment.pk for comment in every.comments] == pks[::-1]
    assert every.after == 0
    older = shown(pending, alice, f"before={pks[3]}")
    assert [comment.pk for comment in older.comments] == pks[2::-1]


def test_a_page_asks_for_what_it_has_and_what_has_come_since(
    pending: CrossDockTask, alice: User
) -> None:
    commented(pending, alice, 3)
    page = shown(pending, alice)
    query = f"after={page.after}&known={page.version}"
    assert shown(pending, alice, query).is_known
    (new,) = commented(pending, alice, 1)
    changed = shown(pending, alice, query)
    assert not changed.is_known
    assert [comment.pk for comment in changed.arrived] == [new]


def test_there_is_an_end_to_what_one_page_shows(pending: CrossDockTask, alice: User) -> None:
    commented(pending, alice, MAX_COMMENTS + 1)
    page = shown(pending, alice, f"comments={MAX_COMMENTS * 9}")
    assert len(page.comments) == MAX_COMMENTS
    assert page.more == ""
