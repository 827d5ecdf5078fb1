"""Erasure wins over history: text goes, under a rule; the seal still holds; a restore does not bring it back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from django.db import connection, transaction

from moothall.ground.events.api import (
    ERASERS,
    PERSONAL_ROWS,
    Commitment,
    Erased,
    Kind,
    PersonalRow,
    commitment,
    copy_out_ledger,
    digest_of,
    erase,
    eraser,
    erasures_of,
    history,
    personal_rows,
    record_erasure,
    replay_erasures,
    seal_now,
    verify,
)
from moothall.ground.events.models import ErasedRow, Erasure, Event, Seal, Segment
from moothall.kernel.rules import Refused
from tests.ground.events.plays import WORKER, Answered, a_stream, tell

pytestmark = pytest.mark.django_db(transaction=True)


class Answers:
    """A room that keeps personal text in rows of its own: key → (stream, salt, text)."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, bytes, bytes]] = {}
        self.searched: set[str] = set()

    def write(self, stream: str, text: str) -> str:
        key = f"r{len(self.rows) + 1}"
        made: Commitment = commitment(text.encode())
        self.rows[key] = (stream, made.salt, text.encode())
        self.searched.add(stream)
        tell(stream, Answered(key, made.digest), after=len(history(stream)))
        return key

    def change(self, key: str, text: bytes) -> None:
        stream, salt, _ = self.rows[key]
        self.rows[key] = (stream, salt, text)

    def read(self, keys: Sequence[str]) -> Iterable[PersonalRow]:
        return [PersonalRow(key, *self.rows[key][1:]) for key in keys if key in self.rows]

    def erase(self, subject: str) -> Iterable[str]:
        gone = [key for key, row in self.rows.items() if row[0] == subject]
        for key in gone:
            del self.rows[key]
        return [f"plays.answers:{key}" for key in gone]

    def forget_in_search(self, subject: str) -> None:
        self.searched.discard(subject)


@pytest.fixture
def answers() -> Iterator[Answers]:
    room = Answers()
    personal_rows("plays.answers", told_in=[Answered], key="revision", digest="digest")(room.read)
    eraser("plays.answers")(room.erase)
    eraser("plays.search")(room.forget_in_search)
    yield room
    del PERSONAL_ROWS._entries["plays.answers"]
    del ERASERS._entries["plays.answers"], ERASERS._entries["plays.search"]


def found() -> dict[str, int]:
    seal_now()
    return dict(verify().found)


def test_a_commitment_says_nothing_without_its_salt() -> None:
    one, two = commitment(b"the same words"), commitment(b"the same words")
    assert one.digest != two.digest
    assert len(one.digest) == 64
    assert digest_of(one.salt, b"the same words") == one.digest
    assert digest_of(one.salt, b"the same wordz") != one.digest


def test_a_text_changed_by_sql_is_named(answers: Answers) -> None:
    key = answers.write(a_stream(), "There is a sofa in Mill Lane.")
    assert found() == {}
    assert verify().texts == 1
    answers.change(key, b"There is a sofa in Mill Lanf.")
    (finding,) = verify().findings
    assert (finding.kind, finding.number) == (Kind.TEXT_CHANGED, 1)
    assert "plays.answers:r1" in finding.sentence


def test_a_text_removed_under_no_rule_is_named(answers: Answers) -> None:
    stream = a_stream()
    answers.write(stream, "One.")
    answers.write(a_stream(), "Two.")
    answers.erase(stream)
    assert found() == {Kind.TEXT_REMOVED: 1}
    assert "plays.answers:r1" in verify().findings[0].sentence


def test_an_erasure_reaches_every_room_and_the_seal_holds(answers: Answers) -> None:
    stream, other = a_stream(), a_stream()
    answers.write(stream, "One.")
    answers.write(stream, "One more.")
    answers.write(other, "Two.")
    seal_now()
    entry = erase(stream, rule="report-fly-tipping: 2 years after closing", by=WORKER)
    assert set(answers.rows) == {"r3"}
    assert answers.searched == {other}
    assert entry.rows == ("plays.answers:r1", "plays.answers:r2")
    assert erasures_of(stream) == (entry,)
    (told,) = history(f"erasure:{stream}")
    assert told.fact == Erased(stream, "report-fly-tipping: 2 years after closing", entry.id)
    assert found() == {}
    assert (verify().texts, verify().erased) == (1, 2)


