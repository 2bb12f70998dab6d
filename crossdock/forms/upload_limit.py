"""How large an upload may be, and what is said about one that is larger."""

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import gettext as _

MEGABYTE = 2**20


def max_bytes() -> int:
    """The bytes that an uploaded file may have."""
    return int(settings.MAX_UPLOAD_MB * MEGABYTE)


def _too_large() -> str:
    message = _("The file is larger than %s MB. Split it, or leave out its other sheets.")
    return message % settings.MAX_UPLOAD_MB


TOO_LARGE = lazy(_too_large, str)()
