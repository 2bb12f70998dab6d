from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Reach(models.TextChoices):
    """How far a notification goes."""

    MAIL = "MAIL", _("under the bell and by e-mail")
    BELL = "BELL", _("under the bell only")
    NOT = "NOT", _("not at all")

    @classmethod
    def of(cls, wishes: dict[str, str], kind: str) -> "Reach":
        """What somebody wishes who has chosen `wishes`; all the way where nothing is chosen."""
        return cls(wishes.get(kind, cls.MAIL))


class Preferences(models.Model):
    """What a user has chosen for all his visits."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="preferences",
        verbose_name=_("user"),
    )
    language = models.CharField(_("language"), max_length=10)
    reach = models.JSONField(
        default=dict, help_text="a Reach by the kind of notification (models/notices.py)"
    )
    attaches_result = models.BooleanField(_("results come with the e-mail"), default=False)

    class Meta:
        verbose_name = _("preferences")
        verbose_name_plural = _("preferences")

    def __str__(self) -> str:
        return str(self.user)


def language_of(user: AbstractBaseUser) -> str:
    """The language of what is made for a user while no request of his is there to say it."""
    language = Preferences.objects.filter(pk=user.pk).values_list("language", flat=True).first()
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
