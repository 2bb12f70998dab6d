from django.db import models
from django.utils.translation import gettext_lazy as _


class BaseModel(models.Model):
    """What every table has: when a row came to be, and when it was last changed."""

    created_at = models.DateTimeField(_("created"), auto_now_add=True, db_index=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True
