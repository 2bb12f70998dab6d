"""Keeps one process of the Procfile running: `python -m project.keep COMMAND`.

Under `make run` a process that dies is started again, as a supervisor would do it in production.
The command gets a session of its own and a single SIGTERM: a second one would make Dramatiq drop
the work that it is about to finish.
"""

import signal
import subprocess
import sys
import time

PAUSE = 1.0
"""Seconds before a dead process is started again."""


def main(command: str) -> int:
    """Run the command until SIGTERM or SIGINT; returns its last exit code."""
    child: subprocess.Popen[bytes] | None = None
    stopping = False

    def stop(_number: int, _frame: object) -> None:
        nonlocal stopping
        if not stopping and child is not None:
            child.terminate()
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    while True:
        child = subprocess.Popen(["/bin/sh", "-c", f"exec {command}"], start_new_session=True)
        if stopping:
            child.terminate()
        code = child.wait()
        if stopping:
            return code
        sys.stdout.write(f"It ended with {code} and is started again.\n")
        sys.stdout.flush()
        time.sleep(PAUSE)
        if stopping:
            return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
