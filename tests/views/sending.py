"""A price list on its way through the form for new ones."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from crossdock.models import PriceListImport, Supplier
from tests.factories import today

PAGE = "/price-lists/new/"
LIST = "Бренд;Артикул;Цена;Остаток;Цена 2\nTRW;GDB1;10;5;20\n"
COLUMNS = ("brand", "article", "price", "quantity", "")


def post(client: Client, supplier: Supplier | None, text: str | None = None, **fields: Any) -> Any:
    data = {"supplier": supplier.pk if supplier else "", "valid_from": today().isoformat()}
    if text is not None:
        data["file"] = SimpleUploadedFile("Прайс.csv", text.encode())
    return client.post(PAGE, data | fields)


def token_of(answer: Any) -> str:
    return str(answer.context["kept"].token)


def choose(*columns: str, header_row: str = "1") -> dict[str, str]:
    named = {f"column_{index}": column for index, column in enumerate(columns, 1)}
    return named | {"header_row": header_row}


def presets(answer: Any) -> list[str]:
    return [selected for _index, _letters, selected in answer.context["selection"].selects]


def the_import() -> PriceListImport:
    return PriceListImport.objects.get()
