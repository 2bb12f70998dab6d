from pathlib import Path
from uuid import uuid4

import pytest

from crossdock.storage.folder import Folder
from crossdock.storage.objects import ObjectStorage
from crossdock.storage.users_files import UsersFiles
from tests import weed


@pytest.fixture
def objects() -> ObjectStorage:
    """A folder of a bucket that nobody else uses."""
    return ObjectStorage(weed.url(uuid4().hex))


@pytest.fixture(params=["folder", "objects"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> UsersFiles:
    """Each kind of storage in turn."""
    if request.param == "folder":
        return Folder(location=tmp_path)
    kind: ObjectStorage = request.getfixturevalue("objects")
    return kind
