"""What somebody who owns the database but not the key can do to the log."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

from moothall.ground.events.api import Verdict
from moothall.ground.events.models import Event, Seal, Segment


def sql(statement: str, *parameters: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.rowcount


def key(id: UUID) -> object:
    return id if connection.vendor == "postgresql" else id.hex


def event_at(number: int) -> Event:
    return Event.objects.get(pk=Seal.objects.get(number=number).event_id)


def kinds(verdict: Verdict) -> dict[str, int]:
    return dict(verdict.found)


def cut_tail(last: int) -> None:
    sql("DELETE FROM events_event WHERE id IN (SELECT event_id FROM events_seal WHERE number > %s)", last)
    sql("DELETE FROM events_seal WHERE number > %s", last)


def put_back(header: dict[str, object]) -> None:
    """An authentic header of earlier, and none after it."""
    Segment.objects.filter(pk__gte=header["id"]).delete()
    Segment.objects.create(**header)
