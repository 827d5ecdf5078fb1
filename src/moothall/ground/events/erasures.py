"""Erasure wins over history: text goes, the log stays and says under which rule it went.

The ledger is copied out of the database, so that after an older backup was put back every erasure since is
made again, through the erasers that the rooms above register.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.db import connection, transaction

from moothall.ground.events.copies import add_line, appending, copies_folder, lines_of
from moothall.ground.events.facts import fact
from moothall.ground.events.macs import mac_of_parts, present_keys
from moothall.ground.events.models import ErasedRow, Erasure
from moothall.ground.events.recording import last_sequence, record
from moothall.ground.outside import forbid_in_transaction
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.characters import strange_in
from moothall.kernel.ids import new_id
from moothall.kernel.registry import Registry
from moothall.kernel.rules import rule as kernel_rule

log = logging.getLogger(__name__)

#: Given a subject ("case:<uuid>", "person:<uuid>"), erases what its room keeps of it, in the transaction we opened,
#: and answers with the names (`<kind>:<key>`) of the committed rows it dropped. Finding nothing is no error: a
#: replay calls it again. Work on files goes into a job or `transaction.on_commit`.
Eraser = Callable[[str], Iterable[str] | None]
ERASERS: Registry[Eraser] = Registry("eraser")


@fact("events.erased")
@dataclass(frozen=True, slots=True)
class Erased:
    """`subject` was erased under `rule`; told on the stream `erasure:<subject>`, which is nobody else's."""

    subject: str
    rule: str
    entry: UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger: `rows` are the names of the committed rows that went."""

    id: UUID
    subject: str
    rule: str
    by: str
    at: datetime
    rows: tuple[str, ...]


@kernel_rule("ERASE-01")
def a_rule_is_named(rule: str) -> bool:
    """Say under which rule this is erased, such as a retention period or a request for erasure."""
    return bool(rule.strip())


@kernel_rule("ERASE-02")
def a_rule_is_a_line(rule: str) -> bool:
    """Name the rule in one line of at most 120 letters."""
    return len(rule) <= 120 and "\n" not in rule and strange_in(rule) is None


def eraser(name: str) -> Callable[[Eraser], Eraser]:
    """Register how the room `name` erases a subject."""

    def wrap(function: Eraser) -> Eraser:
        ERASERS.add(name, function)
        return function

    return wrap


def stream_of_erasures(subject: str) -> str:
    """Erasures are told on a stream of their own: the subject's own verbs keep their count undisturbed."""
    return f"erasure:{subject}"


def erase(subject: str, *, rule: str, by: Actor) -> Entry:
    """Run every eraser on `subject`, note it in the ledger and tell it, in one transaction; copy the ledger out after.

    Raises Refused ERASE-01 and 02 for what is no rule. An eraser that fails undoes the whole.
    """
    _demand_a_rule(rule)
    with transaction.atomic():
        return record_erasure(subject, rule, by, rows=_run_erasers(subject))


def record_erasure(subject: str, rule: str, by: Actor, *, rows: Iterable[str] = ()) -> Entry:
    """Note in the ledger, and tell, that the caller erased `subject` (and the committed `rows`) in its transaction."""
    _demand_a_rule(rule)
    return _note(Entry(new_id(), subject, rule, by.key, clock.now(), tuple(sorted(rows))), by)


def _demand_a_rule(rule: str) -> None:
    a_rule_is_named.demand(rule)
    a_rule_is_a_line.demand(rule)


def erasures_of(subject: str) -> tuple[Entry, ...]:
    """What the ledger says of `subject`, oldest first."""
    return tuple(entry_of(kept) for kept in Erasure.objects.filter(subject=subject).order_by("at", "id"))


def ledger_path() -> Path:
    return copies_folder() / "erasures"


def copy_out_ledger() -> int:
    """Append to the file what it does not have yet; returns how many entries. Never in a transaction.

    A crash in between leaves an entry twice in the file, which a replay does not mind.
    """
    forbid_in_transaction("Copying out the ledger of erasures")
    waiting = list(Erasure.objects.filter(copied=False).order_by("at", "id"))
    if not waiting:
        return 0
    with appending(ledger_path()) as file:
        for kept in waiting:
            add_line(file, _written(kept))
    return Erasure.objects.filter(pk__in=[kept.pk for kept in waiting]).update(copied=True)


def replay_erasures() -> int:
    """After a restore: make again every erasure the file knows and the database does not; returns how many.

    Lines without a true mac are passed over and logged: nobody erases by editing a file.
    """
    known = set(Erasure.objects.values_list("id", flat=True))
    made = 0
    for line in lines_of(ledger_path()):
        entry = _read(line)
        if entry is None:
            log.error("A line of the ledger of erasures is not authentic and was passed over.")
        elif entry.id not in known:
            with transaction.atomic():
                _run_erasers(entry.subject)
                _note(entry, system("replay"))
            known.add(entry.id)
            made += 1
    return made


def entry_of(kept: Erasure) -> Entry:
    """The ledger's row as a value, whether authentic or not."""
    rows = tuple(json.loads(kept.rows))
    return Entry(kept.id, kept.subject, kept.rule, kept.by, kept.at, rows)


def entry_mac(entry: Entry) -> bytes:
    """What a true entry carries."""
    parts = (entry.id, entry.subject, entry.rule, entry.by, entry.at.isoformat(), *entry.rows)
    return mac_of_parts(present_keys().ledger, parts)


def is_true(kept: Erasure) -> bool:
    """Whether the ledger's row was written by somebody with the key."""
    try:
        return entry_mac(entry_of(kept)) == bytes(kept.mac)
    except (AttributeError, ValueError, TypeError):
        return False


def _run_erasers(subject: str) -> set[str]:
    return {row for name in ERASERS for row in ERASERS[name](subject) or ()}


def _note(entry: Entry, by: Actor) -> Entry:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("An erasure is noted in the transaction that erases.")
    kept = Erasure.objects.create(
        id=entry.id,
        subject=entry.subject,
        rule=entry.rule,
        by=entry.by,
        at=entry.at,
        rows=json.dumps(entry.rows),
        mac=entry_mac(entry),
    )
    ErasedRow.objects.bulk_create(ErasedRow(what=row, erasure=kept) for row in entry.rows)
    stream = stream_of_erasures(entry.subject)
    record(stream, Erased(entry.subject, entry.rule, entry.id), by=by, after=last_sequence(stream))
    transaction.on_commit(copy_out_ledger)
    return entry


def _written(kept: Erasure) -> str:
    entry = entry_of(kept)
    return json.dumps(
        {
            "id": str(entry.id),
            "subject": entry.subject,
            "rule": entry.rule,
            "by": entry.by,
            "at": entry.at.isoformat(),
            "rows": entry.rows,
            "mac": bytes(kept.mac).hex(),
        }
    )


def _read(line: str) -> Entry | None:
    try:
        said = json.loads(line)
        at, rows = datetime.fromisoformat(said["at"]), tuple(said["rows"])
        entry = Entry(UUID(said["id"]), said["subject"], said["rule"], said["by"], at, rows)
        return entry if entry_mac(entry).hex() == said["mac"] else None
    except (ValueError, KeyError, TypeError):
        return None
