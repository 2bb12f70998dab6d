import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from project.processes import Kept, procfile
from tests.waiting import PATIENCE, wait_until


def lines(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


@pytest.fixture
def keep() -> Iterator[Callable[[str], Kept]]:
    running = []

    def start(command: str) -> Kept:
        kept = Kept("kept", command, dict(os.environ))
        running.append(kept)
        kept.start()
        return kept

    yield start
    for kept in running:
        kept.terminate()
        kept.wait(time.monotonic())


def test_a_process_that_is_killed_is_started_again(tmp_path: Path, keep: Callable[[str], Kept]):
    pids = tmp_path / "pids"
    keep(f"sh -c 'echo $$ >> {pids}; sleep 60'")
    wait_until(lambda: len(lines(pids)) == 1)
    os.kill(int(lines(pids)[0]), signal.SIGKILL)
    wait_until(lambda: len(set(lines(pids))) == 2)


def test_the_end_reaches_the_process_once_and_it_may_take_its_time(
    tmp_path: Path, keep: Callable[[str], Kept]
):
    said = tmp_path / "said"
    script = (
        "import signal, sys, time\n"
        f"say = lambda text: open({str(said)!r}, 'a').write(text + chr(10))\n"
        "signal.signal(signal.SIGTERM, lambda *_: say('told'))\n"
        "say('up'); time.sleep(0.5); [time.sleep(0.5) for _ in range(1)]; say('done')\n"
    )
    (tmp_path / "work.py").write_text(script)
    kept = keep(f"{sys.executable} {tmp_path / 'work.py'}")
    wait_until(lambda: lines(said) == ["up"])
    kept.terminate()
    kept.wait(time.monotonic() + PATIENCE)
    assert lines(said) == ["up", "told", "done"]


def test_one_that_does_not_end_is_killed_with_its_children(
    tmp_path: Path, keep: Callable[[str], Kept]
):
    pids = tmp_path / "pids"
    deaf = f"trap : TERM; echo $$ >> {pids}; while :; do sleep 1; done"
    kept = keep(f'sh -c "({deaf}) & {deaf}"'.replace("$$", "\\$\\$"))
    wait_until(lambda: len(lines(pids)) == 2)
    kept.terminate()
    since = time.monotonic()
    kept.wait(since + 0.5)
    assert time.monotonic() - since < 5
    group = kept._process.pid  # type: ignore[union-attr]
    wait_until(lambda: not _lives(group))


def _lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_procfile_names_every_process() -> None:
    assert set(procfile()) == {"web", "worker", "worker_long", "clock"}
