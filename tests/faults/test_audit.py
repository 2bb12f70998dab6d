import pytest

from tests.faults.audit import State, illegal_changes

NEW = State("PENDING", 1, 0, "")
RUNNING = State("RUNNING", 1, 1, "")
TAKEN_OVER = State("RUNNING", 1, 2, "")
DONE = State("SUCCESS", 1, 1, "tasks/x/result-1.xlsx")
CANCELLED = State("CANCELLED", 1, 1, "")
AGAIN = State("PENDING", 2, 1, "")


@pytest.mark.parametrize(
    "history",
    [
        [NEW, RUNNING, DONE],
        [NEW, State("CANCELLED", 1, 0, ""), State("PENDING", 2, 0, "")],
        [NEW, RUNNING, State("PENDING", 1, 1, ""), TAKEN_OVER, State("FAILURE", 1, 2, "")],
        [NEW, RUNNING, TAKEN_OVER, State("SUCCESS", 1, 2, "tasks/x/result-2.xlsx")],
        [NEW, RUNNING, CANCELLED, AGAIN, State("RUNNING", 2, 2, "")],
    ],
)
def test_legal_lives(history: list[State]):
    assert illegal_changes(history) == []


@pytest.mark.parametrize(
    ("history", "why"),
    [
        ([RUNNING], "begins in the middle"),
        ([NEW, DONE], "never claimed"),
        ([NEW, RUNNING, CANCELLED, DONE], "success after a cancel"),
        ([NEW, RUNNING, DONE, CANCELLED], "a cancel after the success"),
        ([NEW, RUNNING, TAKEN_OVER, RUNNING], "the claim goes back"),
        ([NEW, RUNNING, TAKEN_OVER, DONE._replace(claim=2)], "published by a superseded claim"),
        ([NEW, RUNNING, TAKEN_OVER, DONE], "published with a superseded claim"),
        ([NEW, RUNNING, DONE, DONE._replace(result_file="result-2.xlsx")], "published twice"),
        ([NEW, RUNNING, AGAIN], "retried while it ran"),
        ([NEW, RUNNING, CANCELLED, AGAIN._replace(attempt=3)], "an attempt left out"),
        ([NEW, RUNNING, CANCELLED._replace(result_file="result-1.xlsx")], "a cancelled result"),
        ([NEW, RUNNING, DONE._replace(result_file="")], "a success without a result"),
    ],
)
def test_illegal_changes_are_found(history: list[State], why: str):
    assert len(illegal_changes(history)) == 1, why
