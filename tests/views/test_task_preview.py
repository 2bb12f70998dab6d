"""What will be read of a file, before the task starts."""

import io
import re
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from crossdock.models import CrossDockTask, RememberedLayout, SupplierGroup
from crossdock.spreadsheets import reader_process
from crossdock.storage.users_files import users_files
from tests import stored
from tests.factories import make_offer, make_price_list, make_supplier
from tests.world import HTMX

NEW = "/tasks/new/"
KNOWN = "Код;Бренд;Артикул;Заказ;Склад\n1;BOSCH;0986452041;4;7\n"
UNKNOWN = "К;Кто;Что;Заказ\n07;BOSCH;0986452041;4\n"


def post(client: Client, group: SupplierGroup, text: str | bytes = "", /, **fields: Any) -> Any:
    data: dict[str, Any] = {"supplier_group": group.pk, "lookback_days": 2}
    if text:
        content = text.encode() if isinstance(text, str) else text
        data["file"] = SimpleUploadedFile("Список.csv", content)
    return client.post(NEW, data | fields, headers=HTMX)


def shown(client: Client, group: SupplierGroup, text: str | bytes, /, **fields: Any) -> Any:
    return post(client, group, text, preview="1", **fields)


def kept(answer: Any) -> dict[str, str]:
    """What the page sends back of itself."""
    page = answer.context["page"]
    selection = page.selection
    columns = {f"column_{number}": name for number, _letters, name in selection.selects}
    header_row = {"header_row": str(selection.header_row or "")}
    token = answer.context["form"].kept.token
    return columns | header_row | {"upload": token, "layout": selection.token}


def summary(answer: Any) -> dict[str, str]:
    return dict(answer.context["page"].selection.summary)


