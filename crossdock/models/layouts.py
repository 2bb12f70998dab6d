from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

from crossdock.models.base import BaseModel
from crossdock.spreadsheets.mapping import NO_MAPPING, ColumnMapping


class RememberedLayout(BaseModel):
    """The columns that somebody has chosen for request files of one layout, for everybody.

    The newest choice replaces the one before.
    """

    fingerprint = models.CharField(max_length=32, unique=True)
    columns = models.JSONField(_("columns"), help_text="as spreadsheets.mapping has them")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user")
    )

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")

    def __str__(self) -> str:
        return ", ".join(map(str, self.mapping.values()))

    @property
    def mapping(self) -> ColumnMapping:
        """The columns as what reads files takes them."""
        return ColumnMapping.from_json(self.columns)

    @classmethod
    def of(cls, fingerprint: str) -> "RememberedLayout | None":
        """What is remembered for a layout, with who chose it."""
        return cls._default_manager.select_related("user").filter(fingerprint=fingerprint).first()

    @classmethod
    def mapping_of(cls, fingerprint: str) -> ColumnMapping:
        """The columns for a layout; none where nobody has chosen any."""
        layout = cls.of(fingerprint)
        return layout.mapping if layout else NO_MAPPING

    @classmethod
    def remember(cls, fingerprint: str, mapping: ColumnMapping, user: User) -> None:
        """Read files of this layout so from now on."""
        choice = {"columns": mapping.to_json(), "user": user}
        cls._default_manager.update_or_create(fingerprint=fingerprint, defaults=choice)
