"""Sessions whose end is the end of their pages' polls too (the settings' SESSION_ENGINE)."""

from django.contrib.sessions.backends import db

from crossdock.live import readers


class SessionStore(db.SessionStore):
    """Sessions in the database."""

    def delete(self, session_key: str | None = None) -> None:
        """End a session: at a logout, at a change of the password, or from elsewhere."""
        ended_key = session_key or self.session_key
        super().delete(session_key)
        if ended_key:  # only now, or a poll that is under way would be remembered once more
            readers.forget(ended_key)
