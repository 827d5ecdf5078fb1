"""A connection that is kept open, and how we know whether it still works."""

from __future__ import annotations

import time

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from moothall.ground.engine import on_postgresql, one_at_a_time, repeating, vendor

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
        for _ in range(3000):
            # Within a transaction the server says the same again and again, unless asked to look anew.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE pid = %s", [backend])
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.02)
    raise AssertionError("The server has not ended the connection.")


def test_a_statement_that_is_said_again_is_planned_once() -> None:
    """On SQLite a connection keeps its statements anyway, and says nothing of them."""
    for number in range(3):
        with repeating() as cursor:
            cursor.execute("SELECT %s::int + 1" if on_postgresql() else "SELECT %s + 1", [number])
            assert cursor.fetchall() == [(number + 1,)]
    if on_postgresql():
        with connection.cursor() as cursor:
            cursor.execute("SELECT generic_plans + custom_plans FROM pg_prepared_statements")
            assert (3,) in cursor.fetchall()


def test_what_is_said_again_is_counted_among_the_queries() -> None:
    with CaptureQueriesContext(connection) as asked, repeating() as cursor:
        cursor.execute("SELECT 1 WHERE %s = %s", ["a", "a"])
    assert [one["sql"] for one in asked] == ["SELECT 1 WHERE 'a' = 'a'"]


def test_a_mistake_in_what_is_said_again_is_a_database_error() -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), repeating() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")


def test_one_gets_past_at_a_time_for_the_same_thing_and_nobody_waits_for_another() -> None:
    """SQLite has one writer; on PostgreSQL somebody else would wait until this transaction ends."""
    asked = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
    other = connection.copy()
    try:
        with transaction.atomic():
            one_at_a_time("appointments of 2026-03-02")
            if on_postgresql():
                free = []
                with other.cursor() as cursor:
                    for day in (2, 3):
                        cursor.execute(asked, [f"appointments of 2026-03-0{day}"])
                        free.append(cursor.fetchone()[0])
                assert free == [False, True]
    finally:
        other.close()