def test_an_erasure_needs_a_rule(answers: Answers) -> None:
    with pytest.raises(Refused) as refused:
        erase(a_stream(), rule=" ", by=WORKER)
    assert refused.value.code == "ERASE-01"


def test_an_eraser_that_fails_undoes_the_whole(answers: Answers, seal_folder: Path) -> None:
    def fail(subject: str) -> None:
        raise LookupError("no such folder")

    eraser("plays.zz_failing")(fail)
    stream = a_stream()
    try:
        with pytest.raises(LookupError, match="folder"):
            erase(stream, rule="request", by=WORKER)
    finally:
        del ERASERS._entries["plays.zz_failing"]
    assert erasures_of(stream) == ()
    assert history(f"erasure:{stream}") == ()
    assert not (seal_folder / "erasures").exists()


def test_an_entry_forged_by_sql_excuses_nothing(answers: Answers) -> None:
    stream, other = a_stream(), a_stream()
    answers.write(stream, "One.")
    answers.write(other, "Two.")
    entry = erase(other, rule="request", by=WORKER)
    true = Erasure.objects.get(pk=entry.id)
    answers.erase(stream)
    forged = Erasure.objects.create(
        subject=stream, rule=true.rule, by=true.by, at=true.at, rows=true.rows, mac=true.mac
    )
    ErasedRow.objects.create(what="plays.answers:r1", erasure=forged)
    assert found() == {Kind.LEDGER: 1, Kind.TEXT_REMOVED: 1}
    forged.delete()
    Erasure.objects.filter(pk=true.pk).update(subject=stream)
    assert found()[Kind.LEDGER] == 1


def test_a_room_may_note_its_own_erasure(answers: Answers) -> None:
    stream = a_stream()
    key = answers.write(stream, "One.")
    with transaction.atomic():
        rows = answers.erase(stream)
        record_erasure("person:7", "request", WORKER, rows=list(rows))
    assert key not in answers.rows
    assert found() == {}
    with pytest.raises(transaction.TransactionManagementError):
        record_erasure("person:8", "request", WORKER)


def test_a_restored_backup_is_erased_again(answers: Answers, seal_folder: Path) -> None:
    stream = a_stream()
    answers.write(stream, "One.")
    seal_now()
    backup = dict(answers.rows)
    entry = erase(stream, rule="request", by=WORKER)
    assert json.loads((seal_folder / "erasures").read_text())["subject"] == stream

    answers.rows = backup
    answers.searched = {stream}
    with connection.cursor() as cursor:
        for table in ("events_erasedrow", "events_erasure", "events_unsealed"):
            cursor.execute(f"DELETE FROM {table}")
        cursor.execute("DELETE FROM events_event WHERE stream LIKE 'erasure:%%'")
    assert replay_erasures() == 1
    assert answers.rows == {}
    assert answers.searched == set()
    assert erasures_of(stream) == (entry,)
    assert found() == {}
    assert replay_erasures() == 0
    assert copy_out_ledger() == 0


def test_nobody_erases_by_editing_the_file(answers: Answers, seal_folder: Path) -> None:
    stream, victim = a_stream(), a_stream()
    answers.write(victim, "Two.")
    erase(stream, rule="request", by=WORKER)
    path = seal_folder / "erasures"
    path.write_text(path.read_text().replace(stream, victim) + "nonsense\n{}\n")
    ErasedRow.objects.all().delete()
    Erasure.objects.all().delete()
    assert replay_erasures() == 0
    assert set(answers.rows) == {"r1"}


def test_what_a_crash_kept_from_the_file_is_copied_later(answers: Answers, seal_folder: Path) -> None:
    erase(a_stream(), rule="request", by=WORKER)
    erase(a_stream(), rule="request", by=WORKER)
    (seal_folder / "erasures").unlink()
    Erasure.objects.update(copied=False)
    assert copy_out_ledger() == 2
    assert len((seal_folder / "erasures").read_text().splitlines()) == 2
    assert (Event.objects.count(), Seal.objects.count(), Segment.objects.count()) == (2, 0, 0)
