from django.contrib.auth.models import User

from crossdock.models import RememberedLayout
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping
from tests.world import *  # noqa: F403  # its fixtures


def test_the_newest_choice_for_a_layout_holds(alice: User, bob: User) -> None:
    mappings = [ColumnMapping.from_json({"article": ["Код", letters]}) for letters in "AB"]
    assert RememberedLayout.mapping_of("layout") == NO_MAPPING
    for mapping, user in zip(mappings, (alice, bob), strict=True):
        RememberedLayout.remember("layout", mapping, user)
    layout = RememberedLayout.objects.get()
    assert (layout.mapping, layout.user) == (mappings[1], bob)
    assert RememberedLayout.mapping_of("layout") == mappings[1]
    assert RememberedLayout.mapping_of("other") == NO_MAPPING
