import signal
from uuid import uuid4

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile

from crossdock.storage import objects as module
from crossdock.storage.objects import PIECE, ObjectStorage
from crossdock.storage.users_files import StorageAway
from tests import weed
from tests.unreliable import unreliable

NAME = "tasks/1/a.csv"


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits long for a storage that is away."""
    monkeypatch.setitem(module.CLIENT, "read_timeout", "500ms")
    monkeypatch.setitem(module.RETRIES, "max_retries", 0)


@pytest.mark.parametrize(
    "url",
    [
        "s3://",
        "bucket",
        "https://bucket?endpoint=https://host",
        "s3://bucket?endpiont=x",
        "s3://key:secret@bucket",
    ],
)
def test_an_address_that_cannot_be_meant_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL is not"):
        ObjectStorage(url)


def test_a_storage_that_knows_us_is_no_matter(objects: ObjectStorage) -> None:
    objects.check()


@pytest.mark.parametrize(
    ("variable", "value"), [("AWS_SECRET_ACCESS_KEY", "wrong"), ("AWS_ACCESS_KEY_ID", "nobody")]
)
def test_a_wrong_secret_is_refused_at_the_start(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = weed.url("any")
    monkeypatch.setenv(variable, value)
    with pytest.raises(ImproperlyConfigured, match="refuses this installation: check AWS_ACCESS"):
        ObjectStorage(url).check()


@pytest.mark.usefixtures("hurried")
def test_one_that_is_away_stops_no_start_and_is_skipped(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    weed.weed()  # sets what says who we are
    away = ObjectStorage("s3://crossdock?endpoint=http://127.0.0.1:1")
    away.check()
    assert "is away" in caplog.text
    with pytest.raises(StorageAway):
        away.size(NAME)
    with pytest.raises(StorageAway, match="skipped"):
        away.size(NAME)
    away.drop(NAME)
    away.drop_folder("tasks/1")


@pytest.mark.usefixtures("hurried")
def test_one_that_hangs_is_waited_for_no_longer_than_that(
    objects: ObjectStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SKIP_SECONDS", 0.0)
    objects.save(NAME, ContentFile(b"x"))
    server = weed.weed()
    server.signal(signal.SIGSTOP)
    try:
        for read in (objects.size, objects.delete, objects.names):
            with pytest.raises(StorageAway):
                read(NAME)
        with pytest.raises(StorageAway), objects.written("tasks/1/b.csv") as path:
            path.write_bytes(b"y")
    finally:
        server.signal(signal.SIGCONT)
    assert objects.open(NAME).read() == b"x"


def test_a_file_of_several_pieces(objects: ObjectStorage) -> None:
    content = bytes(range(256)) * (2 * PIECE // 256) + b"the end"
    with objects.written(NAME) as path:
        path.write_bytes(content)
    objects.save("tasks/1/b.csv", ContentFile(content))
    for name in (NAME, "tasks/1/b.csv"):
        assert objects.size(name) == len(content)
        with objects.open(name) as file:
            file.seek(PIECE - 1)
            assert file.read(2 * 10**6) == content[PIECE - 1 :][: 2 * 10**6]
        with objects.local(name) as path:
            assert path.read_bytes() == content


def test_one_that_refuses_a_tenth_of_the_requests_loses_nothing() -> None:
    with unreliable(every=10) as endpoint:
        weed.weed()
        objects = ObjectStorage(f"s3://crossdock/{uuid4().hex}?endpoint={endpoint}")
        names = [f"tasks/1/{number}.csv" for number in range(10)]
        for name in names:
            objects.save(name, ContentFile(name.encode()))
            objects.copy(name, f"{name}.copy")
        assert len(objects.names("tasks/1")) == 20
        for name in names:
            with objects.local(name) as path, objects.open(f"{name}.copy") as copy:
                assert path.read_bytes() == copy.read() == name.encode()
        objects.delete_folder("tasks/1")
        assert objects.names("tasks/1") == []
