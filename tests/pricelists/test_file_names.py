from unicodedata import normalize

import pytest

from crossdock.models import Supplier
from crossdock.pricelists.file_names import suppliers_by_name

FORUM = Supplier(name="Форум", file_name_pattern="forum*price*")
RUSSIAN = Supplier(name="Русский", file_name_pattern="Прайс йод [опт] ?")
SHORT = Supplier(name="Короткий", file_name_pattern="*price.xls?")
SILENT = Supplier(name="Без", file_name_pattern="")
ALL = (FORUM, RUSSIAN, SHORT, SILENT)


@pytest.mark.parametrize(
    ("filename", "suppliers"),
    [
        ("FORUM_auto_Price 12.xlsx", [FORUM]),
        ("прайс ЙОД [ОПТ] 7.xls", [RUSSIAN]),
        (normalize("NFD", "прайс йод [опт] 7.xls"), [RUSSIAN]),
        ("прайс йод о 7.xls", []),
        ("прайс йод [опт] 77.xls", []),
        ("other price.xlsx", [SHORT]),
        ("forum price.xlsx", [FORUM, SHORT]),
        ("my forum price.csv", []),
        ("", []),
    ],
)
def test_the_name_tells_the_supplier(filename: str, suppliers: list[Supplier]) -> None:
    assert suppliers_by_name(filename, ALL) == suppliers
