"""Whoever owns the database but not the key changes something by SQL: `verify` names it."""

from __future__ import annotations

import hashlib
import hmac
from argparse import Namespace
from collections import Counter
from uuid import UUID

import pytest
from django.db import connection
from pytest_django.fixtures import Settings

from moothall.ground.events import commands  # noqa: F401 — lists itself
from moothall.ground.events.api import (
    Kind,
    copy_out_head,
    drop_segment,
    seal_now,
    verify,
)
from moothall.ground.events.models import Seal, Segment, Unsealed
from moothall.kernel.commands import COMMANDS
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused
from tests.ground.events.plays import WORKER, Told, a_stream, tell, tell_many
from tests.ground.events.tamper import cut_tail, event_at, key, kinds, put_back, sql

pytestmark = pytest.mark.django_db


CHANGES = {
    "stream": "stream || 'x'",
    "sequence": "sequence + 100",
    "name": "'plays.opened'",
    "version": "version + 1",
    "actor": "'officer:somebody-else'",
    "data": "replace(data, 'false', 'true')",
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_column_is_named(sealed: list[str], column: str) -> None:
    event = event_at(6)
    assert sql(f"UPDATE events_event SET {column} = {CHANGES[column]} WHERE id = %s", key(event.pk)) == 1
    verdict = verify()
    (finding,) = [found for found in verdict.findings if found.kind is Kind.CHANGED]
    assert finding.number == 6
    assert event.pk.hex in finding.sentence
    assert set(kinds(verdict)) <= {Kind.CHANGED, Kind.GAP}
    assert "BROKEN" in "\n".join(verdict.lines())


@pytest.mark.parametrize("column", ["salt", "mac"])
def test_a_changed_salt_or_mac_is_named(sealed: list[str], column: str) -> None:
    event = event_at(6)
    sql(f"UPDATE events_event SET {column} = %s WHERE id = %s", b"x" * 16, key(event.pk))
    (finding,) = verify().findings
    assert (finding.kind, finding.number) == (Kind.CHANGED, 6)


def test_a_moment_later_is_named(sealed: list[str]) -> None:
    event = event_at(6)
    later = "'2026-11-21 10:00:00.000001'"
    sql(f"UPDATE events_event SET at = {later} WHERE id = %s", key(event.pk))
    (finding,) = verify().findings
    assert (finding.kind, finding.number) == (Kind.CHANGED, 6)


#: What SQLite takes into a column, whatever the column is for; PostgreSQL refuses it itself.
OTHERWISE = {
    "data": "CAST(x'7bff7d' AS TEXT)",
    "stream": "CAST(x'ff' AS TEXT)",
    "actor": "x'ff'",
    "salt": "'a text'",
    "mac": "12",
    "version": "'second'",
    "at": "17",
}


@pytest.mark.any_engine
@pytest.mark.parametrize("column", OTHERWISE)
def test_a_column_that_holds_what_is_never_written_there_is_named(sealed: list[str], column: str) -> None:
    event = event_at(6)
    sql(f"UPDATE events_event SET {column} = {OTHERWISE[column]} WHERE id = %s", key(event.pk))
    verdict = verify()
    assert (Kind.CHANGED, 6) in [(found.kind, found.number) for found in verdict.findings]
    assert set(kinds(verdict)) <= {Kind.CHANGED, Kind.GAP}
    "\n".join(verdict.lines()).encode()


@pytest.mark.any_engine
@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("events_seal SET mac = 'a text' WHERE number = 6", Kind.SEAL_CHANGED),
        ("events_segment SET mac = 'a text' WHERE id = 2", Kind.HEADER),
        ("events_segment SET opening = 5 WHERE id = 1", Kind.HEADER),
        ("events_segment SET opened_at = 'yesterday' WHERE id = 2", Kind.HEADER),
    ],
)
def test_a_seal_or_header_that_holds_what_is_never_written_there_is_named(
    sealed: list[str], change: str, kind: Kind
) -> None:
    sql(f"UPDATE {change}")
    assert kind in kinds(verify())


