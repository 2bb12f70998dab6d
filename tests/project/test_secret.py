from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from project.secret import kept_secret


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "var" / "secret"
    with ThreadPoolExecutor(8) as threads:
        secrets = set(threads.map(lambda _: kept_secret(file), range(8)))
    assert len(secrets) == 1
    assert len(secrets.pop()) > 50
    assert [path.stat().st_mode & 0o777 for path in (file, file.parent)] == [0o600, 0o700]
    assert list(file.parent.iterdir()) == [file]
