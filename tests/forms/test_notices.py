from django.contrib.auth.models import User

from crossdock.forms.notices import NoticeForm
from crossdock.models.notices import STAFF_KINDS, Kind
from crossdock.models.preferences import Preferences, Reach
from tests.world import *  # noqa: F403  # its fixtures


def test_a_choice_is_kept_beside_those_that_are_not_offered(alice: User, staff: User) -> None:
    staff_kind = next(iter(STAFF_KINDS))
    preferences = Preferences(user=alice, language="en", reach={staff_kind.value: "NOT"})
    assert staff_kind in NoticeForm(staff, preferences).fields
    assert staff_kind not in NoticeForm(alice, preferences).fields
    chosen = dict.fromkeys(Kind, Reach.BELL) | {"email": "a@example.com", "attaches_result": "on"}
    form = NoticeForm(alice, preferences, chosen)
    assert form.is_valid()
    form.save()
    alice.refresh_from_db()
    kept = Preferences.objects.get(user=alice)
    assert (alice.email, kept.attaches_result) == ("a@example.com", True)
    assert kept.reach[Kind.TASK_DONE] == Reach.BELL
    assert kept.reach[staff_kind] == Reach.NOT
