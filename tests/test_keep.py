import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.processes import ROOT

PATIENCE = 20


def wait_for_lines(path: Path, count: int) -> list[str]:
    deadline = time.monotonic() + PATIENCE
    while True:
        lines = path.read_text().splitlines() if path.exists() else []
        if len(lines) >= count:
            return lines
        assert time.monotonic() < deadline, lines
        time.sleep(0.05)


def keep(command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "project.keep", command], cwd=ROOT)


def test_a_process_that_is_killed_is_started_again(tmp_path: Path):
    pids = tmp_path / "pids"
    kept = keep(f"sh -c 'echo $$ >> {pids}; sleep 60'")
    try:
        (first,) = wait_for_lines(pids, 1)
        os.kill(int(first), signal.SIGKILL)
        assert wait_for_lines(pids, 2)[1] != first
    finally:
        kept.terminate()
        assert kept.wait(PATIENCE) != 0


def test_the_end_reaches_the_process_once_and_it_may_take_its_time(tmp_path: Path):
    said = tmp_path / "said"
    script = (
        "import signal, sys, time\n"
        f"say = lambda text: open({str(said)!r}, 'a').write(text + chr(10))\n"
        "signal.signal(signal.SIGTERM, lambda *_: say('told'))\n"
        "say('up'); time.sleep(1); [time.sleep(1) for _ in range(1)]; say('done')\n"
    )
    (tmp_path / "work.py").write_text(script)
    kept = keep(f"{sys.executable} {tmp_path / 'work.py'}")
    wait_for_lines(said, 1)
    for _ in range(3):
        kept.terminate()
    assert kept.wait(PATIENCE) == 0
    assert said.read_text().split() == ["up", "told", "done"]
