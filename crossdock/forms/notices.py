from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from crossdock.models.notices import STAFF_KINDS, Kind
from crossdock.models.preferences import Preferences, Reach


class NoticeForm(forms.Form):
    """What a user is told of, and how."""

    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Without one, everything is under the bell only."),
    )
    attaches_result = forms.BooleanField(
        label=_("Attach the result to the e-mail"),
        required=False,
        help_text=_("Up to 2 MB; a larger one is linked only."),
    )

    def __init__(self, user: User, preferences: Preferences, data: Any = None) -> None:
        start = {"email": user.email, "attaches_result": preferences.attaches_result}
        super().__init__(data, initial=start)
        self._user, self._preferences = user, preferences
        self._kinds = [kind for kind in Kind if user.is_staff or kind not in STAFF_KINDS]
        for kind in self._kinds:
            self.fields[kind] = forms.ChoiceField(
                label=kind.label,
                choices=Reach.choices,
                initial=Reach.of(preferences.reach, kind),
            )

    def save(self) -> None:
        """Keep what was chosen."""
        data = self.cleaned_data
        self._user.email = data["email"]
        self._user.save(update_fields=["email"])
        self._preferences.reach |= {kind.value: data[kind] for kind in self._kinds}
        self._preferences.attaches_result = data["attaches_result"]
        self._preferences.save()
