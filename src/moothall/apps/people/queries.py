"""Questions about people."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from moothall.apps.people.models import SourceRecord
from moothall.ground.gathering import Some, gathered, marks, padded
from moothall.kernel.actors import Actor

_NAMED = ("id", "name", "email", "phone", "address")


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody said about themselves. Every field but `id` may be empty: nobody has to give a name."""

    id: UUID
    name: str
    email: str
    phone: str
    address: tuple[str, ...]


def people_read(ids: Iterable[UUID]) -> Some[SourceRecord]:
    """What `people_named` asks, for whoever reads it ahead."""
    asked = padded(dict.fromkeys(ids))
    return Some(SourceRecord, f"id IN {marks(asked)}", asked, _NAMED)


def people_named(ids: Iterable[UUID], *, seen_by: Actor) -> Mapping[UUID, Person]:
    """The people behind `ids`, in one query; an erased one is simply not among them.

    The room that owns the link (a case's party) has already decided that `seen_by` may see it.
    """
    asked = list(ids)
    if not asked:
        return {}
    rows = gathered(some := people_read(asked))[some]
    return {
        row.id: Person(row.id, row.name, row.email, row.phone, tuple(row.address.splitlines()))
        for row in rows
    }


def email_matches(ids: Iterable[UUID], typed: str) -> bool:
    """Whether `typed` is the e-mail address of one of `ids`, whatever its case, in constant time.

    Without any id a comparison of the same cost is made all the same, so that the time taken says nothing about
    whether a request exists.
    """
    known = list(SourceRecord.objects.filter(pk__in=list(ids)).values_list("email", flat=True))
    wanted = _plain(typed)
    matches = [hmac.compare_digest(_plain(email), wanted) and bool(email) for email in known or [""]]
    return any(matches) and bool(typed.strip())


def _plain(email: str) -> bytes:
    return email.strip().casefold().encode()