def test_another_key_for_an_event_is_named(sealed: list[str]) -> None:
    sql("UPDATE events_event SET id = %s WHERE id = %s", key(new_id()), key(event_at(6).pk))
    assert kinds(verify()) == {Kind.REMOVED: 1, Kind.INSERTED: 1}


def test_a_removed_event_is_named(sealed: list[str]) -> None:
    event = event_at(5)
    sql("DELETE FROM events_event WHERE id = %s", key(event.pk))
    verdict = verify()
    assert kinds(verdict) == {Kind.REMOVED: 1, Kind.GAP: 1}
    said = "\n".join(verdict.lines())
    assert f"number 5 (id {event.pk.hex})" in said
    assert f"{event.stream} should count to 2 and holds 1 events: sequence 1 is missing." in said


def test_an_event_removed_with_its_seal_is_named(sealed: list[str]) -> None:
    event = event_at(7)
    sql("DELETE FROM events_event WHERE id = %s", key(event.pk))
    sql("DELETE FROM events_seal WHERE number = 7")
    verdict = verify()
    assert kinds(verdict)[Kind.REMOVED] == 1
    assert "- Event number 7 was removed with its seal." in verdict.lines()


def test_the_rest_renumbered_after_a_removal_is_named(sealed: list[str]) -> None:
    sql("DELETE FROM events_event WHERE id = %s", key(event_at(10).pk))
    sql("DELETE FROM events_seal WHERE number = 10")
    sql("UPDATE events_seal SET number = number - 1 WHERE number = 11")
    sql("UPDATE events_seal SET number = number - 1 WHERE number = 12")
    found = kinds(verify())
    assert found[Kind.SEAL_CHANGED] >= 1
    assert found[Kind.REMOVED] == 1


def test_a_removed_seal_is_named_and_its_event_missed(sealed: list[str]) -> None:
    event = event_at(6)
    sql("DELETE FROM events_seal WHERE number = 6")
    verdict = verify()
    assert kinds(verdict) == {Kind.REMOVED: 1, Kind.SEAL_LOST: 1}
    assert event.pk.hex in "\n".join(verdict.lines())


def test_a_changed_seal_is_named_alone(sealed: list[str]) -> None:
    sql("UPDATE events_seal SET mac = %s WHERE number = 6", b"y" * 32)
    (finding,) = verify().findings
    assert (finding.kind, finding.number) == (Kind.SEAL_CHANGED, 6)


def test_two_events_swapped_are_both_named(sealed: list[str]) -> None:
    five, six = Seal.objects.get(number=5).event_id, Seal.objects.get(number=6).event_id
    sql("UPDATE events_seal SET event_id = %s WHERE number = 5", key(new_id()))
    sql("UPDATE events_seal SET event_id = %s WHERE number = 6", key(five))
    sql("UPDATE events_seal SET event_id = %s WHERE number = 5", key(six))
    assert {(f.kind, f.number) for f in verify().findings} == {(Kind.SEAL_CHANGED, 5), (Kind.SEAL_CHANGED, 6)}


def copied_row(number: int, stream: str, sequence: int) -> UUID:
    """A row like the one at `number`, put into the table by SQL under a key of its own."""
    made = new_id()
    sql(
        "INSERT INTO events_event (id, stream, sequence, name, version, at, actor, data, salt, mac) "
        f"SELECT {'%s::uuid' if connection.vendor == 'postgresql' else '%s'}, %s, %s, name, version, at, actor, "
        "data, salt, mac FROM events_event WHERE id = %s",
        key(made) if connection.vendor != "postgresql" else str(made),
        stream,
        sequence,
        key(event_at(number).pk),
    )
    return made


def test_an_inserted_event_is_named(sealed: list[str]) -> None:
    made = copied_row(6, sealed[0], 3)
    (finding,) = verify().findings
    assert finding.kind is Kind.INSERTED
    assert made.hex in finding.sentence


def test_an_event_inserted_with_a_place_in_the_queue_is_never_sealed(sealed: list[str]) -> None:
    made = copied_row(6, sealed[0], 3)
    Unsealed.objects.create(stream=sealed[0], first_sequence=3, last_sequence=3)
    assert seal_now() == 0
    assert {f.kind for f in verify().findings} == {Kind.INSERTED}
    assert made.hex in "\n".join(verify().lines())


