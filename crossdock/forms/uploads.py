"""Files that are looked at before anything is made of them."""

from contextlib import AbstractContextManager
from pathlib import Path, PurePath
from typing import NamedTuple, Self
from uuid import uuid4

from django.core import signing
from django.core.files import File

from crossdock.models import CrossDockTask, PriceListImport
from crossdock.models.imports import list_path
from crossdock.models.tasks import request_path
from crossdock.storage.users_files import ORPHAN_AGE, PREVIEWS, users_files

SALT = "upload"


class GoneError(Exception):
    """The file is not kept any more, or the token is none of ours."""


class Upload(NamedTuple):
    """A stored file: its name in the storage, and the name that its user knows it by.

    A page carries it along as a signed token. Nobody's in the end, it is removed as an orphan.
    """

    name: str
    filename: str

    @classmethod
    def keep(cls, file: "File[bytes]") -> Self:
        """Store a file that has just come."""
        filename = file.name or ""
        suffix = PurePath(filename).suffix.lower()[:10]
        name = f"{PREVIEWS}/{uuid4()}/list{suffix}"
        return cls(users_files.save(name, file), filename)

    @classmethod
    def of_token(cls, token: str) -> Self:
        """The upload that a page carried along. Raises GoneError."""
        try:
            upload = cls(*signing.loads(token, salt=SALT, max_age=ORPHAN_AGE))
        except signing.BadSignature as error:
            raise GoneError from error
        if not users_files.exists(upload.name):
            raise GoneError
        return upload

    @property
    def token(self) -> str:
        """What a page carries along."""
        return signing.dumps([self.name, self.filename], salt=SALT)

    def local(self) -> AbstractContextManager[Path]:
        """A path to read it from. Raises FileNotFoundError."""
        return users_files.local(self.name)

    @property
    def key(self) -> str:
        """What tells it from the other uploads: the UUID of its folder."""
        return PurePath(self.name).parent.name

    def give_to(self, task: PriceListImport | CrossDockTask) -> None:
        """Make it the task's file, where possible without a copy; it stays for another look, too.

        Raises OSError, StorageAway.
        """
        task.filename, name = self.filename, PurePath(self.name).name
        if isinstance(task, PriceListImport):
            file, file.name = task.file, list_path(task, name)
        else:
            file, file.name = task.request_file, request_path(task, name)
        users_files.copy(self.name, file.name)