def workbook(**sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def test_recognised_columns_are_one_line(as_alice: Client, group: SupplierGroup) -> None:
    answer = shown(as_alice, group, KNOWN)
    assert summary(answer) == {"Brand": "B", "Article": "C", "Quantity": "D"}
    html = answer.content.decode()
    assert "0986452041" in html
    assert "<details" in html
    assert " open" not in html[html.index("<details") :].partition(">")[0]
    assert not CrossDockTask.objects.exists()


def test_started_as_shown_it_is_read_as_ever(as_alice: Client, group: SupplierGroup) -> None:
    answer = post(as_alice, group, **kept(shown(as_alice, group, KNOWN)))
    task = CrossDockTask.objects.get()
    assert answer.headers["HX-Redirect"] == reverse("crossdock:task_detail", args=[task.pk])
    assert (task.columns, task.filename) == ({}, "Список.csv")
    assert stored.content(task.request_file).decode() == KNOWN
    assert not RememberedLayout.objects.exists()


def test_what_is_not_recognised_is_open_and_a_guess(as_alice: Client, group: SupplierGroup) -> None:
    make_offer(make_price_list(make_supplier("North")))
    answer = shown(as_alice, group, UNKNOWN)
    html = answer.content.decode()
    assert "is a guess" in html
    assert "open" in html[html.index("<details") :].partition(">")[0]
    assert summary(answer) == {"Brand": "B", "Article": "C", "Quantity": "D"}


def test_a_choice_is_remembered_for_everybody(
    as_alice: Client, as_bob: Client, alice: User, group: SupplierGroup
) -> None:
    fields = kept(shown(as_alice, group, UNKNOWN)) | {"column_2": "brand", "column_3": "article"}
    post(as_alice, group, **fields)
    task = CrossDockTask.objects.get()
    assert task.columns["brand"] == ["Кто", "B"]
    remembered = RememberedLayout.objects.get()
    assert (remembered.user, remembered.columns) == (alice, task.columns)

    answer = shown(as_bob, group, UNKNOWN.replace("07", "09"))
    assert "As alice chose" in answer.content.decode()
    assert summary(answer) == {"Brand": "B", "Article": "C", "Quantity": "D"}
    post(as_bob, group, **kept(answer))
    assert CrossDockTask.objects.first().columns == task.columns  # type: ignore[union-attr]
    assert RememberedLayout.objects.get().user == alice


def test_a_correction_of_what_was_recognised_is_remembered(
    as_alice: Client, group: SupplierGroup
) -> None:
    fields = kept(shown(as_alice, group, KNOWN)) | {"column_4": "", "column_1": "code"}
    post(as_alice, group, **fields)
    expected = {"Brand": "B", "Article": "C", "Own code": "A"}
    assert summary(shown(as_alice, group, KNOWN)) == expected


def test_another_sheet_is_shown_and_read(as_alice: Client, group: SupplierGroup) -> None:
    head = ["Бренд", "Артикул"]
    book = workbook(Old=[head, ["TRW", "GDB1"]], New=[["x"], [*head, "Заказ"], ["TRW", "GDB2", 2]])
    first = shown(as_alice, group, book)
    assert first.context["page"].selection.preview.sheets == ["Old", "New"]
    second = post(as_alice, group, **kept(first) | {"sheet": "New", "preview": "1"})
    assert summary(second) == {"Brand": "A", "Article": "B", "Quantity": "C"}
    post(as_alice, group, **kept(second) | {"sheet": "New"})
    assert CrossDockTask.objects.get().columns["where"] == ["New", 2]
    assert summary(shown(as_alice, group, book)) == summary(second)
    again = post(as_alice, group, **kept(second) | {"sheet": "Old", "preview": "1"})
    assert summary(again) == {"Brand": "A", "Article": "B"}
    other = workbook(Old=[head, ["TRW", "GDB1"]])
    answer = shown(as_alice, group, other)
    assert "Missing: sheet «New»" in answer.content.decode()


def test_a_table_that_has_changed_since_it_was_shown_does_not_start(
    as_alice: Client, group: SupplierGroup
) -> None:
    fields = kept(shown(as_alice, group, KNOWN))
    del fields["upload"]
    answer = post(as_alice, group, KNOWN.replace("Код;", "Код;Номер;"), **fields)
    assert "another table than the one that was shown" in answer.content.decode()
    assert not CrossDockTask.objects.exists()
    assert answer.context["form"].kept


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"column_1": "brand"}, "More than one column is selected as: Brand"),
        ({"column_2": ""}, "Say which column is: Brand"),
        ({"column_9": "ceiling"}, "The sheet has no column I: its last column is E"),
        ({"column_1": "part"}, "either in one column or in two"),
    ],
)
def test_a_wrong_choice_is_told(
    as_alice: Client, group: SupplierGroup, fields: dict[str, str], message: str
) -> None:
    answer = post(as_alice, group, **kept(shown(as_alice, group, KNOWN)) | fields)
    assert message in answer.content.decode()
    assert not CrossDockTask.objects.exists()
    assert not RememberedLayout.objects.exists()


def test_a_part_in_one_column_is_shown_taken_apart(as_alice: Client, group: SupplierGroup) -> None:
    make_offer(make_price_list(make_supplier("North")))
    answer = shown(as_alice, group, "Товар;Шт\nBOSCH 0 986 452 041;4\nФильтр BOSCH;1\n")
    html = answer.content.decode()
    assert "<b>BOSCH</b>" in html
    assert "<i>0 986 452 041</i>" in html
    assert 'class="unsplit"' in html


def test_a_file_that_is_none_is_told_at_once(as_alice: Client, group: SupplierGroup) -> None:
    answer = shown(as_alice, group, b"PK\x03\x04 damaged")
    assert answer.context["form"].errors["file"]
    assert answer.context["form"].kept is None


def test_a_file_that_is_gone_is_told(as_alice: Client, group: SupplierGroup) -> None:
    first = shown(as_alice, group, KNOWN)
    users_files.delete(first.context["form"].kept.name)
    answer = post(as_alice, group, **kept(first))
    assert "is not kept any more" in answer.content.decode()
    assert not CrossDockTask.objects.exists()


def test_where_too_many_look_it_can_be_started_all_the_same(
    as_alice: Client, group: SupplierGroup
) -> None:
    with reader_process.PREVIEWS_AT_ONCE, reader_process.PREVIEWS_AT_ONCE:
        answer = shown(as_alice, group, KNOWN)
    assert "cannot be shown just now" in answer.content.decode()
    post(as_alice, group, upload=answer.context["form"].kept.token)
    assert CrossDockTask.objects.get().columns == {}


