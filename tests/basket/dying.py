"""Stands for a solver that dies behind its first basket, in the middle of a word."""

import os
import signal
import sys

if __name__ == "__main__":
    sys.stdin.buffer.read()
    os.write(1, b'{"taken": [[1, 2]], "missing": 0}\n{"taken": [[0, 2]], "mis')
    os.kill(os.getpid(), signal.SIGKILL)
