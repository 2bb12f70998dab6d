import json

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile

from crossdock.models import NegotiationSheet, SupplierGroup
from crossdock.models.lifecycle import Status
from crossdock.pages.negotiation import MAX_BRANDS, PAGE_SIZE, SheetPage
from tests import stored

CONTENT = {
    "requests": ["a.csv", "b.csv"],
    "lines": 120,
    "offered": 100,
    "won": 60,
    "curve": [[percent, 60 + percent, 1000.0 + percent] for percent in range(3)],
    "brands": [
        *(["SKF", 60, 50, 100.0], ["NTN", 10, 9, 7.0]),
        *([f"WEAK {number}", 40, 10, 400.0 + number] for number in range(MAX_BRANDS + 1)),
    ],
    "lost": [[line % 2, line, "NGK", f"A{line}", 2.0, 20.0, 19.5, 2.5] for line in range(1, 31)],
}


@pytest.fixture
def sheet(alice: User, group: SupplierGroup) -> NegotiationSheet:
    sheet = NegotiationSheet.objects.create(
        supplier=group.suppliers.get(), user=alice, status=Status.SUCCESS
    )
    sheet.file.save("1.json", ContentFile(json.dumps(CONTENT).encode()))
    return sheet


def test_what_has_come_of_it(sheet: NegotiationSheet) -> None:
    page = SheetPage(sheet)
    assert (page.lost_count, page.not_offered) == (40, 20)
    assert [point.percent for point in page.curve] == [0, 1, 2]
    assert [brand.brand for brand in page.strong] == ["SKF", "NTN"]
    assert [brand.brand for brand in page.weak][:2] == [
        f"WEAK {MAX_BRANDS}",
        f"WEAK {MAX_BRANDS - 1}",
    ]
    assert len(page.weak) == MAX_BRANDS


def test_lost_lines_come_in_pages_with_the_names_of_their_lists(sheet: NegotiationSheet) -> None:
    first, second = SheetPage(sheet).lost, SheetPage(sheet, "2").lost
    assert [len(first.object_list), len(second.object_list)] == [PAGE_SIZE, 30 - PAGE_SIZE]
    assert [name for _line, name in first.object_list][:2] == ["b.csv", "a.csv"]


def test_a_file_that_is_not_kept_any_more_leaves_nothing_to_show(sheet: NegotiationSheet) -> None:
    stored.remove(sheet.file)
    page = SheetPage(sheet)
    assert (page.content, page.lost_count, page.not_offered, page.curve) == (None, 0, 0, [])
    assert (page.strong, page.weak, page.all_lost, list(page.lost)) == ([], [], [], [])
