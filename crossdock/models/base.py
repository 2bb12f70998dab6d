from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class BaseModel(models.Model):
    """What every table has: when a row came to be, and when it was last changed.

    The first is the database's time: order and age must not depend on which host made a row.
    """

    created_at = models.DateTimeField(_("created"), db_default=Now(), editable=False, db_index=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    class Meta:
        abstract = True
