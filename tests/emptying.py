"""After a test that committed: empty the tables that have rows.

Django's own way empties every table there is and then makes permissions and content types again, which nothing of ours
asks for: half a second each time.
"""

from __future__ import annotations

from django.core.management.color import no_style
from django.db import connection
from django.test import TransactionTestCase

#: What migrations leave behind.
KEPT = ("django_migrations", "django_content_type", "auth_permission")


def _empty_tables(case: TransactionTestCase) -> None:
    there = connection.introspection.django_table_names(only_existing=True, include_views=False)
    tables = [table for table in there if table not in KEPT]
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM {table})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        full = [table for (table,) in cursor.fetchall()]
    if full:
        connection.ops.execute_sql_flush(
            connection.ops.sql_flush(no_style(), full, reset_sequences=False, allow_cascade=True)
        )
    if connection.vendor == "sqlite":
        _empty_words(full)


def _empty_words(full: list[str]) -> None:
    """SQLite's index of words has no table of a model, and keeps what it was given."""
    with connection.cursor() as cursor:
        for table in {"search_listed", "search_ranked"} & set(full):
            cursor.execute(f"INSERT INTO {table}_words ({table}_words) VALUES ('rebuild')")


def empty_quickly() -> None:
    """To be called once, before the first test."""
    TransactionTestCase._fixture_teardown = _empty_tables
