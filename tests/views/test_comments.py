import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from crossdock.models import CrossDockTask, TaskComment
from tests.factories import make_user
from tests.world import HTMX


@pytest.fixture
def comment(pending: CrossDockTask, bob: User) -> TaskComment:
    """Bob's, on alice's task."""
    return pending.comments.create(user=bob, text="first")


def address(name: str, comment: TaskComment) -> str:
    return reverse(f"crossdock:comment_{name}", args=[comment.pk])


def test_comments_are_shown_newest_first_and_escaped(
    as_alice: Client, pending: CrossDockTask, comment: TaskComment, alice: User
) -> None:
    pending.comments.create(user=alice, text="<script>\nsecond")
    page = as_alice.get(reverse("crossdock:task_detail", args=[pending.pk])).content.decode()
    assert "&lt;script&gt;<br>second" in page
    assert page.index("second") < page.index("first")


def test_everybody_may_comment(as_bob: Client, pending: CrossDockTask, bob: User) -> None:
    where = reverse("crossdock:task_comments", args=[pending.pk])
    answer = as_bob.post(where, {"text": "  Срочно  "})
    assert answer.headers["Location"] == f"/tasks/{pending.pk}/#comments"
    assert list(pending.comments.values_list("text", "user")) == [("Срочно", bob.pk)]


def test_a_comment_through_htmx_answers_with_itself_and_an_empty_form(
    as_bob: Client, pending: CrossDockTask
) -> None:
    where = reverse("crossdock:task_comments", args=[pending.pk])
    page = as_bob.post(where, {"text": "Срочно"}, headers=HTMX).content.decode()
    form, added = page.split("</form>", 1)
    assert "Срочно" not in form
    assert "Срочно" in added
    assert "hx-swap-oob" in added


@pytest.mark.parametrize("text", ["", "  ", "x" * 4001])
def test_a_comment_needs_some_text_and_not_too_much(
    text: str, as_bob: Client, pending: CrossDockTask
) -> None:
    where = reverse("crossdock:task_comments", args=[pending.pk])
    page = as_bob.post(where, {"text": text}, headers=HTMX).content.decode()
    assert "aria-invalid" in page
    assert not TaskComment.objects.exists()


def test_its_author_edits_a_comment(as_bob: Client, comment: TaskComment) -> None:
    page = as_bob.get(address("edit", comment), headers=HTMX).content.decode()
    assert "first</textarea>" in page
    page = as_bob.post(address("edit", comment), {"text": "better"}, headers=HTMX).content.decode()
    assert "better" in page
    assert "edited" in page
    comment.refresh_from_db()
    assert comment.text == "better"
    assert comment.edited_at is not None


def test_a_comment_is_not_emptied_by_an_edit(as_bob: Client, comment: TaskComment) -> None:
    page = as_bob.post(address("edit", comment), {"text": ""}, headers=HTMX).content.decode()
    assert "aria-invalid" in page
    comment.refresh_from_db()
    assert comment.text == "first"


def test_an_edit_can_be_left(as_bob: Client, comment: TaskComment) -> None:
    page = as_bob.get(address("detail", comment), headers=HTMX).content.decode()
    assert page.lstrip().startswith(f'<li id="comment-{comment.pk}"')


def test_editing_works_without_javascript(as_bob: Client, comment: TaskComment) -> None:
    assert "<html" in as_bob.get(address("edit", comment)).content.decode()
    answer = as_bob.post(address("edit", comment), {"text": "better"})
    assert answer.headers["Location"] == f"/tasks/{comment.task_id}/#comments"


def test_nobody_else_edits_a_comment(
    as_alice: Client, as_staff: Client, comment: TaskComment
) -> None:
    for client in (as_alice, as_staff):
        assert client.get(address("edit", comment)).status_code == 403
        assert client.post(address("edit", comment), {"text": "x"}).status_code == 403
    comment.refresh_from_db()
    assert comment.text == "first"


def test_its_author_and_staff_delete_a_comment(
    as_alice: Client, as_bob: Client, as_staff: Client, pending: CrossDockTask, bob: User
) -> None:
    first, second = (pending.comments.create(user=bob, text=text) for text in "ab")
    assert as_alice.post(address("delete", first)).status_code == 403
    assert as_bob.get(address("delete", first)).status_code == 405
    assert as_bob.post(address("delete", first)).status_code == 302
    assert as_staff.post(address("delete", second), headers=HTMX).content == b""
    assert not TaskComment.objects.exists()


def test_only_what_may_be_done_with_a_comment_is_offered(
    as_alice: Client, as_bob: Client, as_staff: Client, comment: TaskComment
) -> None:
    offered = {}
    for name, client in (("alice", as_alice), ("bob", as_bob), ("staff", as_staff)):
        page = client.get(address("detail", comment), headers=HTMX).content.decode()
        offered[name] = {do for do in ("edit", "delete") if address(do, comment) in page}
    assert offered == {"alice": set(), "bob": {"edit", "delete"}, "staff": {"delete"}}


NEW = '<span class="badge running">new</span>'


def test_comments_since_the_last_visit_are_marked(
    as_alice: Client, as_bob: Client, pending: CrossDockTask, alice: User, bob: User
) -> None:
    page = reverse("crossdock:task_detail", args=[pending.pk])
    pending.comments.create(user=bob, text="before")
    assert NEW not in as_alice.get(page).content.decode()  # her first visit: all would be new
    pending.comments.create(user=bob, text="bob's")
    pending.comments.create(user=alice, text="her own")
    html = as_alice.get(page).content.decode()
    assert html.count(NEW) == 1
    assert html.index("her own") < html.index(NEW) < html.index("bob&#x27;s")
    assert NEW not in as_alice.get(page).content.decode()


def test_what_a_poll_brings_is_marked_and_seen(
    as_alice: Client, pending: CrossDockTask, bob: User
) -> None:
    page = reverse("crossdock:task_detail", args=[pending.pk])
    as_alice.get(page)
    since = 'name="since" value="0"'
    assert since in as_alice.get(page).content.decode()
    comment = pending.comments.create(user=bob, text="bob's")
    poll = reverse("crossdock:task_status", args=[pending.pk])
    html = as_alice.get(poll, {"since": 0, "known": "0-x"}, headers=HTMX).content.decode()
    assert NEW in html
    assert since in html
    html = as_alice.get(page).content.decode()
    assert NEW not in html
    assert f'name="since" value="{comment.pk}"' in html


def test_comments_that_name_users_cost_one_query_together(
    as_bob: Client, pending: CrossDockTask, bob: User, django_assert_num_queries: Any
) -> None:
    for _number in range(5):
        pending.comments.create(user=bob, text="@alice")
    address = reverse("crossdock:task_comments", args=[pending.pk])
    with django_assert_num_queries(6):  # session, user, task, comments, names, visit
        html = as_bob.get(address, headers=HTMX).content.decode()
    assert html.count('<b class="mention">@alice</b>') == 5


def test_names_are_offered_while_they_are_typed(as_alice: Client, bob: User) -> None:
    bob.is_active = False
    for name in ("Boris", "bogdan", "b<i>"):
        make_user(name)
    bob.save()
    page = as_alice.get("/user-names/?q=BO").content.decode()
    assert re.findall('data-name="([^"]+)"', page) == ["Boris", "bogdan"]
    assert "b&lt;i&gt;" in as_alice.get("/user-names/?q=b").content.decode()
    for nobody in ("", "?q=", "?q=%25", "?q=x%00"):
        assert "button" not in as_alice.get(f"/user-names/{nobody}").content.decode()
