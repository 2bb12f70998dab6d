from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Price lists and request files in the layouts of real ones."""
    if not SHARED_DATA.is_dir():
        pytest.skip(f"needs the sample files in {SHARED_DATA}")
    return SHARED_DATA
