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
        with transaction.atomic():
            remove_files_with(self)
            super().remove()

    def delete_files(self) -> None:
        """Remove the files of every claim."""
        users_files.drop_folder(self.folder)


def remove_files_with(row: models.Model) -> None:
    """Once the transaction that deletes the row is committed, remove its files.

    Those of the rows that are deleted along with it go, too.
    """
    folders = [row.folder] if isinstance(row, KeepsFiles) else []
    for relation in row._meta.related_objects:
        model = relation.related_model
        if relation.on_delete is models.CASCADE and issubclass(model, KeepsFiles):
            kept = model._default_manager.filter(
                files_removed_at=None, **{relation.field.name: row}
            )
            folders += [each.folder for each in kept.only("pk")]

    def remove() -> None:
        for folder in folders:
            users_files.drop_folder(folder)

    transaction.on_commit(remove)


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
