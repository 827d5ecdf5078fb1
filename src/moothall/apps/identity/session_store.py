"""Sessions in the database, as Django keeps them; read without the ORM's compiler, because every page does."""

from __future__ import annotations

import time

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from moothall.ground import rows


class SessionStore(db.SessionStore):
    """By the clock of the machine, as Django writes them."""

    def _get_session_from_db(self) -> Session | None:
        kept = rows.found(Session, session_key=self.session_key)
        if kept is not None and kept.expire_date.timestamp() > time.time():
            return kept
        self._session_key = None
        return None
