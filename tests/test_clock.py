import logging
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from dramatiq.errors import ConnectionClosed
from dramatiq_crontab import scheduler

from crossdock import clock
from crossdock.models import OffersRefresh

JOBS = {
    "sweep": clock.SWEEP_EVERY,
    "remove old files": timedelta(hours=1),
    "remove old offers": timedelta(hours=1),
    "remove old sessions": timedelta(hours=1),
    "refresh offers": timedelta(minutes=5),
}


def test_what_the_clock_does_and_how_often() -> None:
    intervals = {job.name: job.trigger.interval for job in scheduler.get_jobs()}
    assert JOBS.items() <= intervals.items()


@pytest.mark.django_db
def test_a_sweep_without_a_queue_says_so_and_the_clock_goes_on(monkeypatch, caplog) -> None:
    def sweep(_log: object) -> None:
        raise ConnectionClosed("the queue is away")

    monkeypatch.setattr(clock, "close_old_connections", lambda: None)  # the test's own
    monkeypatch.setattr(OffersRefresh, "sweep", sweep)
    with caplog.at_level(logging.WARNING):
        clock.sweep()
    assert "the queue is away" in caplog.text


@pytest.mark.django_db
def test_old_sessions_go(monkeypatch) -> None:
    monkeypatch.setattr(clock, "close_old_connections", lambda: None)  # the test's own
    now = timezone.now()
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, expire_date=now + timedelta(days=days))
    clock.remove_old_sessions()
    assert [session.session_key for session in Session.objects.all()] == ["new"]
