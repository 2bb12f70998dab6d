"""All hostile files: importing their makers enters them."""

from tests.hostile import (
    archives,
    good,
    large_workbooks,
    other_workbooks,
    price_lists,
    texts,
    workbooks,
    wrong_kinds,
    xml_tricks,
)
from tests.hostile.registry import FILES, HostileFile

__all__ = ["FILES", "HostileFile"]
MAKERS = (
    *(archives, large_workbooks, workbooks, xml_tricks, other_workbooks),
    *(texts, wrong_kinds, price_lists, good),
)