def test_pasted_lines_are_shown_and_become_a_file(as_alice: Client, group: SupplierGroup) -> None:
    make_offer(make_price_list(make_supplier("North")))
    text = "BOSCH 0 986 452 041 x 4\nколодки"
    answer = shown(as_alice, group, "", text=text)
    html = answer.content.decode()
    assert summary(answer) == {"Brand and article in one": "A", "Quantity": "B"}
    assert "1 line cannot be read" in html
    assert "<i>0 986 452 041</i>" in html
    assert text in html
    post(as_alice, group, text=text, name="Моё")
    post(as_alice, group, text=text)
    unnamed, named = CrossDockTask.objects.all()
    assert named.filename == "Моё.csv"
    assert unnamed.filename.startswith("Pasted ")
    assert "0 986 452 041" in stored.content(named.request_file).decode()


def test_an_article_alone_offers_the_brands_that_make_it(
    as_alice: Client, group: SupplierGroup
) -> None:
    price_list = make_price_list(make_supplier("North"))
    for brand in ("BOSCH", "TRW"):
        make_offer(price_list, brand, "0 986 452 041")
    text = "колодки\n2 шт 0986-452-041\n0986452042"
    answer = shown(as_alice, group, "", text=text)
    buttons = re.findall(r'name="brand_of_line"\s+value="([^"]+)"', answer.content.decode())
    assert buttons == ["2 0986452041 BOSCH", "2 0986452041 TRW"]
    answer = post(as_alice, group, text=text, brand_of_line=buttons[1])
    assert not CrossDockTask.objects.exists()
    assert "2 шт TRW 0986-452-041" in answer.content.decode()
    assert "2 lines cannot be read" in answer.content.decode()
    for stale in ("3 0986452041 BOSCH", "9 0986452041 BOSCH", "x", ""):
        answer = post(as_alice, group, text=text, brand_of_line=stale)
        assert answer.context["form"]["text"].value() == text


@pytest.mark.parametrize(
    ("text", "status", "message"),
    [
        ("BOSCH 1234567\n" * 214_286, 413, "more text than can be pasted"),
        ("BOSCH 1234567\n" * 150_000, 200, "can be pasted at most"),
        ("PK\x03\x04\0\0\x01", 200, "This is no text"),
    ],
)
def test_what_cannot_be_pasted_is_told(
    as_alice: Client, group: SupplierGroup, text: str, status: int, message: str
) -> None:
    for fields in ({"preview": "1"}, {}):
        answer = post(as_alice, group, text=text, source="paste", **fields)
        assert answer.status_code == status
        assert message in answer.content.decode()
        assert status != 200 or answer.context["form"]["text"].value() == text
    assert not CrossDockTask.objects.exists()


def test_nothing_pasted_is_told_where_it_is_pasted(as_alice: Client, group: SupplierGroup) -> None:
    answer = post(as_alice, group, source="paste")
    assert answer.context["form"].errors == {"text": ["Paste the lines first."]}


def test_too_much_pasted_is_told(as_alice: Client, group: SupplierGroup) -> None:
    answer = shown(as_alice, group, "", text="BOSCH 1\n" * 20_001)
    assert "can be pasted" in answer.content.decode()
    answer = post(as_alice, group, text="\x01\x02\x03")
    assert not CrossDockTask.objects.exists()


def test_only_who_chose_and_staff_forget(
    as_alice: Client, as_bob: Client, as_staff: Client, group: SupplierGroup
) -> None:
    fields = kept(shown(as_alice, group, KNOWN)) | {"column_4": ""}
    for client, allowed in ((as_bob, False), (as_alice, True), (as_bob, False), (as_staff, True)):
        if not RememberedLayout.objects.exists():
            post(as_alice, group, **fields)
        forget = RememberedLayout.objects.get().pk
        page = shown(client, group, KNOWN)
        assert ("Forget this choice" in page.content.decode()) is allowed
        answer = post(client, group, **kept(page) | {"forget": forget})
        assert answer.status_code == (200 if allowed else 403)
        assert RememberedLayout.objects.exists() is not allowed
    assert summary(answer) == {"Brand": "B", "Article": "C", "Quantity": "D"}
