import pytest

from crossdock.forms.parts import PartForm
from tests.factories import make_group

pytestmark = pytest.mark.django_db


def form(**fields: str) -> PartForm:
    data = {"supplier_group": make_group().pk, "lookback_days": 2, "brand": "", "article": ""}
    return PartForm(data | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"brand": "BOSCH", "article": "1"},
        {"brand": "BOSCH|1"},
        {"article": "BOSCH|1"},
    ],
)
def test_what_was_pasted_into_one_field_is_taken_apart(fields: dict[str, str]) -> None:
    asked = form(**fields)
    assert asked.is_valid()
    assert (asked.cleaned_data["brand"], asked.cleaned_data["article"]) == ("BOSCH", "1")


@pytest.mark.parametrize("article", ["", "--", "BOSCH|--"])
def test_an_article_has_letters_or_digits(article: str) -> None:
    assert form(brand="BOSCH" if "|" not in article else "", article=article).errors["article"] == [
        "An article has letters or digits."
    ]
