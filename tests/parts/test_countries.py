from crossdock.parts.countries import COUNTRIES


def test_each_country_has_names_and_codes_without_what_parts_them() -> None:
    assert {"Германия", "Німеччина", "Germany", "DE", "DEU", "Ю. Корея", "GB"} <= COUNTRIES
    assert all(name == name.strip() and name and "," not in name for name in COUNTRIES)
