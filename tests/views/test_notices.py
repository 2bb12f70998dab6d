import pytest
from django.contrib.auth.models import User
from django.test import Client

from crossdock.models import CrossDockTask, Notice, Preferences, TaskComment, telling
from crossdock.models.notices import STAFF_KINDS, Kind
from crossdock.models.preferences import Reach
from tests.world import HTMX

pytestmark = pytest.mark.django_db

LIST, BELL, SETTINGS = "/notifications/", "/notifications/bell/", "/notifications/settings/"


def tell(user: User, kind: Kind = Kind.TASK_DONE, text: str = "news", times: int = 1) -> None:
    for _time in range(times):
        telling.tell([user.pk], kind, text)


def html(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_the_bell_counts_what_is_unread_and_the_page_marks_it(
    as_alice: Client, alice: User
) -> None:
    assert "unread" not in html(as_alice, "/parts/").replace("?unread=0", "")
    tell(alice, times=2)
    assert "Notifications: 2 unread" in html(as_alice, "/parts/")
    page = html(as_alice, LIST)
    assert page.count('<span class="badge running">new</span>') == 2
    assert "Notifications: 2 unread" not in page
    assert "badge running" not in html(as_alice, LIST)


def test_the_page_is_leafed_through(as_alice: Client, alice: User) -> None:
    tell(alice, text="the oldest")
    tell(alice, times=50)
    assert "the oldest" not in html(as_alice, LIST)
    assert "the oldest" in html(as_alice, f"{LIST}?page=2")


def test_the_bell_counts_no_further_than_people_do(as_alice: Client, alice: User) -> None:
    tell(alice, times=105)
    assert "99+" in html(as_alice, "/parts/")


def test_the_bells_poll_is_answered_only_by_news(as_alice: Client, alice: User) -> None:
    assert as_alice.get(f"{BELL}?unread=0", headers=HTMX).status_code == 204
    tell(alice)
    assert "1 unread" in html(as_alice, f"{BELL}?unread=0")


def test_nobody_sees_what_others_are_told(as_bob: Client, alice: User) -> None:
    tell(alice)
    assert "news" not in html(as_bob, LIST)
    assert Notice.objects.get().read_at is None
    assert "unread=0" in html(as_bob, BELL)


def test_who_is_not_staff_any_more_sees_nothing_of_price_lists(
    as_staff: Client, staff: User
) -> None:
    tell(staff, Kind.LIST_LATE)
    assert "news" in html(as_staff, LIST)
    Notice.objects.update(read_at=None)
    User.objects.update(is_staff=False)
    assert "news" not in html(as_staff, LIST)
    assert "unread=0" in html(as_staff, BELL)


@pytest.mark.parametrize("address", ["/tasks/{}/", "/tasks/{}/status/"])
def test_who_sees_the_task_has_read_of_it(
    address: str, as_alice: Client, alice: User, pending: CrossDockTask
) -> None:
    assert pending.mark_as_running()
    assert pending.mark_as_failed("No columns.")
    tell(alice)
    as_alice.get(address.format(pending.pk))
    assert [each.task for each in alice.notices.filter(read_at=None)] == [None]


def test_the_page_says_why_and_what(as_alice: Client, bob: User, pending: CrossDockTask) -> None:
    comment = TaskComment.add(pending, bob, "<b>bold</b>")
    assert pending.mark_as_running()
    assert pending.mark_as_failed("No columns.")
    page = html(as_alice, LIST)
    assert "No columns." in page
    assert "&lt;b&gt;bold" in page
    assert f'href="/tasks/{pending.pk}/#comments"' in page
    comment.delete()
    assert "bold" not in html(as_alice, LIST)


def test_what_is_chosen_is_kept(as_alice: Client, alice: User) -> None:
    choice = dict.fromkeys(Kind, Reach.BELL) | {Kind.MENTION: Reach.NOT}
    data = {"email": "a@example.com", "attaches_result": "on", **choice}
    assert as_alice.post(SETTINGS, data).status_code == 302
    alice.refresh_from_db()
    kept = Preferences.objects.get(user=alice)
    assert (alice.email, kept.attaches_result) == ("a@example.com", True)
    assert kept.reach == {kind: choice[kind] for kind in Kind if kind not in STAFF_KINDS}
    page = html(as_alice, SETTINGS)
    assert 'value="a@example.com"' in page
    assert page.count("selected") == 4
    assert as_alice.post("/accounts/language/", {"language": "ru"}).status_code == 302
    kept.refresh_from_db()
    assert (kept.language, kept.reach[Kind.MENTION]) == ("ru", Reach.NOT)


def test_a_wrong_address_is_said_at_its_field(as_alice: Client) -> None:
    page = as_alice.post(SETTINGS, {"email": "nobody"}).content.decode()
    assert "Enter a valid email address" in page
    assert not Preferences.objects.exists()
