"""Sessions in the database, as Django keeps them; read without the ORM's compiler, because every page does."""

from __future__ import annotations

import json
import re
import time
from functools import lru_cache
from typing import Any, cast

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

from moothall.ground import rows

#: As Django makes them. What else a browser sends is no key, and may hold what a database cannot.
_KEY = re.compile(r"[a-z0-9]{8,40}")


class SessionStore(db.SessionStore):
    """By the clock of the machine, as Django writes them."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and _KEY.fullmatch(key))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """What is signed stays as it is, so that its signature is checked once."""
        return cast(dict[str, Any], json.loads(_held(session_data)))

    def _get_session_from_db(self) -> Session | None:
        kept = rows.found(Session, session_key=self.session_key)
        if kept is not None and kept.expire_date.timestamp() > time.time():
            return kept
        self._session_key = None
        return None


@lru_cache(maxsize=1_000)
def _held(session_data: bytes | str) -> str:
    """As JSON, because whoever reads a session may change what it holds."""
    return json.dumps(db.SessionStore().decode(session_data))