def test_an_event_inserted_with_a_number_is_named(sealed: list[str]) -> None:
    made = copied_row(6, sealed[0], 3)
    sql("INSERT INTO events_seal (number, event_id, mac) VALUES (13, %s, %s)", key(made), b"z" * 32)
    (finding,) = verify().findings
    assert (finding.kind, finding.number) == (Kind.INSERTED, 13)
    sql("UPDATE events_seal SET number = 0 WHERE number = 13")
    (finding,) = verify().findings
    assert (finding.kind, finding.number) == (Kind.INSERTED, 0)


def test_an_event_sealed_twice_by_a_forged_queue_is_not(sealed: list[str]) -> None:
    Unsealed.objects.create(stream=sealed[0], first_sequence=1, last_sequence=2)
    assert seal_now() == 0
    assert {f.kind for f in verify().findings} == {Kind.INSERTED}


def test_an_event_changed_before_it_was_sealed_is_named() -> None:
    (stream,) = tell_many(1, each=1)
    sql("UPDATE events_event SET actor = 'officer:x' WHERE stream = %s", stream)
    assert kinds(verify()) == {Kind.INSERTED: 1}


def test_an_event_removed_before_it_was_sealed_is_named() -> None:
    (stream,) = tell_many(1, each=3)
    sql("DELETE FROM events_event WHERE stream = %s AND sequence = 2", stream)
    assert Kind.REMOVED in kinds(verify())
    seal_now()
    verdict = verify()
    assert not verdict.sound
    assert f"{stream} should count to 3 and holds 2 events: sequence 2 is missing" in "\n".join(
        verdict.lines()
    )


def test_an_event_taken_off_the_queue_is_named() -> None:
    (stream,) = tell_many(1, each=1)
    Unsealed.objects.all().delete()
    seal_now()
    assert kinds(verify()) == {Kind.SEAL_LOST: 1}
    assert stream in "\n".join(verify().lines())


def test_a_cut_tail_is_named_by_its_header(sealed: list[str]) -> None:
    cut_tail(10)
    (finding,) = verify().findings
    assert finding.kind is Kind.REMOVED
    assert "11 to 12" in finding.sentence


def test_a_tail_cut_with_an_old_header_put_back_is_named_by_the_copied_head(sealed: list[str]) -> None:
    old = Segment.objects.values().get(pk=3)
    tell(sealed[-1], Told(9), after=2)
    seal_now()
    copy_out_head()
    assert verify().sound
    cut_tail(12)
    put_back(old)
    (finding,) = verify().findings
    assert finding.kind is Kind.TAIL_CUT
    assert "ends at number 12" in finding.sentence
    assert "ended at 13" in finding.sentence


def test_a_tail_cut_and_grown_again_is_named(sealed: list[str]) -> None:
    old = Segment.objects.values().get(pk=3)
    for n in (9, 10):
        tell(a_stream(), Told(n))
    seal_now()
    copy_out_head()
    cut_tail(12)
    put_back(old)
    for n in (11, 12, 13):
        tell(a_stream(), Told(n))
    seal_now()
    (finding,) = verify().findings
    assert (finding.kind, finding.number) == (Kind.REWRITTEN, 14)


def reseal(secret: bytes, *, prints: str | None = None) -> None:
    """All of the log recomputed, consistently, by somebody who knows how but not under which key."""

    def derive(use: str) -> bytes:
        return hmac.digest(secret, b"moothall seal: " + use.encode(), "sha256")

    before = b"g" * 32
    for segment in Segment.objects.order_by("id"):
        segment.opening = before
        for seal in Seal.objects.filter(
            number__gte=segment.first_number, number__lte=segment.last_number
        ).order_by("number"):
            mac = hmac.digest(derive("row"), seal.event_id.bytes, hashlib.sha256)
            sql("UPDATE events_event SET mac = %s WHERE id = %s", mac, key(seal.event_id))
            before = hmac.digest(derive("chain"), b"%s%d:%s" % (before, seal.number, mac), "sha256")
            sql("UPDATE events_seal SET mac = %s WHERE number = %s", before, seal.number)
        segment.closing, segment.mac = before, derive("header")
        segment.key_print = prints or segment.key_print
        segment.save()


