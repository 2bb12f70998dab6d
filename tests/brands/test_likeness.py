import pytest

from crossdock.brands.likeness import are_alike

ALIKE = (
    ("MANN", "MANN-FILTER"),
    ("MANN", "Mann-Filter (DE)"),
    ("МАНН", "Mann"),
    ("Бильштайн", "Bilshtayn"),
    ("ВOSСH", "BOSCH"),  # the first and the fourth letter are Cyrillic
    ("Lemförder", "LEMFORDER"),
    ("Febi Bilstein", "FEBI"),
    ("Hyundai / Kia", "HYUNDAI"),
    ("General Motors", "GM"),
    ("Knecht Mahle Filter", "KM"),
    ("Contitech", "Conti Tech"),
    ("Continental", "Contiental"),
)
NOT_ALIKE = (
    ("NRF", "NGK"),
    ("SKF", "FEBI"),
    ("Mobil", "Mobiletron"),
    ("ATE", "ATS"),
    ("TRW", "TRE"),
    ("LUK", "LUKOIL"),
    ("Valeo", "Valvoline"),
    ("Auto Parts", "Filter Parts"),
    ("", "BOSCH"),
    ("***", "---"),
)


@pytest.mark.parametrize(("name_1", "name_2"), ALIKE)
def test_alike(name_1: str, name_2: str) -> None:
    assert are_alike(name_1, name_2)
    assert are_alike(name_2, name_1)


@pytest.mark.parametrize(("name_1", "name_2"), NOT_ALIKE)
def test_not_alike(name_1: str, name_2: str) -> None:
    assert not are_alike(name_1, name_2)
    assert not are_alike(name_2, name_1)
