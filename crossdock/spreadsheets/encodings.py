"""How a text file's letters are encoded."""

import codecs
import math
import re
from functools import lru_cache
from pathlib import Path

from crossdock.spreadsheets.problems import ReadError, TableError

CHUNK = 64 * 1024
TEXT_CONTROLS = b"\t\n\v\f\r\x1a"
CONTROLS = bytes(set(range(32)) - set(TEXT_CONTROLS))
BOMS = {
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
FAMILIES: tuple[dict[str, float], ...] = (
    {"cp1251": 2.0, "kz1048": -3.0, "ptcp154": -4.0},  # the latter are Kazakh
    {"cp866": 0.0, "cp1125": -1.0},  # the latter is Ukrainian, as are letters of KOI8-U
    {"koi8-u": 0.0},
    {"mac_cyrillic": 0.0},
    {"iso8859-5": 0.0},
    {"cp855": 0.0},
    {"cp1252": 0.0, "cp1254": -3.0, "cp1250": -4.0},
)
"""How much likelier than the others each encoding is before the text is looked at; those of a
family have most letters in the same places."""

ONE_BYTE = {encoding: lead for family in FAMILIES for encoding, lead in family.items()}

FREQUENT = {
    letter: hundredths
    for letters, hundredths in (
        *(("о", 11), ("еа", 8), ("ин", 7), ("т", 6), ("срв", 5), ("л", 4), ("кмдп", 3)),
        *(("уяызьб", 2), ("гчйх", 1), ("жюшцў", 0.5), ("щэфёъїє", 0.3), ("ґһ", 0.02)),
        *(("і", 4), ("қғңәөұү", 0.5)),
    )
    for letter in letters
}
"""How many of a hundred Russian letters each is, and Ukrainian, Belarusian and Kazakh ones."""

WESTERN = "äöüßéèêëàâáãåæçñóòôøíìîïúùûýğışąćęłńśźżčďěňřšťůžőűăș"
SIGNS = "№«»°–—…“”‘’„\u00a0®©™±²³µ§·€\ufeff"
LETTERS = re.compile(r"[^\W\d_]+")
STRANGE = -6.0
MIN_LEAD = 12.0
"""Some five letters: how much likelier the best encoding must be than the next to be sure."""

MAX_SAMPLE = 8_000
"""So many bytes of lines with letters outside ASCII tell the encoding."""


def encoding_of(path: Path) -> str:
    """The file's encoding, however sure. Raises TableError for what is binary."""
    return told_encoding(path)[0]


def told_encoding(path: Path) -> tuple[str, bool]:
    """UTF-16 or UTF-8 by its mark or by its looks, otherwise whatever gives likely words.

    Also whether that is sure. Raises TableError for what is binary.
    """
    with path.open("rb") as file:
        start = file.read(CHUNK)
        for bom, encoding in BOMS.items():
            if start.startswith(bom):
                return encoding, True
        if utf_16 := _utf_16_without_bom(start):
            return utf_16, True
        controls = len(start) - len(start.translate(None, CONTROLS))
        if controls > max(1, len(start) // 1_000):
            raise TableError(ReadError.NOT_A_SPREADSHEET)
        sample = b""
        while start and len(sample) < MAX_SAMPLE:
            if not start.isascii():
                sample += b"".join(line for line in start.splitlines(True) if not line.isascii())
            start = file.read(CHUNK)
    if is_utf_8(sample):
        return "utf-8", not _is_utf_8_twice(sample)
    scores = _scores(sample[:MAX_SAMPLE])
    likeliest = max(scores, key=scores.__getitem__)
    family = next(family for family in FAMILIES if likeliest in family)
    second = max(score for encoding, score in scores.items() if encoding not in family)
    return likeliest, scores[likeliest] - second >= MIN_LEAD


def _utf_16_without_bom(start: bytes) -> str | None:
    """Digits, delimiters and line ends have their NUL on one side, always the same."""
    even, odd = start[::2].count(0), start[1::2].count(0)
    if odd > 20 * even and odd > len(start) // 20:
        return "utf-16-le"
    if even > 20 * odd and even > len(start) // 20:
        return "utf-16-be"
    return None


def is_utf_8(chunk: bytes) -> bool:
    """Whether it is UTF-8, a few damaged letters aside."""
    text = codecs.getincrementaldecoder("utf-8")("replace").decode(chunk)
    damaged = text.count("\ufffd")
    letters = len(text) - len(text.encode("ascii", "ignore")) - damaged
    return 4 * damaged <= letters


def _is_utf_8_twice(sample: bytes) -> bool:
    """Whether a program has taken UTF-8 for Windows-1251 and encoded it once more."""
    text = sample.decode("utf-8", "ignore")
    once = text.encode("cp1251", "ignore").decode("utf-8", "ignore")
    return 2 * len(once) > len(text) > 2 * len(once.encode("ascii", "ignore")) > 0


def likeliest(sample: bytes) -> str:
    """The encoding of one byte for a letter that gives the likeliest words."""
    scores = _scores(sample)
    return max(scores, key=scores.__getitem__)


def _scores(sample: bytes) -> dict[str, float]:
    return {encoding: _likelihood(sample, encoding) for encoding in ONE_BYTE}


def _likelihood(sample: bytes, encoding: str) -> float:
    text = sample.decode(encoding, "replace")
    signs = sum(
        STRANGE for sign in text if sign > "\x7f" and not sign.isalpha() and sign not in SIGNS
    )
    words = sum(map(_of_word, (word for word in LETTERS.findall(text) if not word.isascii())))
    return signs + words + ONE_BYTE[encoding]


@lru_cache(10_000)
def _of_word(word: str) -> float:
    score = sum(map(_of_letter, word))
    if any(map(str.isascii, word)):  # LEMFÖRDER has Western letters, and no Cyrillic ones
        score += STRANGE * sum("Ѐ" <= letter <= "ӿ" for letter in word)
    elif not word.isupper():
        score += STRANGE * sum(map(str.isupper, word[1:]))
    return score


def _of_letter(letter: str) -> float:
    lower = letter.lower()
    if lower in FREQUENT:
        return math.sqrt(FREQUENT[lower])
    return 0 if letter.isascii() else 0.5 if lower in WESTERN else STRANGE
