from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crossdock.forms.uploads import Upload
from crossdock.models import PriceListImport, Supplier
from crossdock.models.lifecycle import Status
from tests import stored
from tests.factories import make_import, make_supplier, today
from tests.views.sending import COLUMNS, LIST, PAGE, choose, post, presets, the_import, token_of
from tests.world import HTMX

pytestmark = pytest.mark.django_db


@pytest.fixture
def supplier(db: None) -> Supplier:
    return make_supplier("Автоспутник")


def test_the_form_is_for_staff(as_staff: Client, as_alice: Client, supplier: Supplier) -> None:
    answer = as_staff.get(PAGE, {"supplier": supplier.pk})
    assert answer.status_code == 200
    assert f'<option value="{supplier.pk}" selected>' in answer.content.decode()
    assert as_alice.get(PAGE).status_code == 403
    assert post(as_alice, supplier, LIST).status_code == 403
    assert not PriceListImport.objects.exists()


def test_a_list_may_be_sent_at_once(
    as_staff: Client, staff: User, supplier: Supplier, files: Path
) -> None:
    answer = post(as_staff, supplier, LIST)
    assert (answer.status_code, answer.url) == (302, "/price-lists/#uploads")
    task = the_import()
    assert (task.status, task.supplier, task.user) == (Status.PENDING, supplier, staff)
    assert (task.valid_from, task.filename, task.rate) == (today(), "Прайс.csv", None)
    assert task.file.name == f"price_lists/{task.pk}/list.csv"
    assert stored.content(task.file).decode() == LIST
    assert task.columns == {}


def test_what_is_remembered_for_the_supplier_holds_then(
    as_staff: Client, supplier: Supplier
) -> None:
    supplier.columns = {"price": ["Цена 2", "E"]}
    supplier.save()
    post(as_staff, supplier, LIST)
    assert the_import().columns == supplier.columns


def test_the_preview_shows_rows_and_columns_and_imports_nothing(
    as_staff: Client, supplier: Supplier
) -> None:
    answer = post(as_staff, supplier, LIST, preview="1")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "GDB1" in page
    assert presets(answer) == list(COLUMNS)
    assert not PriceListImport.objects.exists()
    assert "<html" not in as_staff.post(PAGE, {"preview": "1"}, headers=HTMX).content.decode()


def test_the_preview_needs_no_supplier_yet(as_staff: Client) -> None:
    answer = post(as_staff, None, LIST, preview="1")
    assert presets(answer) == list(COLUMNS)
    assert "required" not in answer.content.decode()


def test_an_untouched_preview_is_imported_as_recognised(
    as_staff: Client, supplier: Supplier
) -> None:
    token = token_of(post(as_staff, supplier, LIST, preview="1"))
    answer = post(as_staff, supplier, upload=token, **choose(*COLUMNS))
    assert answer.status_code == 302
    task = the_import()
    assert task.columns == {}
    assert task.filename == "Прайс.csv"
    assert stored.content(task.file).decode() == LIST


def test_a_foreign_currency_wants_a_rate(as_staff: Client, supplier: Supplier) -> None:
    token = token_of(post(as_staff, supplier, LIST.replace("Цена 2", "Price USD"), preview="1"))
    columns = choose("brand", "article", "", "quantity", "price")
    answer = post(as_staff, supplier, upload=token, **columns)
    assert "The prices are in USD: give the rate." in answer.content.decode()
    for rate in ("0", "x", "-1"):
        assert post(as_staff, supplier, upload=token, rate=rate, **columns).status_code == 200
    assert not PriceListImport.objects.exists()
    post(as_staff, supplier, upload=token, rate="92,5", **columns)
    assert str(the_import().rate) == "92.500000"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"supplier": "0"}, "Select a valid choice."),
        ({"valid_from": (today() + timedelta(days=1)).isoformat()}, "still to come"),
        ({"valid_from": "31.01.2026x"}, "Enter a valid date."),
    ],
)
def test_mistakes_keep_the_file(
    as_staff: Client, supplier: Supplier, fields: dict[str, str], message: str
) -> None:
    file = SimpleUploadedFile("list.csv", LIST.encode())
    data = {"supplier": supplier.pk, "valid_from": today().isoformat(), "file": file}
    answer = as_staff.post(PAGE, data | fields)
    assert message in answer.content.decode()
    assert token_of(answer)
    assert not PriceListImport.objects.exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "Choose the price list."),
        ("", "The file is empty."),
        ("\x89PNG", "This is no table."),
        ("<html><body>", "web page"),
    ],
)
def test_files_that_are_none(
    as_staff: Client, supplier: Supplier, text: str | None, message: str
) -> None:
    for extra in ({}, {"preview": "1"}):
        if text == "<html><body>" and not extra:
            continue  # sent at once, the worker says so
        data = {"supplier": supplier.pk, "valid_from": today().isoformat()} | extra
        if text is not None:
            data["file"] = SimpleUploadedFile("list.csv", text.encode("latin-1"))
        answer = as_staff.post(PAGE, data)
        assert message in answer.content.decode()
        assert answer.context["selection"] is None
    assert not PriceListImport.objects.exists()


def test_a_token_is_ours_and_its_file_is_there(as_staff: Client, supplier: Supplier) -> None:
    kept = token_of(post(as_staff, supplier, LIST, preview="1"))
    stored.remove(Upload.of_token(kept).name)
    foreign = '["/etc/passwd", "x"]'
    for token in (kept, kept + "x", foreign):
        answer = post(as_staff, supplier, upload=token, **choose(*COLUMNS))
        assert "The file is not kept any more." in answer.content.decode()
    assert not PriceListImport.objects.exists()


def test_the_columns_of_an_earlier_list_can_be_corrected(
    as_staff: Client, staff: User, supplier: Supplier
) -> None:
    task = make_import(staff, supplier, LIST, valid_from=today() - timedelta(days=1))
    answer = as_staff.get(f"/price-lists/{task.pk}/columns/")
    assert presets(answer) == list(COLUMNS)
    assert task.valid_from.isoformat() in answer.content.decode()
    columns = choose("brand", "article", "", "quantity", "price")
    assert post(as_staff, supplier, upload=token_of(answer), **columns).status_code == 302
    again = PriceListImport.objects.exclude(pk=task.pk).get()
    assert again.columns == {"price": ["Цена 2", "E"]}
    assert again.file.name != task.file.name
    assert stored.content(again.file).decode() == LIST
    task.delete_files()
    assert as_staff.get(f"/price-lists/{task.pk}/columns/").status_code == 200
