"""What is read of request files like those of other people (siblings/requests.txt).

Right are the lines: brand, article, pieces (- where the file does not say how many, ! where the
line cannot be looked up), and the ceiling if there is one.
"""

from pathlib import Path

from crossdock.errors import UserError
from crossdock.offers.outcomes import Outcome
from crossdock.pipeline.request_file import RequestLines, read_lines
from crossdock.pipeline.request_parts import PART_COLUMNS
from tests.spreadsheets.in_process import TableHere
from tests.spreadsheets.siblings import wrong_ones


def outcome(path: Path) -> str:
    """What a request file asks for."""
    try:
        with TableHere(path, PART_COLUMNS) as table:
            return "; ".join(
                line(lines, place)
                for lines in read_lines(table)
                for place in range(len(lines.parts))
                if lines.problems.get(place) is not Outcome.EMPTY
            )
    except UserError:
        return "refused"


def line(lines: RequestLines, place: int) -> str:
    """One of them in words."""
    pieces = lines.demands[place] if lines.demands else None
    ceiling = lines.ceilings[place] if lines.ceilings else None
    asked = "!" if place in lines.problems else "-" if pieces is None else f"{pieces:g}"
    told = (lines.brands[place], lines.articles[place], asked, f"{ceiling:g}" if ceiling else "")
    return " ".join(filter(None, told))


def test_requests_are_read_right(tmp_path: Path) -> None:
    blocks = Path(__file__).parent / "siblings" / "requests.txt"
    wrong = list(wrong_ones(blocks, tmp_path, outcome))
    assert not wrong, "\n".join(wrong)
