"""Revisions of answers: added, never changed, erased with their salt."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from moothall.apps.forms.api import (
    NewRevision,
    Revision,
    answers_of,
    answers_of_each,
    load_revisions,
    record_revision,
    revision_rows,
    revisions_of,
)
from moothall.apps.forms.models import AnswerRevision
from moothall.ground.events.api import digest_of, erase, erasures_of
from moothall.kernel.actors import ANONYMOUS, system
from moothall.kernel.rules import Refused
from tests.apps.forms.made import given

CASE = "case:01930000-0000-7000-8000-000000000001"
OTHER = "case:01930000-0000-7000-8000-000000000002"
FIRST = given(where=("short-text", "Mill Lane ü"))
SECOND = given(where=("short-text", "Mill Street"))
OFFICER = system("test")

pytestmark = pytest.mark.django_db


def recorded(owner: str = CASE, answers: object = FIRST, after: int = 0) -> Revision:
    with transaction.atomic():
        return record_revision(owner, answers, source="web", by=ANONYMOUS, after=after)


def test_the_latest_revision_is_what_counts_and_all_are_kept() -> None:
    assert answers_of(CASE, seen_by=OFFICER) is None
    assert recorded().number == 1
    assert recorded(answers=SECOND, after=1).number == 2
    latest = answers_of(CASE, seen_by=OFFICER)
    assert latest is not None
    assert (latest.number, latest.answers, latest.source, latest.actor) == (2, SECOND, "web", "anonymous")
    assert [kept.answers for kept in revisions_of(CASE, seen_by=OFFICER)] == [FIRST, SECOND]


def test_one_statement_and_nothing_read() -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        record_revision(CASE, FIRST, source="web", by=ANONYMOUS)
    assert [query["sql"].split()[0] for query in queries] == ["INSERT"]


def test_nobody_overwrites_what_somebody_else_just_answered() -> None:
    recorded()
    with pytest.raises(Refused) as refused:
        recorded(answers=SECOND)
    assert refused.value.code == "FORMS-01"
    assert refused.value.sentence == (
        "Somebody else changed these answers a moment ago. Look again at how they stand now, then change them."
    )
    latest = answers_of(CASE, seen_by=OFFICER)
    assert latest is not None
    assert latest.answers == FIRST


@pytest.mark.django_db(transaction=True)
def test_answers_belong_to_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record_revision(CASE, FIRST, source="web", by=ANONYMOUS)


def test_the_digest_is_of_salt_and_text() -> None:
    revision = recorded()
    (row,) = revision_rows([str(revision.key)])
    assert row.content.decode() == '{"where":{"source":"typed","type":"short-text","value":"Mill Lane ü"}}'
    assert digest_of(row.salt, row.content) == revision.digest
    assert recorded(OTHER).digest != revision.digest


def test_erasing_takes_every_revision_and_says_which() -> None:
    keys = [recorded().key, recorded(answers=SECOND, after=1).key]
    recorded(OTHER)
    erase(CASE, rule="retention: 24 months", by=OFFICER)
    assert answers_of(CASE, seen_by=OFFICER) is None
    assert revision_rows([str(key) for key in keys]) == []
    assert AnswerRevision.objects.count() == 1
    (entry,) = erasures_of(CASE)
    assert set(entry.rows) >= {f"forms.revision:{key}" for key in keys}


def test_many_at_once() -> None:
    moment = datetime(2025, 1, 2, 3, tzinfo=UTC)
    told: dict[str, Revision] = {}
    news = [NewRevision(owner, FIRST, "loaded", moment, "system:demo") for owner in (CASE, OTHER)]
    assert load_revisions(iter(news), lambda new, revision: told.__setitem__(new.owner, revision)) == 2
    assert set(told) == {CASE, OTHER}
    found = answers_of_each([OTHER, CASE, CASE, "case:none"], seen_by=OFFICER)
    assert {owner: (kept.answers, kept.at, kept.actor) for owner, kept in found.items()} == {
        CASE: (FIRST, moment, "system:demo"),
        OTHER: (FIRST, moment, "system:demo"),
    }
    (row,) = revision_rows([str(told[CASE].key)])
    assert digest_of(row.salt, row.content) == told[CASE].digest
