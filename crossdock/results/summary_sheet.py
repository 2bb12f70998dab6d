"""The second sheet of a result file: its numbers in blocks side by side under a chart."""

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from django.utils import timezone

from crossdock.results.cells import text_cell
from crossdock.results.lines import ResultFacts
from crossdock.results.summary import Summary
from crossdock.results.texts import ResultTexts
from crossdock.results.workbook import A4_LANDSCAPE, style

Value = str | int | float | None
Block = list[tuple[Value, ...]]

# Rows are 0-based. The chart stands between the title and the blocks, because the writer cannot
# know how long the blocks will be, and draws it from whole columns: hence a block of its own,
# and the others short.
CHART_ROW, HEADER_ROW = 2, 20
WHOLE, SHARE, MONEY = "#,##0", "0.0%", "#,##0.00"


class SummarySheet:
    """The layout of the summary sheet; the numbers are read when its rows are."""

    def __init__(self, texts: ResultTexts, facts: ResultFacts, summary: Summary) -> None:
        self.texts = texts
        self.facts = facts
        self.summary = summary
        # The writer wants different headings; spaces tell apart those that a person sees alike.
        columns = [
            (texts.request, 22, None),
            ("", 30, WHOLE),
            ("", 2, None),
            (texts.totals, 20, None),
            ("", 16, None),
            ("", 2, None),
            (texts.best_supplier, 32, None),
            (texts.lines_won, 16, WHOLE),
            (texts.share_won, 22, SHARE),
            ("", 2, None),
            (texts.offers_per_line, 24, None),
            (texts.lines, 10, WHOLE),
            ("", 2, None),
            (texts.outcome, 40, None),
            (texts.lines, 10, WHOLE),
        ]
        self.headings: list[str] = []
        for heading, _, _ in columns:
            while heading in self.headings:
                heading += " "
            self.headings.append(heading)
        self.widths = dict(zip(self.headings, (width for _, width, _ in columns), strict=True))
        self.formats = {
            heading: style(num_format=number_format, align="right")
            for heading, (_, _, number_format) in zip(self.headings, columns, strict=True)
            if number_format
        }

    def options(self) -> dict[str, Any]:
        """What `write_worksheets` is told about this sheet, by the name of the argument."""
        title = style(bold=True, font_size=16)
        return {
            "merge_ranges": [(0, 0, 0, 9, self.texts.title, title)],
            "header_row": HEADER_ROW,
            "header_format": style(bold=True, border_bottom="thin"),
            "column_widths": self.widths,
            "column_formats": self.formats,
            # The totals share a column, so their formats go by row; they yield to the columns'.
            "row_formats": {
                HEADER_ROW + row: style(num_format=number_format)
                for row, number_format in enumerate(self._total_formats(), 1)
            },
            "dedupe_strings": True,  # otherwise the chart has no data of its own until recalculated
            "charts": [
                {
                    "type": "column",
                    "series": [self.headings[7]],
                    "categories": self.headings[6],
                    "title": self.texts.chart_title,
                    "y_axis": self.texts.lines_won,
                    "legend": False,
                    "row": CHART_ROW,
                    "col": 0,
                    "width": 900,
                    "height": 340,
                }
            ],
            "sheet_view": {"gridlines": False},
            "page_setup": A4_LANDSCAPE,
        }

    def rows(self) -> Iterator[list[Value]]:
        """The rows under the headings, one block beside the other."""
        blocks = (
            (2, self._request()),
            (2, self._totals()),
            (3, self._suppliers()),
            (2, self._offers()),
            (2, self._outcomes()),
        )
        for parts in zip_longest(*(block for _, block in blocks)):
            cells: list[Value] = []
            for part, (width, _) in zip(parts, blocks, strict=True):
                cells += [*(part or (None,) * width), None]
            yield cells[:-1]

    def _request(self) -> Block:
        texts, facts = self.texts, self.facts
        prices_as_of = timezone.localtime(facts.prices_as_of)
        return [
            (texts.request_name, text_cell(facts.request_name)),
            (texts.supplier_group, text_cell(facts.supplier_group)),
            (texts.lookback_days, facts.lookback_days),
            *([(texts.within_hours, facts.within_hours)] if facts.within_hours is not None else []),
            (texts.prices_as_of, prices_as_of.strftime(texts.moment_strftime)),
            (texts.currency, text_cell(facts.currency)),
        ]

    def _totals(self) -> Block:
        texts, summary = self.texts, self.summary
        return [
            (texts.lines, summary.lines),
            (texts.lines_found, summary.found),
            (texts.share_found, summary.share_found),
            (texts.best_price_total, float(summary.best_price_total)),
            *self._purchase_totals(),
        ]

    def _purchase_totals(self) -> Block:
        """What all lines together come to; nothing can be said of it without quantities."""
        texts, summary = self.texts, self.summary
        if not self.facts.asks_quantities:
            return []
        return [
            (texts.cost_total, float(summary.cost_total)),
            (texts.lines_short, summary.lines_short),
            (texts.lines_without_demand, summary.lines_without_demand),
        ]

    def _total_formats(self) -> tuple[str, ...]:
        formats = (WHOLE, WHOLE, SHARE, MONEY)
        return (*formats, MONEY, WHOLE, WHOLE) if self.facts.asks_quantities else formats

    def _offers(self) -> Block:
        least_first: Block = [*zip(self.texts.offers, self.summary.by_offers, strict=True)]
        return least_first[::-1]

    def _outcomes(self) -> Block:
        counts = self.summary.by_outcome
        labels = self.texts.outcomes.items()
        return [(label, counts[outcome]) for outcome, label in labels if counts[outcome]]

    def _suppliers(self) -> Block:
        summary = self.summary
        return [
            (text_cell(supplier), won, won / summary.found) for supplier, won in summary.suppliers()
        ]
