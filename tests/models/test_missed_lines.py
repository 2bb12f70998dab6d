from crossdock.models import CrossDockTask
from crossdock.models.missed_lines import MissedLine, MissedPart
from tests.world import *  # noqa: F403  # its fixtures


def test_what_a_task_has_missed_is_kept(pending: CrossDockTask) -> None:
    parts = [
        MissedPart("Mann\t\\N", "mann", "W712", 3, 2.5),
        MissedPart("Bosch", "bosch", "1", 1, None),
    ]
    MissedLine.keep(pending.pk, parts)
    rows = pending.missed_lines.order_by("pk").values_list(*MissedPart._fields)
    assert [MissedPart(*row) for row in rows] == parts
