import pytest

from crossdock.brands.evidence import Comparison
from crossdock.models import BrandAffix, BrandAlias, Supplier
from crossdock.offers.answers import Answer
from crossdock.offers.outcomes import Outcome
from crossdock.offers.search import OfferSearch
from crossdock.parts.keys import Part, article_key, brand_key
from tests.brands.conftest import offer
from tests.factories import make_group

pytestmark = pytest.mark.django_db(transaction=True)

NUMBERS = [f"09864520{number}" for number in range(40, 52)]


def affixes() -> set[tuple[str, str]]:
    Comparison().run()
    return {(each.brand_key, str(each)) for each in BrandAffix.objects.all()}


def look_up(supplier: Supplier, article: str, brand: str = "BOSCH") -> Answer:
    """The answer where one supplier may be bought from; the original query says the same."""
    group, part = make_group(supplier), Part(brand_key(brand), article_key(article))
    (answer,) = OfferSearch(group, 2).answers([part], [article])
    assert [answer] == OfferSearch(group, 2, original_query=True).answers([part], [article])
    return answer


def test_letters_that_one_supplier_writes_and_others_do_not() -> None:
    written = [f"QX{number}" for number in NUMBERS]
    offer({"BOSCH": written}, {"BOSCH": NUMBERS})
    assert affixes() == {("bosch", "QX…")}
    written, plain = [f"{number}-BO" for number in NUMBERS], {"BOSCH": NUMBERS}
    offer({"BOSCH": [*written, "4711"] * 2}, plain)
    assert affixes() == {("bosch", "QX…"), ("bosch", "…BO")}


def test_a_maker_s_own_letters_are_none() -> None:
    own = {"TRW": [f"GDB{number}" for number in range(1500, 1512)]}
    offer(own, own, {"BOSCH": NUMBERS}, {"SKF": ["SKF1234567"] * 5})
    assert affixes() == set()


def test_the_brand_s_own_letters_need_nobody_else() -> None:
    offer({"BOSCH": [f"BOS{number}" for number in NUMBERS]})
    assert affixes() == {("bosch", "BOS…")}


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("BOS{}", "0 986 452 041"),
        ("{}BO", "0986.452.041"),
        ("{}", "BOS 0986452041"),
    ],
)
def test_a_line_is_told_of_the_article_as_the_supplier_writes_it(written: str, asked: str) -> None:
    as_written = [written.format(number) for number in NUMBERS]
    others = {"BOSCH": [f"BOS{number}" for number in NUMBERS]}
    supplier, _others = offer({"BOSCH": as_written}, {"BOSCH": NUMBERS} | others)
    assert affixes()
    BrandAlias.objects.create(alias="Robert Bosch", brand="BOSCH")
    for brand in ("BOSCH", "Robert Bosch"):
        answer = look_up(supplier, asked, brand)
        assert answer.offers == [], "it is suggested, never taken"
        assert answer.evidence.hint == (written.format("0986452041"), 1, 100)
    assert look_up(supplier, "0986452099").evidence.hint is None, "nobody has it"


def test_what_is_found_or_of_another_brand_has_no_hint() -> None:
    supplier, _other = offer({"BOSCH": [f"BOS{number}" for number in NUMBERS]}, {"SKF": ["7"]})
    affixes()
    assert look_up(supplier, "BOS0986452041").outcome is Outcome.FOUND
    assert look_up(supplier, "0986452041", "SKF").evidence.hint is None
