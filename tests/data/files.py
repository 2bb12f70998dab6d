"""The sample files."""

from pathlib import Path

from tests.data.price_lists import PRICE_LISTS
from tests.data.requests import REQUESTS


def write(folder: Path) -> Path:
    """Write all files into `price_lists` and `requests` in this folder; returns the folder."""
    for kind, writers in (("price_lists", PRICE_LISTS), ("requests", REQUESTS)):
        (folder / kind).mkdir()
        for name, writer in writers.items():
            writer(folder / kind / name)
    return folder
