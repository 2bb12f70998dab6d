import threading
from pathlib import Path
from typing import Any

import pytest

from project import services


@pytest.mark.parametrize("service", [services.Postgres, services.Redis])
def test_one_that_dies_while_its_answer_is_awaited_is_started_again(service: Any, var: Path):
    service(var).start()
    dying = service(var).processes()[0]
    dying.suspend()
    threading.Timer(0.3, dying.kill).start()
    again = service(var)
    try:
        again.start()
        assert again.answers()
        assert again.processes()[0].pid != dying.pid
    finally:
        again.stop()
