import pytest
from django.core.files.base import ContentFile

from crossdock.errors import UserError
from crossdock.models import CrossDockTask
from crossdock.storage.users_files import UsersFiles, kept
from tests.world import files as own_folder

NAME = "tasks/1/заявка 7.csv"
LINES = b"".join(b"Brand;%d\n" % number for number in range(1000))


@pytest.fixture
def stored(files: UsersFiles) -> UsersFiles:
    assert files.save(NAME, ContentFile(LINES)) == NAME
    return files


def test_it_is_read_as_any_file(stored: UsersFiles) -> None:
    with stored.open(NAME) as file:
        assert file.readline() == b"Brand;0\n"
        assert file.read() == LINES[8:]
        assert file.size == len(LINES)
    with file.open() as again:
        assert b"".join(again.chunks()) == LINES


def test_a_part_and_the_last_bytes_are_read_alone(stored: UsersFiles) -> None:
    with stored.open(NAME) as file:
        file.seek(8)
        assert file.read(8) == b"Brand;1\n"
        file.seek(-10, 2)
        assert file.read() == b"Brand;999\n"


def test_it_is_read_from_a_path_with_its_ending(stored: UsersFiles) -> None:
    for _time in range(2):
        with stored.local(NAME) as path:
            assert path.suffix == ".csv"
            assert path.read_bytes() == LINES


def test_what_is_written_at_a_path_appears_at_the_end(files: UsersFiles) -> None:
    with files.written(NAME) as path:
        assert not files.exists(NAME)
        path.write_bytes(LINES)
    with files.open(NAME) as file:
        assert file.read() == LINES


def test_what_is_not_written_does_not_appear(files: UsersFiles) -> None:
    with files.written(NAME):
        pass
    assert not files.exists(NAME)


def test_a_second_name_outlives_the_first(stored: UsersFiles) -> None:
    stored.copy(NAME, "tasks/2/b.csv")
    stored.delete(NAME)
    with stored.local("tasks/2/b.csv") as path:
        assert path.read_bytes() == LINES


def test_what_is_removed_is_gone_in_every_way(stored: UsersFiles) -> None:
    with stored.local(NAME):
        stored.delete(NAME)
    stored.delete(NAME)
    assert not stored.exists(NAME)
    for read in (stored.open, stored.size, lambda name: stored.copy(name, "tasks/2/b.csv")):
        with pytest.raises(FileNotFoundError):
            read(NAME)
    with pytest.raises(FileNotFoundError), stored.local(NAME):
        pass


def test_a_folder_is_its_files(stored: UsersFiles) -> None:
    stored.save("tasks/1/b.csv", ContentFile(b"b"))
    stored.save("tasks/11/c.csv", ContentFile(b"c"))
    assert sorted(stored.names("tasks/1")) == ["tasks/1/b.csv", NAME]
    stored.drop_folder("tasks/1")
    assert stored.names("tasks/1") == []
    assert stored.names("tasks/11") == ["tasks/11/c.csv"]
    stored.drop_folder("tasks/1")


def test_what_is_dropped_may_be_gone(stored: UsersFiles) -> None:
    stored.drop(NAME, "tasks/1/nothing.csv")
    assert stored.names("tasks/1") == []


def test_a_name_is_never_given_twice(stored: UsersFiles) -> None:
    assert stored.save(NAME, ContentFile(b"other")) != NAME


def test_an_address_leads_nowhere(stored: UsersFiles) -> None:
    assert "by-views-only" in stored.url(NAME)


@pytest.mark.usefixtures(own_folder.__name__)
def test_what_there_is_no_file_of() -> None:
    task = CrossDockTask()
    task.request_file.name = "tasks/1/gone.csv"
    with pytest.raises(UserError, match="not kept any more"), kept(task.request_file):
        pass
