import pytest

from crossdock.parts.pasted import MAX_WORDS, possible_parts, split_part


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("BOSCH|0 986 452 041", ("BOSCH", "0 986 452 041")),
        (" BOSCH \t1|2 ", ("BOSCH \t1", "2")),
        ("BOSCH\t1", ("BOSCH", "1")),
        ("|1", None),
        ("BOSCH 1", None),
    ],
)
def test_a_sure_separator_parts_brand_and_article(text: str, part: tuple[str, str] | None) -> None:
    assert split_part(text) == part


def test_words_may_be_parted_anywhere() -> None:
    assert list(possible_parts("Mann Filter W712")) == [
        ("Mann", "Filter W712"),
        ("Mann Filter", "W712"),
    ]
    assert list(possible_parts("W712")) == []
    assert len(list(possible_parts("x " * 1000))) == MAX_WORDS - 1
