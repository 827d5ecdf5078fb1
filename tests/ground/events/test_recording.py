from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from pytest_django.fixtures import DjangoAssertNumQueries

from moothall.ground.events.api import Unread, fact, histories, history, last_sequence, record, upcaster
from moothall.kernel import clock
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused
from tests.ground.events.plays import WORKER, Opened, Told, a_stream, tell

NOON = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_fact_comes_back_as_it_was_told() -> None:
    stream, party = a_stream(), new_id()
    told = (
        Opened("report-fly-tipping", party, date(2026, 3, 20)),
        Told(7, NOON, urgent=True, wards=("Abbey", "Castle")),
    )
    with clock.stopped_at(NOON):
        assert tell(stream, *told) == 2
    first, second = history(stream)
    assert (first.fact, second.fact) == told
    assert (first.stream, first.sequence, second.sequence) == (stream, 1, 2)
    assert first.actor == "system:test"
    assert first.at == NOON
    assert first.id < second.id


@pytest.mark.django_db
def test_nothing_told_is_an_empty_history_and_no_sequence() -> None:
    assert history("case:none") == ()
    assert last_sequence("case:none") == 0
    with transaction.atomic():
        assert record("case:none", by=WORKER, after=3) == 3


@pytest.mark.django_db
def test_histories_keep_streams_apart() -> None:
    one, two = a_stream(), a_stream()
    tell(one, Told(1), Told(2))
    tell(two, Told(3))
    found = histories([one, two, "case:none"])
    assert [event.fact for event in found[one]] == [Told(1), Told(2)]
    assert [event.fact for event in found[two]] == [Told(3)]
    assert found["case:none"] == ()


@pytest.mark.django_db
def test_whoever_comes_second_is_refused() -> None:
    stream = a_stream()
    tell(stream, Told(1))
    with pytest.raises(Refused) as refused:
        tell(stream, Told(2), after=0)
    assert refused.value.code == "EVENT-01"
    assert "Look again" in refused.value.sentence
    assert tell(stream, Told(2), after=1) == 2


@pytest.mark.django_db
def test_recording_is_one_statement_however_many_facts(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with transaction.atomic(), django_assert_max_num_queries(1 if connection.vendor == "postgresql" else 2):
        record(a_stream(), *(Told(n) for n in range(9)), by=WORKER, after=0)


@pytest.mark.django_db(transaction=True)
def test_a_fact_is_told_only_in_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(a_stream(), Told(1), by=WORKER, after=0)


@pytest.mark.django_db(transaction=True)
def test_a_fact_of_a_verb_that_failed_was_never_told() -> None:
    stream = a_stream()

    def fail_after_telling() -> None:
        with transaction.atomic():
            record(stream, Told(1), by=WORKER, after=0)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_telling()
    assert history(stream) == ()


@fact("plays.renamed", version=3)
@dataclass(frozen=True, slots=True)
class Renamed:
    team: str
    weight: int


@upcaster("plays.renamed", from_version=1)
def _(data: dict[str, object]) -> dict[str, object]:
    return {"team": data["group"]}


@upcaster("plays.renamed", from_version=2)
def _(data: dict[str, object]) -> dict[str, object]:
    return {**data, "weight": 1}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("version", "data", "read"),
    [
        (1, '{"group":"waste"}', Renamed("waste", 1)),
        (2, '{"team":"waste"}', Renamed("waste", 1)),
        (3, '{"team":"waste","weight":2,"gone":true}', Renamed("waste", 2)),
        (1, '{"nonsense":1}', Unread("plays.renamed", 1, '{"nonsense":1}')),
    ],
)
def test_old_versions_are_read_through_their_upcasters(version: int, data: str, read: object) -> None:
    stream = a_stream()
    tell(stream, Renamed("x", 1))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE events_event SET version = %s, data = %s WHERE stream = %s", [version, data, stream]
        )
    assert [event.fact for event in history(stream)] == [read]


@pytest.mark.django_db
def test_a_fact_nobody_knows_any_more_stays_in_its_history() -> None:
    stream = a_stream()
    tell(stream, Told(1))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE events_event SET name = 'plays.forgotten' WHERE stream = %s", [stream])
    (event,) = history(stream)
    assert isinstance(event.fact, Unread)
    assert event.fact.name == "plays.forgotten"


def test_only_frozen_dataclasses_of_references_are_facts() -> None:
    @dataclass
    class Soft:
        name: str

    @dataclass(frozen=True)
    class Deep:
        names: dict[str, str]

    with pytest.raises(TypeError, match="frozen"):
        fact("plays.soft")(Soft)
    with pytest.raises(TypeError, match="names"):
        fact("plays.deep")(Deep)
    with pytest.raises(ValueError, match="already"):
        fact("plays.told")(Told)


@pytest.mark.django_db
def test_text_and_strangers_are_not_told() -> None:
    with pytest.raises(ValueError, match="rows of its own"):
        tell(a_stream(), Opened("a resident's own words " * 400))
    with pytest.raises(TypeError, match="not a fact"):
        tell(a_stream(), object())
    with pytest.raises(ValueError, match="control character"):
        tell("case:\x1f", Told(1))
