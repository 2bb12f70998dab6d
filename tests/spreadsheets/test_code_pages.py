from crossdock.spreadsheets.cells import Row
from crossdock.spreadsheets.code_pages import repaired


def misread(text: str, code_page: str) -> str:
    return text.encode("cp1251").decode(code_page)


def test_cyrillic_that_was_read_as_western_is_read_again() -> None:
    rows: list[Row] = [["Brand", misread("Товар", "cp1252")], [misread("ЗМЗ", "cp1252"), 5.0]]
    assert list(repaired(iter(rows))) == [["Brand", "Товар"], ["ЗМЗ", 5.0]]


def test_letters_that_cp1252_does_not_have_are_read_again_too() -> None:
    assert list(repaired(iter([[misread("№ Ё Џ товар", "latin-1")]]))) == [["№ Ё Џ товар"]]


def test_rows_after_the_sample_are_read_again() -> None:
    rows: list[Row] = [[misread("Товар", "cp1252")]] * 500
    assert list(repaired(iter(rows))) == [["Товар"]] * 500


def test_western_brands_stay() -> None:
    rows: list[Row] = [["LEMFÖRDER", "Citroën"], ["ÜRO", None]]
    assert list(repaired(iter(rows))) == rows


def test_a_file_with_cyrillic_is_right_already() -> None:
    rows: list[Row] = [["Товар", "ÀÁÂ"]]
    assert list(repaired(iter(rows))) == rows
