"""Streams in pieces of a bounded size."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


def in_batches(
    items: Iterable[Item], most: int, *, weight: Callable[[Item], int], heaviest: int
) -> Iterator[list[Item]]:
    """The items in lists of at most `most`, each closed by the item that makes it `heaviest`."""
    batch: list[Item] = []
    weighed = 0
    for item in items:
        batch.append(item)
        weighed += weight(item)
        if len(batch) >= most or weighed >= heaviest:
            yield batch
            batch, weighed = [], 0
    if batch:
        yield batch
