"""A row of the table that `make bench` prints."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Row:
    """What was measured, beside what, how they compare, and what the aim is.

    `value` is a ratio, or a figure in `unit`; one of `at_most` and `at_least` is its aim. `figures`
    are the absolute ones.
    """

    name: str
    beside: str
    value: float
    figures: str
    at_most: float | None = None
    at_least: float | None = None
    unit: str = "×"

    @property
    def is_met(self) -> bool:
        """Whether the aim is reached."""
        if self.at_most is not None:
            return self.value <= self.at_most
        return self.at_least is None or self.value >= self.at_least

    def line(self, day: date) -> str:
        """The row in Markdown, with the day that it was measured."""
        sign, limit = ("≤", self.at_most) if self.at_most is not None else ("≥", self.at_least)
        met = "yes" if self.is_met else "**no**"
        value, aim = _number(self.value), f"{sign} {_number(limit or 0)}"
        cells = (self.name, self.beside, f"{value} {self.unit}", aim, met, self.figures, str(day))
        return f"| {' | '.join(cells)} |"


HEADING = """\
| | side by side with | | aim | met | figures | measured |
|---|---|---|---|---|---|---|"""


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 20 or value == int(value) else f"{value:.2f}"
