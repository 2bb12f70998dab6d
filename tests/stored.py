"""Users' files, wherever they are."""

from contextlib import AbstractContextManager
from pathlib import Path

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile

from crossdock.storage.users_files import users_files


def put(file: FieldFile | str, content: bytes = b"x") -> str:
    """Store it under this name, whatever was there."""
    name = file if isinstance(file, str) else file.name or ""
    users_files.delete(name)
    return users_files.save(name, ContentFile(content))


def content(file: FieldFile | str) -> bytes:
    with users_files.open(file if isinstance(file, str) else file.name or "") as opened:
        return bytes(opened.read())


def exists(file: FieldFile | str) -> bool:
    return users_files.exists(file if isinstance(file, str) else file.name or "")


def remove(file: FieldFile | str) -> None:
    users_files.delete(file if isinstance(file, str) else file.name or "")


def written(file: FieldFile) -> AbstractContextManager[Path]:
    """A path to write it to anew."""
    return users_files.written(file.name or "")
