"""How many pieces a line asks for, as people write it beside a part: "x 4", "4 шт", "(4 pcs)"."""

import re

UNIT = (
    r"(?:шт(?:ук[аи]?|\.)?|штук|pcs?|pieces?|ea|компл(?:ект(?:а|ов)?|\.)?|к-т|упак|уп|пар[аы]?|sets?)"
    r"(?![^\W\d_])\.?"
)
NUMBER = r"[1-9]\d{0,5}(?:[.,]\d{1,2})?"
GAP = r"[\s,;|=(:\-–—]++"  # taken whole or not at all: a line of brackets would cost 6 ms
END = r"[)\s.,;]*$"

SHAPES = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        rf"(?P<rest>.*\S){GAP}[xх×*]\s*(?P<amount>{NUMBER}\s*(?:{UNIT})?){END}",
        rf"(?P<rest>.*\S){GAP}(?:кол(?:-?во|ичество)?|qty|q-ty|quantity)[\s.:=-]*"
        rf"(?P<amount>{NUMBER}\s*(?:{UNIT})?){END}",
        rf"(?P<rest>.*\S){GAP}(?P<amount>{NUMBER}\s*{UNIT}){END}",
        rf"^\s*(?P<amount>{NUMBER}\s*{UNIT})[\s,;:\-–—]+(?P<rest>\S.*)$",
        rf"^\s*(?P<amount>{NUMBER})\s*[xх×*]\s+(?P<rest>\S.*)$",
    )
)
BULLET = re.compile(r"^\s*(?:\d{1,4}[.)]\s+|[-–—•*·]\s+)")
MAX_LENGTH = 400


def split_amount(line: str) -> tuple[str, str]:
    """The line without its list mark and its quantity, and the quantity; "" where it has none.

    A number is a quantity only with a unit or a sign beside it.

    >>> split_amount("2. BOSCH 0 986 452 041 x 4"), split_amount("0986452041")
    (('BOSCH 0 986 452 041', '4'), ('0986452041', ''))
    """
    line = BULLET.sub("", line).strip()
    if len(line) > MAX_LENGTH:
        return line, ""
    for shape in SHAPES:
        if match := shape.match(line):
            return match["rest"].strip(), match["amount"].strip()
    return line, ""
