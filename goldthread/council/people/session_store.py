"""Sessions in the database, as Django keeps them, each changed by one statement: most pages change theirs."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError


class SessionStore(db.SessionStore):
    """A session; Django's own would save it in a savepoint, which the page's transaction makes needless."""

    def save(self, must_create: bool = False) -> None:
        """Save the session; raises UpdateError where it was ended meanwhile."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
            return
        row = self.create_model_instance(self._get_session(no_load=False))
        saved = self.model.objects.filter(session_key=row.session_key).update(
            session_data=row.session_data, expire_date=row.expire_date
        )
        if not saved:
            raise UpdateError
