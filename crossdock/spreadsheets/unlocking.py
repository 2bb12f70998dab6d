"""Workbooks that Excel opens without asking for their password, as it knows it itself."""

import io
from pathlib import Path
from types import SimpleNamespace

DEFAULT_PASSWORD = "VelvetSweatshop"  # noqa: S105
"""Of workbooks whose structure is protected, or that are recommended to be opened read-only."""


def unlocked(path: Path) -> io.BytesIO | None:
    """The file without its encryption; None where its password is its user's own."""
    # A quarter of a second and 30 MB that few files need.
    import msoffcrypto
    from msoffcrypto.format import xls97
    from msoffcrypto.format.ooxml import OOXMLFile

    # It puts .xls together in a temporary file; the process that reads uploads cannot write any.
    xls97.tempfile = SimpleNamespace(TemporaryFile=io.BytesIO)
    content = io.BytesIO()
    try:
        with path.open("rb") as file:
            locked = msoffcrypto.OfficeFile(file)
            # Those of .xls verify it in any case, and do not know the option.
            options = {"verify_password": True} if isinstance(locked, OOXMLFile) else {}
            locked.load_key(password=DEFAULT_PASSWORD, **options)
            locked.decrypt(content)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - a library for damaged files, too, raises whatever comes
        return None
    return content if content.tell() else None
