"""All hostile files: importing their makers enters them."""

from tests.hostile import (
    archives,
    good,
    other_workbooks,
    price_lists,
    texts,
    workbooks,
    wrong_kinds,
)
from tests.hostile.registry import FILES, HostileFile

__all__ = ["FILES", "HostileFile"]
MAKERS = (archives, workbooks, other_workbooks, texts, wrong_kinds, price_lists, good)