def test_the_whole_chain_recomputed_without_the_key_is_called_that(sealed: list[str]) -> None:
    reseal(b"guess")
    (finding,) = verify().findings
    assert finding.kind is Kind.RECOMPUTED
    assert "All 12" in finding.sentence


def test_the_whole_log_sealed_anew_under_another_key_is_called_that(sealed: list[str]) -> None:
    reseal(b"guess", prints="0123456789abcdef")
    (finding,) = verify().findings
    assert finding.kind is Kind.RECOMPUTED
    assert "another key" in finding.sentence


def test_a_wrong_key_is_called_that(sealed: list[str], settings: Settings) -> None:
    settings.MOOTHALL_SEAL_KEY = "not the key"
    (finding,) = verify().findings
    assert finding.kind is Kind.WRONG_KEY
    assert verify().checked == 0


def test_every_row_changed_is_not_taken_for_a_recomputed_chain(sealed: list[str]) -> None:
    sql("UPDATE events_event SET actor = 'officer:x'")
    assert kinds(verify()) == {Kind.CHANGED: 12}


def test_a_segment_dropped_under_a_rule_leaves_a_sound_seal(sealed: list[str]) -> None:
    assert drop_segment(1, rule="events.7-years", by=WORKER) == 4
    verdict = verify()
    assert verdict.sound
    assert (verdict.dropped, verdict.checked) == (1, 8)
    tell(sealed[-1], Told(3), after=2)
    seal_now()
    assert verify().sound


@pytest.mark.parametrize("number", [2, 3])
def test_only_the_oldest_closed_segment_is_dropped(sealed: list[str], number: int) -> None:
    with pytest.raises(Refused) as refused:
        drop_segment(number, rule="events.7-years", by=WORKER)
    assert refused.value.code == "SEAL-01"


def test_a_segment_dropped_by_sql_is_named(sealed: list[str]) -> None:
    sql(
        "DELETE FROM events_event WHERE id IN (SELECT event_id FROM events_seal WHERE number BETWEEN 1 AND 4)"
    )
    sql("DELETE FROM events_seal WHERE number BETWEEN 1 AND 4")
    (finding,) = verify().findings
    assert finding.kind is Kind.DROPPED
    assert "segment 1" in finding.sentence
    sql("UPDATE events_segment SET dropped = '2026 under events.7-years by system:x' WHERE id = 1")
    assert kinds(verify()) == {Kind.HEADER: 1}


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_removed_header_is_named(sealed: list[str], number: int) -> None:
    sql("DELETE FROM events_segment WHERE id = %s", number)
    assert not verify().sound


def test_seals_without_any_header_are_named(sealed: list[str]) -> None:
    sql("DELETE FROM events_segment")
    assert Kind.TAIL_CUT in kinds(verify())
    assert kinds(verify())[Kind.INSERTED] == 12


def test_the_command_says_it_and_exits_with_it(sealed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    audit = COMMANDS["audit verify"].run
    assert audit(Namespace()) == 0
    assert "The seal holds." in capsys.readouterr().out
    sql("UPDATE events_event SET actor = 'officer:x' WHERE id = %s", key(event_at(2).pk))
    assert audit(Namespace()) == 1
    assert "THE SEAL IS BROKEN: 1 × changed." in capsys.readouterr().out
    assert COMMANDS["audit head"].run(Namespace()) == 0
    assert "The log is sealed up to number 12." in capsys.readouterr().out


def test_findings_are_counted_beyond_those_kept() -> None:
    for _ in range(3):
        tell_many(1, each=50)
    seal_now()
    sql("UPDATE events_event SET actor = 'officer:x'")
    verdict = verify()
    assert len(verdict.findings) == 100
    assert Counter(kinds(verdict)) == {Kind.CHANGED: 150}
