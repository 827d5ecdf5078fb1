"""The engine that settings name; Django looks for it in a module called `base`."""

from __future__ import annotations

import select
from typing import Any

from django.db.backends.postgresql import base
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.backends.utils import CursorWrapper
from psycopg import Cursor
from psycopg.pq import ConnStatus


class _Prepared(Cursor[Any]):
    """Its statements are read and planned by the server once in a connection's life, and then only given values."""

    def execute(self, query: Any, params: Any = None, **more: Any) -> _Prepared:
        super().execute(query, params, **{**more, "prepare": True})
        return self


class _Operations(DatabaseOperations):
    def last_executed_query(self, cursor: Any, sql: str, params: Any) -> str:
        """With the values in it, also of what was prepared: tests and development read it."""
        if isinstance(cursor, _Prepared):
            return str(self.compose_sql(sql, params))
        return super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django asks before each request's first statement whether the connection still works, by `SELECT 1`.

    A server that goes away says so, or closes the socket: either way there is something to read on a connection that
    expects nothing. Where nothing is, the connection works, as far as a question to the server could tell; and that
    question is a tenth of what a form that is sent asks.
    """

    ops_class = _Operations

    def is_usable(self) -> bool:
        if self.connection is None:
            return False
        there = self.connection.pgconn
        if there.status != ConnStatus.OK:
            return False
        waiting = select.poll()
        waiting.register(there.socket, select.POLLIN)
        return super().is_usable() if waiting.poll(0) else True

    def get_connection_params(self) -> dict[str, Any]:
        """Django lets its driver keep no plans; only those cursors do that ask for it, and Django's own never ask."""
        params: dict[str, Any] = super().get_connection_params()
        return {**params, "prepare_threshold": 0}

    def prepared_cursor(self) -> CursorWrapper:
        """See `engine.repeating`. The steps are those of Django's own `cursor`."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        self.validate_thread_sharing()
        with self.wrap_database_errors:
            cursor: Any = _Prepared(self.connection)
        return self.make_debug_cursor(cursor) if self.queries_logged else self.make_cursor(cursor)
