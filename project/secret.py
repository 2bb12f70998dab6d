import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def kept_secret(file: Path) -> str:
    """The secret in this file; made at the first start, for this file's owner alone."""
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=file.parent) as begun:
            begun.write(secrets.token_urlsafe(50))
            begun.flush()
            with suppress(FileExistsError):  # another process was quicker
                os.link(begun.name, file)
    return file.read_text()
