import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from crossdock.clock import jobs
from crossdock.clock.jobs import sweep
from crossdock.models import CrossDockTask
from crossdock.models.lifecycle import BackgroundTask, Status
from crossdock.models.only_one import only_one
from crossdock.models.sweep import BROKER_AWAY
from tests import processes
from tests.factories import make_group, make_task, make_user

HOUR = timedelta(hours=1)
SHIFTED_TIME = r"""
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t id, struct timespec *time) {
    int answer = syscall(SYS_clock_gettime, id, time);
    if (id == CLOCK_REALTIME && access(getenv("SET_BACK"), F_OK) == 0)
        time->tv_sec -= 3600;
    return answer;
}
"""

RUN = """
import os, sys
from datetime import timedelta
from pathlib import Path
import django
django.setup()
from crossdock.clock import jobs

def job():
    if Path(os.environ["SET_BACK"]).exists():
        os._exit(0)
    Path(os.environ["SET_BACK"]).touch()
    raise ValueError("a job that fails is done again")

jobs.repeat({job: timedelta(seconds=0.1)})
"""


@pytest.mark.skipif(shutil.which("cc") is None, reason="only a library can shift the system's time")
def test_a_system_time_that_is_set_back_delays_nothing(tmp_path: Path) -> None:
    source, library = tmp_path / "time.c", tmp_path / "time.so"
    source.write_text(SHIFTED_TIME)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", library, source], check=True)
    shifted = {"LD_PRELOAD": str(library), "SET_BACK": str(tmp_path / "now")}
    environment = processes.environment(tmp_path, port=0) | shifted
    subprocess.run(
        [sys.executable, "-c", RUN], cwd=processes.ROOT, env=environment, check=True, timeout=30
    )


def test_every_job_is_done_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    done = Queue[str]()

    def end() -> None:
        raise SystemExit

    def mails() -> None:
        done.put("mails")

    def spoiled() -> None:
        done.put("spoiled")
        raise ValueError

    monkeypatch.setattr(jobs, "sweep", end)
    monkeypatch.setattr(jobs, "send_mails", mails)
    monkeypatch.setattr(jobs, "SHARED", dict.fromkeys((end, mails, spoiled), HOUR))
    monkeypatch.setattr(jobs, "JOBS", {spoiled: HOUR, partial(done.put, "late"): HOUR})
    monkeypatch.setattr(jobs, "_do", lambda job: job())
    with pytest.raises(SystemExit):
        jobs.run()
    assert {done.get(timeout=10) for _ in range(3)} == {"mails", "spoiled", "late"}


@pytest.mark.django_db(transaction=True)
def test_a_job_that_another_clock_is_at_is_left_to_it() -> None:
    done = []

    def job() -> None:
        done.append("here")

    with only_one("job"):
        jobs._do(job)
        assert not done
    jobs._do(job)
    assert done == ["here"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", BROKER_AWAY)
def test_a_broker_that_is_away_leaves_it_to_the_next_sweep(
    error: type[Exception], settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_task: BackgroundTask) -> None:
        raise error("away")

    settings.MEDIA_ROOT = tmp_path
    task = make_task(make_user(), make_group())
    monkeypatch.setattr(BackgroundTask, "send", refuse)
    sweep()
    task.refresh_from_db()
    assert (task.status, task.dispatches) == (Status.PENDING, 0)
    monkeypatch.undo()
    sweep()
    assert CrossDockTask.objects.get().dispatches == 1


@pytest.mark.django_db(transaction=True)
def test_the_sweep_does_not_wait_for_a_mail_server(monkeypatch: pytest.MonkeyPatch) -> None:
    swept = []

    def send_due(posting: Any) -> None:
        with posting(), ThreadPoolExecutor(1) as thread:
            thread.submit(sweep).result(timeout=10)

    monkeypatch.setattr(jobs, "sweep_tasks", lambda *_models: swept.append("all"))
    monkeypatch.setattr(jobs.mails, "send_due", send_due)
    jobs.send_mails()
    assert swept == ["all"]
