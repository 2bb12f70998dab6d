"""Archives of workbooks, packed as their parts come."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipInfo

from isal.isal_zlib import DEFLATED, MAX_WBITS, compressobj

PACKED = 1  # isal's 2 takes as long, its 3 three times as long for a thirtieth less
MODE = 0o600  # of a file that is unpacked from the archive
NO_TIME = datetime(1980, 1, 1)
"""Of parts whose time is none, as some programs write them."""


def write_archive(path: Path, parts: Iterable[tuple[ZipInfo, Iterable[bytes]]]) -> None:
    """Write an archive of parts, each in pieces. Raises OSError, and what `parts` raises."""
    # Here, for its ciphers take a twentieth of the time in which any of our processes starts.
    from stream_zip import ZIP_32, stream_zip

    files = ((entry.filename, _time(entry), MODE, ZIP_32, content) for entry, content in parts)
    with path.open("wb") as file:
        for chunk in stream_zip(files, get_compressobj=_compressor, extended_timestamps=False):
            file.write(chunk)


def _time(entry: ZipInfo) -> datetime:
    try:
        return max(datetime(*entry.date_time), NO_TIME)
    except ValueError:
        return NO_TIME


def _compressor() -> Any:
    """Takes a quarter of zlib's time."""
    return compressobj(PACKED, DEFLATED, -MAX_WBITS)
