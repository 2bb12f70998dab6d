import os
from pathlib import Path

import pytest

from project import services
from tests.project.embedded import query


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to let another user in")
def test_root_opens_no_folder_for_good_nor_for_others(var: Path, embedded: None):
    var.chmod(0o700)
    inner = var / "inner"
    with services.running(inner):
        assert query(inner, "SELECT 1") == [(1,)]
        for folder in (var, inner):
            assert folder.stat().st_mode & 0o767 == 0o700
    for folder in (var, inner):
        assert (folder.stat().st_mode & 0o777, folder.stat().st_gid) == (0o700, 0)
