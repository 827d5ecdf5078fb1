"""A connection that is kept open, and how we know whether it still works."""

from __future__ import annotations

import time

import pytest
from django.db import connection

from moothall.ground.engine import on_postgresql, vendor

pytestmark = pytest.mark.django_db


def test_the_engine_is_the_connections() -> None:
    assert vendor() == connection.vendor
    assert on_postgresql() is (connection.vendor == "postgresql")


def test_a_connection_that_the_server_closed_is_noticed_before_it_is_used() -> None:
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT 1")
        assert other.is_usable()
        if on_postgresql():
            _end(other.connection.info.backend_pid)
            assert not other.is_usable()
    finally:
        other.close()


def _end(backend: int) -> None:
    """Let the server end the connection, and wait until it has said so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
        for _ in range(100):
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [backend])
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("The server has not ended the connection.")
