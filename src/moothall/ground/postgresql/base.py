"""The engine that settings name; Django looks for it in a module called `base`."""

from __future__ import annotations

import select

from django.db.backends.postgresql import base
from psycopg.pq import ConnStatus


class DatabaseWrapper(base.DatabaseWrapper):
    """Django asks before each request's first statement whether the connection still works, by `SELECT 1`.

    A server that goes away says so, or closes the socket: either way there is something to read on a connection that
    expects nothing. Where nothing is, the connection works, as far as a question to the server could tell; and that
    question is a tenth of what a form that is sent asks.
    """

    def is_usable(self) -> bool:
        if self.connection is None:
            return False
        there = self.connection.pgconn
        if there.status != ConnStatus.OK:
            return False
        waiting = select.poll()
        waiting.register(there.socket, select.POLLIN)
        return super().is_usable() if waiting.poll(0) else True
