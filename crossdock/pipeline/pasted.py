"""Pasted text as a request file: cells from a spreadsheet, or lines as people write them."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext

from crossdock.errors import UserError
from crossdock.parts.amounts import split_amount
from crossdock.parts.keys import article_key
from crossdock.parts.phrases import Phrase, Spellings, read_phrase
from crossdock.texts import Number, Size
from crossdock.texts import Text as _

MAX_LINES = 20_000
MAX_BYTES = 2_000_000
MIN_TABLE = 0.8
"""The share of lines that have equally many cells, if they are a table."""

MIN_READ = 0.5
"""The share of lines that can be read as parts, where they might be a table too."""


@dataclass(frozen=True)
class PastedLine:
    """A line of the text, by its number from 1: what it names, and how many pieces of that."""

    number: int
    text: str
    phrase: Phrase
    amount: str
    part: str


class Pasted:
    """A text, as a table or as lines that name a part each."""

    def __init__(self, text: str, brand_of: Spellings) -> None:
        """Raises UserError for what is too long, empty, or no text."""
        self._text, self._brand_of = text.strip("\r\n"), brand_of
        size = len(text.encode(errors="surrogatepass"))
        if not text.strip():
            raise UserError(_("Paste the lines first."))
        if "\0" in text or "\ufffd" * 3 in text or _is_binary(text):
            raise UserError(_("This is no text. Copy the lines as text, or upload the file."))
        if size > MAX_BYTES:
            raise UserError(
                _("The text has %(size)s; %(most)s can be pasted at most. Upload it as a file.")
                % {"size": Size(size), "most": Size(MAX_BYTES)}
            )
        count = len(self._filled)
        if count > MAX_LINES:
            raise UserError(
                _("The text has %(lines)s lines; %(most)s can be pasted. Upload it as a file.")
                % {"lines": Number(count), "most": Number(MAX_LINES)}
            )

    @property
    def texts(self) -> list[str]:
        """Its lines, the empty ones too."""
        return self._text.splitlines()

    @cached_property
    def _filled(self) -> list[tuple[int, str]]:
        numbered = enumerate(self.texts, 1)
        return [(number, line) for number, line in numbered if line.strip()]

    @cached_property
    def is_table(self) -> bool:
        """Whether its cells stand apart; else each line is one."""
        lines = [line for _number, line in self._filled]
        if _are_even(lines, "\t") or any(line.count("\t") > 1 for line in lines):
            return True
        if not (_are_even(lines, ";") or _are_even(lines, ",")):
            return False
        return sum(not line.phrase.problem for line in self.lines) < MIN_READ * len(lines)

    @cached_property
    def lines(self) -> list[PastedLine]:
        """The lines that are not empty, each taken apart."""
        return [self.line(number, line) for number, line in self._filled]

    def line(self, number: int, text: str) -> PastedLine:
        """A line, taken apart."""
        part, amount = split_amount(text)
        return PastedLine(number, text, read_phrase(part, self._brand_of), amount, part)

    @property
    def unread(self) -> list[PastedLine]:
        """The lines that do not name one part for certain."""
        return [] if self.is_table else [line for line in self.lines if line.phrase.problem]

    @property
    def content(self) -> bytes:
        """The request file: CSV in UTF-8, or the cells as they were pasted."""
        if self.is_table:
            return self._text.encode(errors="replace") + b"\n"
        buffer = io.StringIO()
        table = csv.writer(buffer, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
        has_amounts = any(line.amount for line in self.lines)
        table.writerow(_headings()[: 1 + has_amounts])
        table.writerows((line.part, line.amount)[: 1 + has_amounts] for line in self.lines)
        return buffer.getvalue().encode(errors="replace")


def with_brand(text: str, number: int, key: str, brand: str) -> str:
    """The text with a brand before the article of a line, which is counted from 1.

    Unchanged where that line does not have the article of this key alone any more.
    """
    pasted = Pasted(text, lambda _key: "")
    lines = pasted.texts
    if not 1 <= number <= len(lines):
        return text
    article = pasted.line(number, lines[number - 1]).phrase.article
    if not key or article_key(article) != key or article not in lines[number - 1]:
        return text
    lines[number - 1] = lines[number - 1].replace(article, f"{brand} {article}", 1)
    return "\n".join(lines)


def _headings() -> Sequence[str]:
    """In the user's language; they name the columns for the reader too (request_headings.py)."""
    return gettext("Brand and article"), gettext("Quantity")


def _are_even(lines: Sequence[str], sign: str) -> bool:
    """Whether the sign stands in nearly all lines, equally often."""
    count, times = Counter(line.count(sign) for line in lines).most_common(1)[0]
    return count > 0 and times >= MIN_TABLE * len(lines)


def _is_binary(text: str) -> bool:
    """Whether it has characters that no keyboard and no spreadsheet puts into a text."""
    signs = sum(letter < " " and letter not in "\t\n\r\v\f" for letter in text)
    return signs > len(text) / 100
