from dataclasses import dataclass, field, replace
from typing import Any, Self

from crossdock.spreadsheets.columns import Column


@dataclass(frozen=True)
class Recognition:
    """Which column is what; indexes are from 0.

    `stores` are further columns of stock, whose quantities are added. `guesses` are columns that
    are likely, not sure; `doubts` are those that several columns could be, of which `columns` has
    the first.
    """

    columns: dict[Column, int] = field(default_factory=dict)
    stores: tuple[int, ...] = ()
    guesses: frozenset[Column] = frozenset()
    doubts: dict[Column, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, message: dict[str, Any]) -> Self:
        """What `to_json` gave; other keys are ignored."""
        return cls(
            {Column(name): index for name, index in message["columns"].items()},
            tuple(message["stores"]),
            frozenset(map(Column, message["guesses"])),
            {Column(name): tuple(indexes) for name, indexes in message["doubts"].items()},
        )

    def to_json(self) -> dict[str, Any]:
        """For the way from the reading process."""
        return {
            "columns": self.columns,
            "stores": self.stores,
            "guesses": sorted(self.guesses),
            "doubts": self.doubts,
        }

    def settled(self, columns: dict[Column, int], stores: tuple[int, ...] = ()) -> Self:
        """The same, but these columns are known; `stores` go with the quantity, if it is given."""
        indexes = {*columns.values(), *stores}
        other_columns = {
            column: index for column, index in self.columns.items() if index not in indexes
        }
        other_stores = tuple(index for index in self.stores if index not in indexes)
        return replace(
            self,
            columns=other_columns | columns,
            stores=stores if Column.QUANTITY in columns else other_stores,
            guesses=self.guesses - columns.keys(),
            doubts={
                column: doubt for column, doubt in self.doubts.items() if column not in columns
            },
        )
