"""A background task's life: the only place that changes a task's status.

    PENDING → RUNNING → SUCCESS | FAILURE | CANCELLED        retry: FAILURE | CANCELLED → PENDING

The database owns the status; messages are hints. Each change is one conditional UPDATE, so of two
that race for a change exactly one makes it, and the other is told so. A worker holds an attempt by
a claim: a fence number that only grows, so a worker that was thought dead can change nothing when
it wakes. The claim lives as long as its lease is renewed; the sweep takes over what is left behind.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Self

import dramatiq
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import JSONObject, Now

from crossdock.models import lifelines
from crossdock.models.status import ACTIVE as ACTIVE
from crossdock.models.status import RETRYABLE, StatusModel, this_process
from crossdock.models.status import Status as Status
from crossdock.redis_state import changes, progress
from crossdock.texts import Kept, to_json
from crossdock.texts import Text as _

StageTimes = dict[str, tuple[float, float | None]]
"""When each stage of an attempt began and ended, in seconds since its claim."""

LEASE = timedelta(seconds=20)
"""How long a claim lives without a sign of life from its worker.

Long enough that a machine under load, or a database that restarts, does not pass for a dead worker:
that would cost the work done so far.
"""

LEASE_RENEWAL = timedelta(seconds=2)
"""How often a worker gives that sign."""

MAX_SILENCE = timedelta(seconds=5)
"""How long it lives without one if its worker is not connected to the database either: that is how
a killed worker looks. One that has just made its claim, or was cut off, gives a sign sooner."""

MAX_CLAIMS = 3
"""So many workers may be lost over one attempt before it fails."""

DISPATCH_PAUSE = timedelta(seconds=10)
"""A waiting task is announced again after this pause, doubled with each announcement."""

MAX_DISPATCH_PAUSE = timedelta(minutes=10)


class BackgroundTask(StatusModel):
    """The transitions of anything that a worker does on somebody's behalf."""

    class Meta(StatusModel.Meta):
        abstract = True

    @property
    def actor_name(self) -> str:
        """The Dramatiq actor that does this work (crossdock/tasks.py)."""
        raise NotImplementedError

    tell_pages = staticmethod(changes.rows_changed)

    def send(self) -> None:
        """Announce this attempt to the workers. Raises what the broker raises."""
        actor = dramatiq.get_broker().get_actor(self.actor_name)
        actor.send(str(self.pk), self.attempt)

    def discard(self) -> None:
        """Remove what the held claim has made, for it was not published."""
        raise NotImplementedError

    def tell_end(self) -> None:
        """Tell whom it concerns that it has ended, in the transaction that ends it."""

    def remove(self) -> None:
        """Delete the task; work under way is cancelled."""
        with transaction.atomic():
            self.cancel()
            self.delete()

    def submit(self) -> None:
        """Store the new task and announce it once it is committed.

        A submission survives a broker that is down: the sweep announces it again.
        """
        with transaction.atomic():
            self.save(force_insert=True)
            transaction.on_commit(self.tell_pages)
            self._announce_on_commit()

    @classmethod
    def claimable(cls, actor_name: str, pk: str, attempt: int) -> Iterator[Self]:
        """What a message about this attempt lets a worker claim; the first that it gets is enough.

        Each is read when it is asked for.
        """
        yield from cls._rows().filter(pk=pk, attempt=attempt)

    @property
    def is_at_stake(self) -> bool:
        """Whether the next worker is its last: it may be what kills them, or what suffers by it."""
        return self.claims_in_attempt == MAX_CLAIMS - 1

    def mark_as_running(self) -> bool:
        """Claim the attempt that this object was read at. False: somebody else has it, or had."""
        free = Q(status=Status.PENDING) | Q(status=Status.RUNNING, lease_until__lt=Now())
        return self._change(
            free
            & Q(attempt=self.attempt, claims_in_attempt=self.claims_in_attempt)
            & Q(claims_in_attempt__lt=MAX_CLAIMS),
            status=Status.RUNNING,
            claim=F("claim") + 1,
            claims_in_attempt=F("claims_in_attempt") + 1,
            claimed_at=Now(),
            worker=this_process(),
            lease_until=Now() + LEASE,
            started_at=Now(),
            next_dispatch_at=None,
            dispatches=0,
        )

    def renew_lease(self) -> bool:
        """Give a sign of life, on a connection that lives as long as the work.

        False: the claim is lost and the work has to stop.
        """
        lifelines.hold(self.lifeline)
        # Not by `_change`: nothing that a page shows has changed.
        return self._rows().filter(self._held, pk=self.pk).update(lease_until=Now() + LEASE) == 1

    def is_held(self) -> bool:
        """Whether the attempt is still this worker's."""
        return self._rows().filter(self._held, pk=self.pk).exists()

    def has_succeeded(self) -> bool:
        """Whether the success of this claim stands: asked when its mark may have been lost."""
        return self._rows().filter(pk=self.pk, status=Status.SUCCESS, claim=self.claim).exists()

    def mark_as_success(self, stages: StageTimes | None = None, **results: Any) -> bool:
        """End the held attempt well and publish its results (columns of the model)."""
        return self._end(self._held, Status.SUCCESS, stages=stages, **results)

    def mark_as_failed(self, message: Kept, stages: StageTimes | None = None) -> bool:
        """End the held attempt; the message says to its user what went wrong and what to do."""
        return self._end(self._held, Status.FAILURE, message, stages=stages)

    def hand_back(self, **values: Any) -> bool:
        """Let go of the held attempt, unharmed, for another worker to take at once."""
        with transaction.atomic():
            changed = self._change(
                self._held,
                status=Status.PENDING,
                lease_until=None,
                started_at=None,
                claims_in_attempt=F("claims_in_attempt") - 1,
                next_dispatch_at=Now(),
                **values,
            )
            if changed:
                self._announce_on_commit()
        return changed

    def try_later(self) -> bool:
        """Put the held attempt off after a passing fault, longer each time; not for ever."""
        return self._change(
            self._held & Q(claims_in_attempt__lt=MAX_CLAIMS),
            status=Status.PENDING,
            lease_until=None,
            started_at=None,
            next_dispatch_at=Now() + DISPATCH_PAUSE * self.claims_in_attempt,
        )

    def cancel(self) -> bool:
        """End a waiting or running attempt on its user's wish; a running worker stops by itself."""
        stages = self.progress_of_claim(self.claim).stage_times() if self.is_running else None
        waiting_or_running = Q(status__in=ACTIVE, attempt=self.attempt)
        with transaction.atomic():
            changed = self._end(waiting_or_running, Status.CANCELLED, stages=stages)
            if changed:
                key = self.progress_key  # now: one that is deleted has none after the commit
                transaction.on_commit(lambda: progress.wish_to_cancel(key))
        return changed

    def retry(self) -> bool:
        """Start the next attempt of a failed or cancelled task."""
        with transaction.atomic():
            changed = self._change(
                Q(status__in=RETRYABLE, attempt=self.attempt),
                status=Status.PENDING,
                attempt=F("attempt") + 1,
                claims_in_attempt=0,
                dispatches=0,
                next_dispatch_at=Now(),
                started_at=None,
                finished_at=None,
                error_message="",
            )
            if changed:
                self._announce_on_commit()
        return changed

    @staticmethod
    def silent() -> Q:
        """Who works on these may be dead: they have given no sign of life for MAX_SILENCE."""
        return Q(status=Status.RUNNING, lease_until__lt=Now() + (LEASE - MAX_SILENCE))

    @property
    def _held(self) -> Q:
        return Q(status=Status.RUNNING, claim=self.claim)

    def _end(
        self,
        condition: Q,
        status: Status,
        message: Kept = "",
        *,
        stages: StageTimes | None = None,
        **values: Any,
    ) -> bool:
        record = JSONObject(
            number=F("attempt"),
            status=Value(status.value),
            started_at=F("started_at"),
            finished_at=Now(),
            error=Value(to_json(message), models.JSONField()),
            worker=F("worker"),
            stages=Value(stages or {}, models.JSONField()),
        )
        attempts = CombinedExpression(F("attempts"), "||", record, output_field=models.JSONField())
        with transaction.atomic():
            changed = self._change(
                condition,
                status=status,
                lease_until=None,
                next_dispatch_at=None,
                finished_at=Now(),
                error_message=message,
                attempts=attempts,
                **values,
            )
            if changed:
                self.tell_end()
        return changed

    def _change(self, condition: Q, **values: Any) -> bool:
        """Make the change if the row still meets the condition.

        Only then is this object read again: one that lost the race must not learn the winner's
        claim, or it could go on in the winner's name.
        """
        with transaction.atomic():
            rows = self._rows().filter(condition, pk=self.pk)
            changed = rows.update(updated_at=Now(), **values) == 1
            if changed:
                self.refresh_from_db()
                transaction.on_commit(self.tell_pages)
        return changed

    @classmethod
    def _rows(cls) -> models.QuerySet[Self]:
        return cls._default_manager.all()

    def _announce_on_commit(self) -> None:
        transaction.on_commit(self.announce, robust=True)

    def announce(self) -> None:
        """Announce, and note when to announce again, should nobody take it until then."""
        self.send()  # first, so that a broker that is down leaves it due for the next sweep
        pause = min(DISPATCH_PAUSE * 2 ** min(self.dispatches, 10), MAX_DISPATCH_PAUSE)
        waiting = self._rows().filter(pk=self.pk, status=Status.PENDING, attempt=self.attempt)
        waiting.update(dispatches=F("dispatches") + 1, next_dispatch_at=Now() + pause)

    def take_back(self) -> bool:
        """Let go of an attempt whose worker is dead; after MAX_CLAIMS it fails."""
        is_cut = lifelines.is_cut(self.lifeline, since_start=LEASE)
        is_lost = self._held & (self.silent() if is_cut else Q(lease_until__lt=Now()))
        if self.claims_in_attempt < MAX_CLAIMS:
            return self._change(
                is_lost, status=Status.PENDING, lease_until=None, next_dispatch_at=Now()
            )
        return self._end(
            is_lost,
            Status.FAILURE,
            _(
                "The work on this file was broken off three times. The file may be too large "
                "or damaged; if a smaller part of it works, split it, otherwise tell support."
            ),
        )
