"""A log that PostgreSQL keeps of every change of a task's status, and which changes are legal."""

import re
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import Status

WATCHED = ("status", "attempt", "claim", "result_file")

TRIGGER = """
    CREATE TABLE faults_audit (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        task uuid NOT NULL,
        status text NOT NULL, attempt int NOT NULL, claim int NOT NULL, result_file text NOT NULL
    );
    CREATE FUNCTION faults_note() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO faults_audit (task, status, attempt, claim, result_file)
        VALUES (NEW.id, NEW.status, NEW.attempt, NEW.claim, NEW.result_file);
        RETURN NEW;
    END $$;
    CREATE TRIGGER faults_insert AFTER INSERT ON {table}
        FOR EACH ROW EXECUTE FUNCTION faults_note();
    CREATE TRIGGER faults_update AFTER UPDATE ON {table} FOR EACH ROW
        WHEN ((OLD.status, OLD.attempt, OLD.claim, OLD.result_file)
            IS DISTINCT FROM (NEW.status, NEW.attempt, NEW.claim, NEW.result_file))
        EXECUTE FUNCTION faults_note();
"""


class State(NamedTuple):
    """What the log has of a task at one moment."""

    status: str
    attempt: int
    claim: int
    result_file: str


def install() -> None:
    """Begin the log."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGER.format(table=CrossDockTask._meta.db_table))


def mistakes() -> list[str]:
    """The illegal changes in the log."""
    histories: dict[UUID, list[State]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task, status, attempt, claim, result_file FROM faults_audit ORDER BY number"
        )
        for task, *values in cursor.fetchall():
            histories.setdefault(task, []).append(State(*values))
    return [
        f"{task}: {mistake}"
        for task, history in histories.items()
        for mistake in illegal_changes(history)
    ]


def illegal_changes(history: Iterable[State]) -> list[str]:
    """Which steps of one task's history must not be (design, section 6)."""
    found = []
    before: State | None = None
    for state in history:
        if not _is_legal(before, state):
            found.append(f"{_text(before)} → {_text(state)}")
        before = state
    return found


def _is_legal(old: State | None, new: State) -> bool:
    if (new.status == Status.SUCCESS) != (new.result_file != ""):
        return False
    if old is None:
        return new == State(Status.PENDING, 1, 0, "")
    same_attempt, same_claim = new.attempt == old.attempt, new.claim == old.claim
    match old.status, new.status:
        case ((Status.PENDING | Status.RUNNING), Status.RUNNING):
            return same_attempt and new.claim == old.claim + 1
        case Status.RUNNING, Status.SUCCESS:
            published_by = re.search(r"(\d+)\.xlsx$", new.result_file)
            mine = published_by is not None and int(published_by[1]) == new.claim
            return same_attempt and same_claim and mine
        case Status.RUNNING, (Status.PENDING | Status.FAILURE | Status.CANCELLED):
            return same_attempt and same_claim
        case Status.PENDING, Status.CANCELLED:
            return same_attempt and same_claim
        case ((Status.FAILURE | Status.CANCELLED), Status.PENDING):
            return new.attempt == old.attempt + 1 and same_claim
    return False


def _text(state: State | None) -> str:
    if state is None:
        return "nothing"
    return f"{state.status} (attempt {state.attempt}, claim {state.claim}{state.result_file[-16:]})"
