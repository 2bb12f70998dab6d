from pathlib import Path

import pytest

from crossdock.spreadsheets.encodings import (
    ONE_BYTE,
    encoding_of,
    is_utf_8,
    likeliest,
    told_encoding,
)

CYRILLIC = [encoding for encoding in ONE_BYTE if encoding not in ("cp1250", "cp1252", "cp1254")]


@pytest.mark.parametrize("encoding", CYRILLIC)
@pytest.mark.parametrize(
    "text",
    [
        "Бренд;Артикул;Название\nЗМЗ;406.1003;Прокладка\n",
        "brand;article\nЗАЗ;1102-1001\nУАЗ;406.10\n",
        "БРЕНД;АРТИКУЛ;ЦЕНА;ОСТАТОК\n",
        "бренд;артикул\n",
        "Масло моторное «Лукойл»;№ 5;10 °C\n",
        "ЙОТА;Y-77\n",
    ],
)
def test_letters_are_told_by_how_often_they_come(text: str, encoding: str) -> None:
    content = text.encode(encoding, "ignore")
    letters = "".join(filter(str.isalpha, text))
    read = content.decode(likeliest(content))
    assert "".join(filter(str.isalpha, read)) == letters


@pytest.mark.parametrize("text", ["ЗМЗ;1\n", "шт\n", "Виробник;Кількість;Ціна\n"])
def test_few_letters_are_most_likely_cp1251(text: str) -> None:
    assert likeliest(text.encode("cp1251")) == "cp1251"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("koi8-u", "Ґрунтовка;Підшипник\nЄдність;Їжак\n"),
        ("koi8-u", "Виробник;Ціна\nБІЛА ЦЕРКВА;5\n"),
        ("cp1125", "Виробник;Ціна;Залишок\nДніпро;5\nБІЛА ЦЕРКВА;1\n"),
        ("kz1048", "Өндіруші;Баға\nҚазАвто;5\nӨскемен;1\n"),
        ("ptcp154", "Өндіруші;Баға\nҚазАвто;5\nСүзгі;1\n"),
        ("cp1251", "Вытворца;Назва\nБелАЎТО;Ўтулка\nФільтр;1\n"),
        ("cp1254", "Üretici;Fiyat\nŞAMPİYON;Ağır iş\n"),
        ("cp1250", "Producent;Ilość\nLEMFÖRDER;Łożysko\nx;Śruba żółta\n"),
    ],
)
def test_letters_of_other_languages_stay_what_they_are(
    tmp_path: Path, encoding: str, text: str
) -> None:
    path = tmp_path / "prices.csv"
    path.write_bytes(text.encode(encoding) * 3)
    told, is_sure = told_encoding(path)
    assert path.read_bytes().decode(told) == text * 3
    assert is_sure


def test_text_that_was_encoded_twice_is_said_to_be_doubtful(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text("brand;article\nЗАЗ;1\nУАЗ;2\n".encode().decode("cp1251"), encoding="utf-8")
    assert told_encoding(path) == ("utf-8", False)


@pytest.mark.parametrize("text", ["LEMFÖRDER;1\n", "Citroën;1\nÜRO;2\n", "Filter für Öl;MÜLLER\n"])
def test_western_letters_among_latin_ones(text: str) -> None:
    assert likeliest(text.encode("cp1252")) == "cp1252"


def test_damaged_bytes_leave_utf_8_what_it_is(tmp_path: Path) -> None:
    content = bytearray("Бренд;Артикул\nЗАЗ;1102\nУАЗ;406.10\n".encode())
    del content[3]
    assert is_utf_8(bytes(content))
    path = tmp_path / "prices.csv"
    path.write_bytes(b"BOSCH;1\xb0\n" + b"BOSCH;1\n" * 20_000 + bytes(content))
    assert encoding_of(path) == "utf-8"


def test_cp1251_is_not_taken_for_damaged_utf_8() -> None:
    assert not is_utf_8("Бренд;Артикул\nЗАЗ;1102\nРЎРў;1\n".encode("cp1251"))
    assert not is_utf_8(b"10 \xb0C\n")
