"""The static files of two versions, while one replaces the other."""

from contextlib import suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """Serves also what was collected after this process had started.

    A page of the next version may come from one process and ask another, which still runs this one,
    for its files: their names differ, and `collectstatic` removes none.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.directories.append((f"{settings.STATIC_ROOT}/", self.static_prefix))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the file, or as the rest of the site does."""
        url = request.path_info
        if url.startswith(self.static_prefix) and url not in self.files:
            with suppress(OSError, ValueError):  # what is no name of a file
                file = self.find_file(url)
                if file is not None:
                    self.files[url] = file
        return super().__call__(request)  # type: ignore[no-any-return]
