"""What background tasks with files have in common."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from crossdock.models.lifecycle import BackgroundTask
from crossdock.storage.users_files import users_files


class KeepsFiles(BackgroundTask):
    """One whose files are in a folder of its own."""

    root: ClassVar[str]
    """The folder of all these folders."""

    class Meta(BackgroundTask.Meta):
        abstract = True

    @property
    def folder(self) -> str:
        """Where its files are, of every claim."""
        return f"{self.root}/{self.pk}"

    def delete_files(self) -> None:
        """Remove the files of every claim."""
        users_files.drop_folder(self.folder)


class MakesFile(BackgroundTask):
    """One whose result is a file."""

    file = models.FileField(_("file"), max_length=255, blank=True, editable=False)

    class Meta(BackgroundTask.Meta):
        abstract = True

    @property
    def claimed_name(self) -> str:
        """Where the held claim writes its file: no two claims ever write the same."""
        raise NotImplementedError

    def discard(self) -> None:
        """Remove the held claim's file, which was not published."""
        users_files.drop(self.claimed_name)


class MakesDocument(KeepsFiles, MakesFile):
    """One whose result is a file of JSON in a folder of its own."""

    class Meta(BackgroundTask.Meta):
        abstract = True

    @property
    def claimed_name(self) -> str:
        """Where the held claim writes its file."""
        return f"{self.folder}/{self.claim}.json"
