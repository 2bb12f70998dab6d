from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crossdock.models.base import BaseModel
from crossdock.models.texts import KeptTextField

MAIL_PAUSE, MAX_MAIL_PAUSE = timedelta(seconds=30), timedelta(hours=1)
"""A mail that was not sent is tried again after the first, doubled with each try up to the last."""


class Kind(models.TextChoices):
    """What somebody is told of."""

    TASK_DONE = "TASK_DONE", _("A task of mine is done")
    TASK_FAILED = "TASK_FAILED", _("A task of mine has failed")
    COMMENT = "COMMENT", _("Somebody comments on a task of mine")
    MENTION = "MENTION", _("Somebody names me in a comment, as @name")
    LIST_FAILED = "LIST_FAILED", _("A price list could not be imported")
    LIST_LATE = "LIST_LATE", _("A price list is late")


STAFF_KINDS = (Kind.LIST_FAILED, Kind.LIST_LATE)
"""What only staff are told of, for price lists are theirs."""


class Notice(BaseModel):
    """Something that a user is told: under the bell, and by a mail that may still have to be sent.

    It is written in the transaction that makes it true (`models/telling.py`), so there is never one
    without the other. It goes with what it is about.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="notices",
        db_index=False,
        verbose_name=_("user"),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    text = KeptTextField(_("text"))
    task = models.ForeignKey(
        "crossdock.CrossDockTask", models.CASCADE, null=True, related_name="notices"
    )
    comment = models.ForeignKey(
        "crossdock.TaskComment", models.CASCADE, null=True, related_name="notices"
    )
    price_list_import = models.ForeignKey(
        "crossdock.PriceListImport", models.CASCADE, null=True, related_name="notices"
    )
    read_at = models.DateTimeField(null=True)
    mail_due_at = models.DateTimeField(
        null=True, help_text="when to try to send the mail; null: there is none to be sent"
    )
    mail_tries = models.PositiveIntegerField(default=0)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes = (
            models.Index("user", "id", name="notice_newest"),
            models.Index("user", name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(
                "mail_due_at", name="notice_mail_due", condition=Q(mail_due_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return str(self.text)

    @property
    def address(self) -> str:
        """The page to look at, from the site's root."""
        if self.task_id:
            page = reverse("crossdock:task_detail", args=[self.task_id])
            return f"{page}#comments" if self.comment_id else page
        page = reverse("crossdock:price_list_list")
        return f"{page}?quiet=1" if self.kind == Kind.LIST_LATE else page

    @classmethod
    def mark_as_read(cls, notices: "QuerySet[Notice]") -> None:
        """Say that their user has seen these."""
        notices.filter(read_at=None).update(read_at=Now())

    def claim_mail(self) -> bool:
        """Take it on to send the mail that is due. False: somebody else does, or has locked it.

        It stays due, later: whoever dies before `mark_mailed` has only put it off.
        """
        pause = min(MAIL_PAUSE * 2 ** min(self.mail_tries, 10), MAX_MAIL_PAUSE)
        due = Notice.objects.filter(pk=self.pk, mail_tries=self.mail_tries, mail_due_at__lte=Now())
        with transaction.atomic():
            if not due.select_for_update(skip_locked=True).exists():
                return False
            return due.update(mail_tries=F("mail_tries") + 1, mail_due_at=Now() + pause) == 1

    def mark_mailed(self) -> None:
        """Say that the mail is sent."""
        Notice.objects.filter(pk=self.pk).update(mail_due_at=None, mailed_at=Now())

    def drop_mail(self) -> None:
        """Send no mail: nobody needs it, or nobody can get it."""
        Notice.objects.filter(pk=self.pk).update(mail_due_at=None)


class TaskVisit(models.Model):
    """Up to which comment a user has seen a task's comments."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False
    )
    task = models.ForeignKey("crossdock.CrossDockTask", models.CASCADE, related_name="+")
    last_comment = models.PositiveBigIntegerField(default=0)

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = (
            models.UniqueConstraint(name="visit_of_user_and_task", fields=("user", "task")),
        )

    def __str__(self) -> str:
        return f"{self.user} {self.task}"

    @classmethod
    def last_seen(cls, user: User, task_pk: UUID) -> int | None:
        """The newest comment at the user's last visit; None before the first."""
        visits = cls.objects.filter(user=user, task=task_pk)
        return visits.values_list("last_comment", flat=True).first()

    @classmethod
    def note(cls, user: User, task_pk: UUID, last_comment: int) -> None:
        """Say that the user sees the comments up to this one."""
        TaskVisit.objects.bulk_create(
            [TaskVisit(user=user, task_id=task_pk, last_comment=last_comment)],
            update_conflicts=True,
            unique_fields=("user", "task"),
            update_fields=("last_comment",),
        )
