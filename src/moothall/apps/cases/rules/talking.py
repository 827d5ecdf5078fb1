"""Writing to people and to colleagues."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from uuid import UUID

from moothall.kernel.rules import rule

#: How far ahead a reply may be scheduled, and between which hours of a working day it may leave.
FARTHEST = timedelta(days=60)
OPENS, CLOSES = time(8), time(18)
MOST_FILES = 10
#: How long one may change one's own note.
TO_CHANGE = timedelta(minutes=10)


@rule("CASE-120")
def reply_still_waits(waits: bool) -> bool:
    """It has left already, or somebody has called it back, so it cannot be undone."""
    return waits


@rule("CASE-121")
def is_for_somebody(chosen: Collection[UUID]) -> bool:
    """Choose who it is for."""
    return bool(chosen)


@rule("CASE-122")
def all_have_email(have: bool) -> bool:
    """Somebody you chose left no e-mail address. Call them, and write what you said into a note."""
    return have


@rule("CASE-123")
def leaves_soon_enough(now: datetime, at: datetime) -> bool:
    """Choose a moment that is still to come, within the next 60 days."""
    return now < at <= now + FARTHEST


@rule("CASE-124")
def leaves_in_working_hours(works: bool, at: time) -> bool:
    """Choose a working day, and a time between 8:00 and 18:00."""
    return works and OPENS <= at <= CLOSES


@rule("CASE-125")
def files_are_few(many: int) -> bool:
    """Not more than 10 files can go with one reply. Take some off."""
    return many <= MOST_FILES


@rule("CASE-126")
def files_can_be_sent(ready: bool) -> bool:
    """A file is still being checked, was refused or is locked. Take it off, or wait some minutes and send again."""
    return ready


@rule("CASE-127")
def is_own_note(own: bool) -> bool:
    """Only whoever wrote a note may change it."""
    return own


@rule("CASE-128")
def may_still_be_changed(written_at: datetime, now: datetime) -> bool:
    """A note can be changed for 10 minutes after it was written. Write another one instead."""
    return now <= written_at + TO_CHANGE


@rule("CASE-129")
def is_known_role(known: bool) -> bool:
    """Choose the role that may read it."""
    return known


@rule("CASE-130")
def asks_a_few(many: int) -> bool:
    """Ask between one and five questions."""
    return 1 <= many <= 5


@rule("CASE-131")
def question_has_words(words: str) -> bool:
    """Write each question, or take it away."""
    return bool(words.strip())


@rule("CASE-132")
def has_options(has: bool) -> bool:
    """Write 2 to 20 options to choose from, each on a line of its own and up to 200 characters long."""
    return has


@rule("CASE-133")
def is_known_type(known: bool) -> bool:
    """Choose how each question is answered."""
    return known


@rule("CASE-134")
def question_is_short(words: str, hint: str) -> bool:
    """A question or its hint is longer than 300 characters. Write it shorter."""
    return max(len(words), len(hint)) <= 300


@rule("CASE-135")
def nobody_else_writes(known: bool) -> bool:
    """A colleague has just sent a reply, which is on its way. Read it first; it stands below."""
    return known
