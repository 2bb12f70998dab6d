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
ONE_BYTE = {"cp1251": 2.0} | dict.fromkeys(
    ("cp866", "koi8-r", "mac_cyrillic", "iso8859-5", "cp855", "cp1252"), 0.0
)
"""How much likelier than the others each is before the text is looked at."""

FREQUENT = {
    letter: hundredths
    for letters, hundredths in (
        *(("о", 11), ("еа", 8), ("ин", 7), ("т", 6), ("срв", 5), ("л", 4), ("кмдп", 3)),
        *(("уяызьб", 2), ("гчйх", 1), ("жюшц", 0.5), ("щэфёъіїє", 0.3), ("ґ", 0.02)),
    )
    for letter in letters
}
"""How many of a hundred Russian letters each is, and Ukrainian ones."""

WESTERN = "äöüßéèêëàâáãåæçñóòôøíìîïúùûý"
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
        return "utf-8", True
    scores = _scores(sample[:MAX_SAMPLE])
    best, second = sorted(scores, key=scores.__getitem__, reverse=True)[:2]
    return best, scores[best] - scores[second] >= MIN_LEAD


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
