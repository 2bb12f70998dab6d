"""Users' files in a bucket of an object storage (S3), which any number of hosts share."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from io import BufferedReader
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

import obstore
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import File
from django.utils.encoding import filepath_to_uri
from obstore.exceptions import BaseError, GenericError
from obstore.store import S3Store

from crossdock.storage.copies import Copies
from crossdock.storage.object_reader import ObjectReader
from crossdock.storage.users_files import StorageAway, UsersFiles, logger
from crossdock.storage.work import workplace

PIECE = 8 * 1024 * 1024
"""Bytes that are sent or fetched at once: the memory that a file of any size takes is two of them.
S3 takes 10,000 pieces of a file at most."""

READ_AHEAD = 1024 * 1024
"""Bytes that are read at least, where a file is read in parts."""

CLIENT: Any = {"connect_timeout": "3s", "read_timeout": "5s", "timeout": "120s"}
"""A request's time-outs: to be connected, without a sign of the storage, in all."""

RETRIES: Any = {
    "max_retries": 8,
    "retry_timeout": timedelta(seconds=8),
    "backoff": {"init_backoff": timedelta(milliseconds=50), "max_backoff": timedelta(seconds=2)},
}
"""A page waits for them."""

SKIP_SECONDS = 5.0
"""So long nobody waits for a storage that did not answer: a page says so at once."""

OPTIONS = ("endpoint", "region")
REFUSED = (
    "%s refuses this installation: check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, "
    "that the bucket is there, and that they may write to it. It says: %s"
)


class ObjectStorage(UsersFiles):
    """A bucket: `s3://bucket/folder?endpoint=https://…&region=…`, of which only `bucket` must be.

    What says who we are comes from the usual environment (AWS_ACCESS_KEY_ID and the like).
    """

    def __init__(self, url: str) -> None:
        parts, self._url = urlsplit(url), url
        self._options: Any = dict(parse_qsl(parts.query))
        is_plain = parts.netloc and "@" not in parts.netloc  # what stands before it is a secret
        if parts.scheme != "s3" or not is_plain or self._options.keys() - set(OPTIONS):
            raise ImproperlyConfigured(
                "STORAGE_URL is not like s3://bucket?endpoint=https://host&region=name"
            )
        self._bucket, self._prefix = parts.netloc, parts.path.strip("/")
        self._skip_until = 0.0

    @cached_property
    def _store(self) -> S3Store:
        """Made at the first use: its threads would not survive a fork."""
        endpoint: str = self._options.get("endpoint", "")
        options = {"region": os.environ.get("AWS_REGION", "us-east-1")} | self._options
        client = CLIENT | {"allow_http": endpoint.startswith("http://")}
        prefix = self._prefix or None
        return S3Store(
            self._bucket, prefix=prefix, client_options=client, retry_config=RETRIES, **options
        )

    @cached_property
    def _copies(self) -> Copies:
        return Copies(Path(settings.VAR_DIR, "copies"))

    @contextmanager
    def _asked(self) -> Iterator[None]:
        """Around each question to the storage. Raises FileNotFoundError, StorageAway."""
        if time.monotonic() < self._skip_until:
            raise StorageAway("skipped: the storage did not answer a moment ago")
        try:
            yield
        except GenericError as error:
            self._skip_until = time.monotonic() + SKIP_SECONDS
            raise StorageAway(_first_line(error)) from error
        except BaseError as error:
            raise StorageAway(_first_line(error)) from error

    def check(self) -> None:
        """Store something, as anything does that starts."""
        try:
            obstore.put(self._store, "started", b"")
        except GenericError as error:
            logger.warning("the storage %s is away: %s", self._url, _first_line(error))
        except (BaseError, FileNotFoundError) as error:
            raise ImproperlyConfigured(REFUSED % (self._url, _first_line(error))) from error

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        if mode != "rb":
            raise ValueError(f"stored files are read, and not opened for {mode!r}")
        return StoredFile(self, name)

    def reader(self, name: str) -> BufferedReader:
        """The file, read by ranges. Raises FileNotFoundError, StorageAway; so does reading."""

        def read(start: int, end: int) -> Any:
            with self._asked():
                return obstore.get_range(self._store, name, start=start, end=end)

        return BufferedReader(ObjectReader(self.size(name), read), READ_AHEAD)

    def _save(self, name: str, content: "File[Any]") -> str:
        with self._asked():
            self._put(name, content.chunks(PIECE))
        return name

    def _put(self, name: str, content: Any) -> None:
        obstore.put(self._store, name, content, chunk_size=PIECE, max_concurrency=2)

    def exists(self, name: str) -> bool:
        """Whether there is such a file."""
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        """Its bytes. Raises FileNotFoundError."""
        with self._asked():
            return obstore.head(self._store, name)["size"]

    def url(self, name: str | None) -> str:
        """No address that leads anywhere: views serve files, to whom may see them."""
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name))

    def delete(self, name: str) -> None:
        """Remove it, if it is there."""
        self._delete([name])

    def _delete(self, names: list[str]) -> None:
        for name in names:
            self._copies.forget(name)
        if names:
            with self._asked():
                obstore.delete(self._store, names)

    @contextmanager
    def local(self, name: str) -> Iterator[Path]:
        """A copy on this host's disk, which is kept for a while."""
        size = self.size(name)  # also says whether the file is still kept
        with workplace(name) as path:
            if not self._copies.take(name, size, path):
                self._download(name, size, path)
                self._copies.keep(name, path)
            yield path

    def _download(self, name: str, size: int, path: Path) -> None:
        with self._asked(), path.open("wb") as file:
            for piece in obstore.get(self._store, name).stream(min_chunk_size=READ_AHEAD):
                file.write(piece)
            if file.tell() != size:
                raise StorageAway(f"{name} came with {file.tell()} bytes of {size}")

    @contextmanager
    def written(self, name: str) -> Iterator[Path]:
        """A path on this host's disk; the file is sent when the block has ended well."""
        with workplace(name) as path:
            yield path
            if path.exists():
                with self._asked():
                    self._put(name, path)

    def copy(self, source: str, target: str) -> None:
        """A copy that the storage makes by itself."""
        with self._asked():
            obstore.copy(self._store, source, target)

    def names(self, folder: str) -> list[str]:
        """The files, without parts of files: they do not show before they are whole."""
        with self._asked():
            return [each["path"] for each in obstore.list(self._store, folder).collect()]

    def delete_folder(self, folder: str) -> None:
        """Remove all that is in it: there are no folders but in names."""
        self._delete(self.names(folder))


def _first_line(error: Exception) -> str:
    """What it says; further lines are for who debugs obstore."""
    return str(error).partition("\n")[0]


class StoredFile(File[Any]):
    """A stored file that is read in parts, and may be opened again when it was closed."""

    def __init__(self, storage: ObjectStorage, name: str) -> None:
        super().__init__(storage.reader(name), name)
        self._storage = storage

    def open(self, mode: str | None = None, *_args: Any, **_kwargs: Any) -> "StoredFile":
        """From its beginning. Raises FileNotFoundError, StorageAway."""
        if self.closed:
            self.file = self._storage.reader(self.name or "")
        self.seek(0)
        return self
