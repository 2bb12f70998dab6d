import json
import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from openpyxl import load_workbook

from crossdock.models import NegotiationSheet, Supplier
from crossdock.models.lifecycle import Status
from crossdock.models.negotiation_sheets import MAX_KEPT
from crossdock.models.quota import MAX_SHEETS
from tests.factories import make_supplier
from tests.spoken import left_in_english

pytestmark = pytest.mark.django_db

CONTENT = {
    "requests": ["list.csv"],
    "lines": 120,
    "is_cut": True,
    "offered": 100,
    "won": 60,
    "won_sum": 1000.0,
    "lost_sum": 500.0,
    "curve": [[percent, 60 + percent, 1000.0 + percent] for percent in range(31)],
    "brands": [["SKF", 60, 50, 100.0], ["NGK", 40, 10, 400.0]],
    "lost": [[0, line, "NGK", f"A{line}", 2.0, 20.0, 19.5, 2.5] for line in range(1, 41)],
    "more_lost": 3,
}


def address(name, *args):
    return reverse(f"crossdock:{name}", args=args)


@pytest.fixture
def done(alice, group):
    made = NegotiationSheet.objects.create(
        supplier=group.suppliers.get(), user=alice, status=Status.SUCCESS
    )
    made.file.save("1.json", ContentFile(json.dumps(CONTENT).encode()))
    return made


def test_a_sheet_is_asked_for_once_while_it_is_on_its_way(as_bob, group, task_in):
    task = task_in(Status.SUCCESS)
    supplier = group.suppliers.get()
    asked = f"{address('negotiation_list')}?task={task.pk}"
    for _again in range(2):
        answer = as_bob.post(asked, {"supplier": supplier.pk})
        sheet = NegotiationSheet.objects.get()
        assert answer["Location"] == address("negotiation_detail", sheet.pk)
    assert (sheet.task, sheet.user.username) == (task, "bob")
    as_bob.post(address("negotiation_list"), {"supplier": supplier.pk})
    assert NegotiationSheet.objects.filter(task=None).count() == 1


def test_sheets_beyond_their_number_are_refused(as_bob, group, task_in):
    fields = {"supplier": group.suppliers.get().pk}
    for _each in range(MAX_SHEETS):
        asked = f"{address('negotiation_list')}?task={task_in(Status.SUCCESS).pk}"
        as_bob.post(asked, fields)
    answer = as_bob.post(address("negotiation_list"), fields, follow=True)
    assert f"{MAX_SHEETS} negotiation sheets of bob are waiting" in answer.content.decode()
    assert NegotiationSheet.objects.count() == MAX_SHEETS
    sheet = NegotiationSheet.objects.first()
    assert sheet.cancel()
    as_bob.post(address("negotiation_list"), fields)
    answer = as_bob.post(address("negotiation_retry", sheet.pk), follow=True)
    assert f"{MAX_SHEETS} negotiation sheets of bob are waiting" in answer.content.decode()
    sheet.refresh_from_db()
    assert sheet.status == Status.CANCELLED


def test_a_supplier_of_another_group_is_none_of_the_tasks(as_alice, task_in):
    task = task_in(Status.SUCCESS)
    other = make_supplier("Other")
    page = as_alice.post(f"{address('negotiation_list')}?task={task.pk}", {"supplier": other.pk})
    assert page.status_code == 200
    assert not NegotiationSheet.objects.exists()


def test_nothing_is_made_of_a_task_that_is_not_done(as_alice, group, task_in):
    task = task_in(Status.FAILURE)
    asked = f"{address('negotiation_list')}?task={task.pk}"
    as_alice.post(asked, {"supplier": group.suppliers.get().pk})
    assert not NegotiationSheet.objects.exists()


def test_a_task_that_is_none_is_not_found(as_alice):
    for named in ("x", "00000000-0000-0000-0000-000000000000"):
        assert as_alice.get(f"{address('negotiation_list')}?task={named}").status_code == 404


def test_old_sheets_go(alice, group):
    supplier = Supplier.objects.get()
    for _each in range(MAX_KEPT + 2):
        sheet = NegotiationSheet.ask_for(supplier, user=alice)
        assert sheet.cancel()
    assert NegotiationSheet.objects.count() == MAX_KEPT


def test_the_page_has_the_curve_its_table_brands_and_lost_lines(as_bob, done):
    page = as_bob.get(address("negotiation_detail", done.pk)).content.decode()
    assert "<polyline" in page
    assert page.count('scope="row"') == 31 + 2 + 25
    for text in ("Brands where the supplier is strong", "is weak", "83.3%", "1–25 of 40", "A25"):
        assert text in page
    assert "A26" not in page
    assert "A26" in as_bob.get(address("negotiation_detail", done.pk) + "?page=2").content.decode()


def test_a_poll_of_a_page_that_is_up_to_date_reads_no_file(as_bob, done):
    page = as_bob.get(address("negotiation_detail", done.pk))
    done.file.storage.delete(done.file.name)
    status = address("negotiation_status", done.pk)
    for version in (page.context["version"], "x." + page.context["version"].partition(".")[2]):
        assert as_bob.get(status, {"version": version}).status_code == 204


def test_the_workbook_has_all_lost_lines(as_bob, done):
    answer = as_bob.get(address("negotiation_workbook", done.pk))
    rows = list(load_workbook(BytesIO(answer.content)).active.values)
    assert len(rows) == 41
    done.file.storage.delete(done.file.name)
    assert as_bob.get(address("negotiation_workbook", done.pk)).status_code == 404
    page = as_bob.get(address("negotiation_detail", done.pk)).content.decode()
    assert "calculate it again" in page


def test_the_pages_are_in_russian_too(as_bob, done, task_in):
    task = task_in(Status.SUCCESS)
    Supplier.objects.update(name="Север")
    NegotiationSheet.objects.create(supplier=done.supplier, task=task, user=done.user)
    names = [address("negotiation_list"), f"{address('negotiation_list')}?task={task.pk}"]
    names += [address("negotiation_detail", each.pk) for each in NegotiationSheet.objects.all()]
    for each in names:
        page = as_bob.get(each, headers={"Accept-Language": "ru"}).content.decode()
        names = r"\b(alice|bob|request\.xlsx|list\.csv|SKF|NGK|A\d+)\b"
        assert left_in_english(re.sub(names, "", page)) == []


def test_each_supplier_s_page_and_list_lead_to_its_sheet(as_staff, group):
    supplier = group.suppliers.get()
    link = f"/negotiation/?supplier={supplier.pk}"
    for page in ("/suppliers/", f"/suppliers/{supplier.pk}/"):
        assert f'href="{link}"' in as_staff.get(page).content.decode()
    chosen = f'value="{supplier.pk}" selected'
    assert chosen in as_staff.get(link).content.decode()
    assert as_staff.get("/negotiation/?supplier=x%00").status_code == 200
