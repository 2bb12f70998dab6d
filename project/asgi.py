"""What the web server is given (Procfile)."""

import resource
from contextlib import suppress

from project.wsgi import application

# isort: split
from project.front import Front  # after Django is set up


def _allow_many_connections() -> None:
    """Each takes a file descriptor or two, and the usual limit is low."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


_allow_many_connections()
front = Front(application)
