"""Articles that a spreadsheet program has taken for something else, and spoiled."""

import datetime
import re
from enum import Enum

from crossdock.spreadsheets.cells import INEXACT_FROM, Cell

MONTHS = (  # as they are written in a date; MAR-12 is an article
    *("янв", "фев", "мар", "апр", "май", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
TEXT = re.compile(
    r"(?=-?\w{1,8}[.,:+/-]|\d\d? [а-я]|[а-я]{3})(?:"  # which most articles fail at once
    r"(?P<rounded>-?\d(?:(?:[.,]\d+)?[Ee]\+|[.,]\d+[Ee]-)\d{1,2})"
    rf"|\d\d?[.-](?:{'|'.join(MONTHS)})(?:[.-](?:\d\d){{1,2}})?"  # 02.янв, 2-Jan-26
    rf"|(?:{'|'.join(MONTHS)})[.-](?:\d\d){{1,2}}"  # янв.26, Jan-2026
    rf"|(?:\d\d? )?(?:{'|'.join(MONTHS[:13])})[а-я]*\.?(?: (?:\d\d){{1,2}}(?: г\.)?)?"  # 12 янв
    r"|\d\d?[/-]\d\d?[/-](?:19|20)\d\d"  # 1/2/2026
    r"|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
    r"|\d{1,4}:[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?: ?[AaPp][Mm])?"  # 10:35, 36:00:00
    r"|(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:19|20)\d\d(?: .*)?"  # 02.01.2026
    r"|(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[ T]\d\d:\d\d.*)",
)


PLAIN = re.compile(r"[A-Za-z0-9 ]{1,16}")
"""Most articles: nothing that TEXT knows, and too short for two articles with a space between."""


class Spoiled(Enum):
    """What has become of an article."""

    DATE = "a date or a time"
    ROUNDED = "a number that has lost digits"


def spoiled(article: Cell) -> Spoiled | None:
    """What the cell shows instead of the article that was typed; None where it may be one.

    Text counts too: a spreadsheet program that saves CSV writes what it shows.
    """
    if isinstance(article, str):
        if article.isalnum():  # as most are, and nothing that the pattern knows
            return None
        match = TEXT.fullmatch(article)
        return match and (Spoiled.ROUNDED if match["rounded"] else Spoiled.DATE)
    if isinstance(article, datetime.date):
        return Spoiled.DATE
    if isinstance(article, int | float) and abs(article) >= INEXACT_FROM:
        return Spoiled.ROUNDED
    return None
