"""Whose price list a file is, as far as its name tells."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import PurePath
from unicodedata import normalize

from crossdock.models import Supplier


def suppliers_by_name(filename: str, suppliers: Iterable[Supplier]) -> list[Supplier]:
    """Those whose pattern the name fits, whatever the case, with or without its ending.

    Of a pattern only * (any characters) and ? (one) have a meaning. Several suppliers: it cannot be
    told, and has to be asked.
    """
    name = _comparable(filename)
    return [
        supplier
        for supplier in suppliers
        if supplier.file_name_pattern and _fits(name, supplier.file_name_pattern)
    ]


def _fits(name: str, pattern: str) -> bool:
    literal = _comparable(pattern).replace("[", "[[]")
    return any(fnmatchcase(text, literal) for text in (name, PurePath(name).stem))


def _comparable(text: str) -> str:
    """Some systems send й as two characters."""
    return normalize("NFC", text).casefold()
