from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from crossdock.models import telling
from crossdock.models.base import BaseModel
from crossdock.models.tasks import CrossDockTask

MAX_COMMENT_LENGTH = 4000

SENT_TWICE = timedelta(minutes=1)
"""The same text from the same author, twice in this time, was meant once."""


class TaskComment(BaseModel):
    """What somebody had to say about a task."""

    task = models.ForeignKey(
        CrossDockTask,
        models.CASCADE,
        related_name="comments",
        db_index=False,
        verbose_name=_("task"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    text = models.TextField(_("text"), max_length=MAX_COMMENT_LENGTH)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-id",)
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        indexes = (models.Index("task", "id", name="comment_newest"),)

    def __str__(self) -> str:
        return self.text[:60]

    @classmethod
    def add(cls, task: CrossDockTask, user: User, text: str) -> "TaskComment":
        """Store a comment; one that its author has just sent is not stored twice."""
        with transaction.atomic():
            User.objects.select_for_update(no_key=True).get(pk=user.pk)  # of two at once, one waits
            recent = timezone.now() - SENT_TWICE
            comment_before = cls.objects.filter(task=task, user=user, created_at__gt=recent).first()
            if comment_before and comment_before.text == text:
                return comment_before
            comment = cls.objects.create(task=task, user=user, text=text)
            telling.commented(comment)
            return comment

    def edit(self, text: str) -> None:
        """Change the text, and say that it was changed."""
        self.text = text
        self.edited_at = timezone.now()
        with transaction.atomic():
            self.save()
            telling.commented(self)

    @cached_property
    def mentioned(self) -> set[str]:
        """The names, in small letters, of the users whom it names."""
        return {user.username.lower() for user in telling.mentioned_users([self.text])}
