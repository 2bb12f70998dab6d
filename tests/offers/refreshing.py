from django.db import connection

from crossdock.offers.current import Refresh


def refresh_in_thread() -> None:
    """A refresh on a connection of its own, which goes with the thread."""
    try:
        Refresh().run()
    finally:
        connection.close()
