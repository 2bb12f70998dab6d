"""What Dramatiq's workers load (Procfile): Django, and with it the broker and the actors.

Dramatiq's own command starts them. `manage.py rundramatiq` would load Django once more before.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
django.setup()

from crossdock.workers import process  # noqa: E402  # it needs the settings

process.check_storage()
