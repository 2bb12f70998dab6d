from pathlib import Path

from project import services
from tests.project.embedded import query


def test_settings_follow_the_machine(var: Path, embedded: None):
    with services.running(var):
        (buffers,), *_ = query(var, "SHOW shared_buffers")
        assert buffers != "128MB"
