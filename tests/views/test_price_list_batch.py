"""Several price lists at once: the supplier told by the name, or asked; nothing guessed."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crossdock.models import PriceListImport, Supplier
from tests.factories import make_supplier, today
from tests.world import HTMX

pytestmark = pytest.mark.django_db

NEW, BATCH = "/price-lists/new/", "/price-lists/batch/"
GOOD = "Бренд;Артикул;Цена;Остаток\nTRW;GDB1;10;5\n"
TWO_PRICES = "Бренд;Артикул;Цена опт 1;Остаток;Цена опт 2\nTRW;GDB1;10;5;20\n"


@pytest.fixture
def forum(db: None) -> Supplier:
    return make_supplier("Форум", file_name_pattern="forum*price*")


def send(client: Client, *files: tuple[str, str], **options: Any) -> Any:
    uploads = [SimpleUploadedFile(name, text.encode()) for name, text in files]
    data = {"file": uploads, "valid_from": today().isoformat()}
    return client.post(NEW, data, **options)


def rows(client: Client) -> list[Any]:
    keys = client.get(BATCH).context["uploads"]
    return [client.get(f"{BATCH}{key}/").context["row"] for key in keys]


def posted(row: Any, **fields: Any) -> dict[str, Any]:
    key = row.upload.key
    supplier = row.supplier.pk if row.supplier else ""
    values = {"supplier": supplier, "valid_from": today().isoformat(), "upload": row.upload.token}
    return {f"{key}-{name}": value for name, value in (values | fields).items()}


def test_several_files_wait_on_a_page_of_their_own(as_staff: Client, forum: Supplier) -> None:
    files = ("Forum price.csv", GOOD), ("other.csv", GOOD)
    assert send(as_staff, *files).url == BATCH
    answer = send(as_staff, *files, headers=HTMX)
    assert answer.headers["HX-Redirect"] == BATCH
    assert not PriceListImport.objects.exists()
    page = as_staff.get(BATCH).content.decode()
    assert page.count("<article") == 4
    told, asked = rows(as_staff)[:2]
    assert (told.supplier, told.problem, told.warning) == (forum, "", "")
    assert (asked.supplier, asked.problem) == (None, "Whose list is it?")
    page = as_staff.get(f"{BATCH}{told.upload.key}/").content.decode()
    assert "Brand: «Бренд» A" in " ".join(page.split())
    assert "checked" in page
    assert "disabled" in as_staff.get(f"{BATCH}{asked.upload.key}/").content.decode()


def test_the_ticked_ones_are_imported_and_the_rest_stays(as_staff: Client, forum: Supplier) -> None:
    send(as_staff, ("forum price.csv", GOOD), ("other.csv", GOOD), ("third.csv", GOOD))
    first, second, third = rows(as_staff)
    data = posted(first) | posted(second, supplier=make_supplier().pk) | posted(third)
    answer = as_staff.post(BATCH, data | {"ready": [first.upload.key, third.upload.key]})
    assert answer.url == BATCH
    task = PriceListImport.objects.get()
    assert (task.supplier, task.filename) == (forum, "forum price.csv")
    assert "third.csv: This field is required." in as_staff.get(BATCH).content.decode()
    assert [row.upload.filename for row in rows(as_staff)] == ["other.csv", "third.csv"]
    as_staff.post(BATCH, {"leave_out": third.upload.key})
    answer = as_staff.post(BATCH, data | {"ready": second.upload.key})
    assert answer.url == "/price-lists/"
    assert PriceListImport.objects.count() == 2
    assert "No file is waiting" in as_staff.get(BATCH).content.decode()


def test_a_name_that_fits_several_suppliers_is_asked(as_staff: Client, forum: Supplier) -> None:
    make_supplier("Второй", file_name_pattern="*price*")
    send(as_staff, ("forum price.csv", GOOD), ("price.csv", GOOD))
    asked, told = rows(as_staff)
    assert asked.supplier is None
    assert "Its name fits Второй, Форум." in asked.problem
    assert told.supplier.name == "Второй"
    key = asked.upload.key
    chosen = as_staff.get(f"{BATCH}{key}/", {f"{key}-supplier": forum.pk}).context["row"]
    assert (chosen.supplier, chosen.problem) == (forum, "")
    for odd in ("", "x", "0", "9" * 30):
        row = as_staff.get(f"{BATCH}{key}/", {f"{key}-supplier": odd}).context["row"]
        assert row.supplier is None


@pytest.mark.parametrize(
    ("text", "columns", "problem", "warning"),
    [
        (GOOD.replace("Цена", "Price USD"), {}, "The prices are in USD", ""),
        (TWO_PRICES, {}, "Say which column is: Price.", ""),
        (TWO_PRICES, {"price": ["Цена опт 2", "E"]}, "", ""),
        (GOOD, {"price": ["Цена опт 2", "E"]}, "laid out differently", ""),
        ("Чей;Что;Почём;Сколько\nTRW;GDB1;10;5\n", {}, "Say which column is", ""),
        ("Бренд;Артикул;Цена;Остаток;Цена 2\nTRW;GDB1;10;5;20\n", {}, "", "A guess"),
        ("", {}, "", ""),
    ],
)
def test_what_has_to_be_decided_is_said(
    as_staff: Client, forum: Supplier, text: str, columns: Any, problem: str, warning: str
) -> None:
    forum.columns = columns
    forum.save()
    files = [("forum price.csv", text)] if text else []
    send(as_staff, *files, ("forum price 2.csv", GOOD), ("forum price 3.csv", GOOD))
    row = rows(as_staff)[0]
    assert problem in row.problem
    assert bool(problem) == bool(row.problem)
    assert warning in row.warning
    assert bool(warning) == bool(row.warning)


def test_what_can_be_no_list_is_refused_and_the_others_wait(as_staff: Client) -> None:
    send(as_staff, ("picture.csv", "GIF89a"), ("good.csv", GOOD))
    assert "picture.csv: This is no table." in as_staff.get(BATCH).content.decode()
    assert [row.upload.filename for row in rows(as_staff)] == ["good.csv"]
    send(as_staff, ("web.csv", "<html><body>"), ("good 2.csv", GOOD))
    assert "web page" in rows(as_staff)[1].problem


def test_columns_are_chosen_for_one_of_them_and_the_others_still_wait(
    as_staff: Client, forum: Supplier
) -> None:
    send(as_staff, ("forum price.csv", TWO_PRICES), ("other.csv", GOOD))
    row, other = rows(as_staff)
    answer = as_staff.get(NEW, {"kept": row.upload.key, "supplier": forum.pk})
    assert answer.context["kept"] == row.upload
    selects = {
        f"column_{i}": name for i, name in enumerate(("brand", "article", "", "quantity"), 1)
    }
    data = {"upload": row.upload.token, "supplier": forum.pk, "valid_from": today().isoformat()}
    answer = as_staff.post(NEW, data | selects | {"column_5": "price", "header_row": "1"})
    assert answer.url.startswith(BATCH)
    assert PriceListImport.objects.get().columns == {"price": ["Цена опт 2", "E"]}
    assert [row.upload for row in rows(as_staff)] == [other.upload]


def test_nobody_gets_at_anothers_uploads(as_staff: Client, as_alice: Client) -> None:
    send(as_staff, ("a.csv", GOOD), ("b.csv", GOOD))
    key = rows(as_staff)[0].upload.key
    assert as_alice.get(BATCH).status_code == 403
    assert as_alice.get(f"{BATCH}{key}/").status_code == 403
    assert send(as_alice, ("a.csv", GOOD), ("b.csv", GOOD)).status_code == 403


def test_one_files_supplier_is_told_by_its_name_in_the_preview(
    as_staff: Client, forum: Supplier
) -> None:
    answer = send(as_staff, ("Forum_Price.csv", GOOD))
    page = answer.content.decode()
    assert f'<option value="{forum.pk}" selected>' in page
    assert not PriceListImport.objects.exists()


def test_too_many_files_are_refused(as_staff: Client, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 2
    files = [(f"{number}.csv", GOOD) for number in range(3)]
    assert send(as_staff, *files).status_code == 400
    assert "Choose 2 files at most at once." in as_staff.get(NEW).content.decode()
