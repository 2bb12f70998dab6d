from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from crossdock.models.base import BaseModel
from crossdock.models.tasks import CrossDockTask


class TaskComment(BaseModel):
    """What somebody had to say about a task."""

    task = models.ForeignKey(
        CrossDockTask, models.CASCADE, related_name="comments", verbose_name=_("task")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    text = models.TextField(_("text"), max_length=4000)
    edited_at = models.DateTimeField(_("edited"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ("-created_at", "-id")
        verbose_name = _("comment")
        verbose_name_plural = _("comments")

    def __str__(self) -> str:
        return self.text[:60]
