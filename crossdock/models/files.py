"""What background tasks with files have in common."""

from datetime import timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from crossdock.models.lifecycle import BackgroundTask
from crossdock.storage.users_files import users_files


class KeepsFiles(BackgroundTask):
    """One whose files are in a folder of its own."""

    root: ClassVar[str]
    """The folder of all these folders."""

    files_removed_at = models.DateTimeField(null=True, editable=False)

    class Meta(BackgroundTask.Meta):
        abstract = True
        indexes = (
            *BackgroundTask.Meta.indexes,
            models.Index(
                "finished_at",
                name="%(class)s_has_files",
                condition=models.Q(files_removed_at__isnull=True),
            ),
        )

    @classmethod
    def with_files_past_their_time(cls) -> models.QuerySet[Self]:
        """Those that ended FILES_KEPT_DAYS ago and whose files are still kept, the oldest first."""
        until = timezone.now() - timedelta(days=settings.FILES_KEPT_DAYS)
        rows = cls._rows().filter(finished_at__lt=until, files_removed_at__isnull=True)
        return rows.order_by("finished_at", "pk")

    @property
    def has_file(self) -> bool:
        """Whether its files are still kept: without them there is nothing to retry."""
        return self.files_removed_at is None

    @property
    def folder(self) -> str:
        """Where its files are, of every claim."""
        return f"{self.root}/{self.pk}"

    def remove(self) -> None:
        """Delete the task and, once that is committed, its files; work under way is cancelled."""
        folder = self.folder  # a row that is deleted has no id any more
        with transaction.atomic():
            super().remove()
            transaction.on_commit(lambda: users_files.drop_folder(folder))

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

    class Meta(KeepsFiles.Meta):
        abstract = True

    @property
    def claimed_name(self) -> str:
        """Where the held claim writes its file."""
        return f"{self.folder}/{self.claim}.json"
