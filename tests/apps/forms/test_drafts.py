"""Drafts: nothing typed is lost, whoever saves first, and a form sent twice is one request."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from moothall.apps.documents.api import attach, documents_of
from moothall.apps.forms.api import (
    Answers,
    Draft,
    DraftGone,
    begin_draft,
    discard_draft,
    draft_for,
    finish_draft,
    move_draft,
    posted,
    read_page,
    save_page,
    typed_for,
)
from moothall.apps.forms.jobs import purge_drafts
from moothall.apps.forms.models import DraftRow
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS, system
from tests.apps.forms.made import sound

FORM = sound(
    """
    pages:
      - page: who
        title: Who are you?
        questions:
          - {ask: full_name, type: short-text, label: Full name, name: your full name}
          - {ask: email, type: email, label: Email}
      - page: seen
        questions:
          - {ask: seen_on, type: date, label: When?, name: the date}
      - page: photo
        questions:
          - {ask: photo, type: photo, label: Photo, required: no}
    """
)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
WHO = posted({"full_name": "Jo", "email": "jo@example.com"})

pytestmark = pytest.mark.django_db


def begun() -> Draft:
    return begin_draft("fly-tipping", "v1", read_page(FORM, "who", WHO), by=ANONYMOUS)


def found(draft: Draft) -> Draft:
    again = draft_for(draft.token, seen_by=ANONYMOUS)
    assert again is not None
    return again


def test_a_draft_is_found_by_its_token_alone() -> None:
    draft = begun()
    assert found(draft) == draft
    assert draft.answers.as_json() == {
        "full_name": {"type": "short-text", "value": "Jo", "source": "typed"},
        "email": {"type": "email", "value": "jo@example.com", "source": "typed"},
    }
    for token in ("", "x", draft.token + "x", str(draft.id), "\x00", "\ud800", "t" * 10_000):
        assert draft_for(token, seen_by=ANONYMOUS) is None


def test_the_token_is_nowhere_in_the_database_or_a_log() -> None:
    draft = begun()
    row = DraftRow.objects.values().get()
    assert draft.token not in str(row)
    assert draft.token not in repr(draft)
    assert "jo@example.com" not in repr(draft)


def test_a_page_saved_costs_one_statement() -> None:
    draft = begun()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        save_page(draft, read_page(FORM, "seen", posted({"seen_on-day": "today"})), by=ANONYMOUS)
    assert len(queries) == 1


def test_what_was_not_understood_is_kept_as_typed() -> None:
    draft = begun()
    draft = save_page(
        draft, read_page(FORM, "who", posted({"full_name": " Jo  B ", "email": "jo at home"})), by=ANONYMOUS
    )
    assert list(draft.answers) == ["full_name"]
    assert found(draft).typed == {"email": ("jo at home",)}
    assert typed_for(FORM, "who", draft.answers, draft.typed) == {
        "full_name": ("Jo B",),
        "email": ("jo at home",),
    }
    draft = save_page(draft, read_page(FORM, "who", WHO), by=ANONYMOUS)
    assert found(draft).typed == {}
    assert typed_for(FORM, "who", draft.answers, draft.typed) == {
        "full_name": ("Jo",),
        "email": ("jo@example.com",),
    }


def test_a_wrong_date_is_shown_as_typed_and_a_right_one_written_out() -> None:
    draft = save_page(begun(), read_page(FORM, "seen", posted({"seen_on-day": "31 june"})), by=ANONYMOUS)
    assert typed_for(FORM, "seen", draft.answers, draft.typed) == {"seen_on-day": ("31 june",)}
    draft = save_page(draft, read_page(FORM, "seen", posted({"seen_on-day": "3 june 2026"})), by=ANONYMOUS)
    assert typed_for(FORM, "seen", draft.answers, draft.typed) == {
        "seen_on-day": ("3",), "seen_on-month": ("6",), "seen_on-year": ("2026",),
    }  # fmt: skip


def test_two_tabs_are_merged_question_by_question() -> None:
    first = second = begun()
    first = save_page(first, read_page(FORM, "seen", posted({"seen_on-day": "1/6/2026"})), by=ANONYMOUS)
    second = save_page(
        second,
        read_page(FORM, "who", posted({"full_name": "Joanna", "email": "jo@example.com"})),
        by=ANONYMOUS,
    )
    stored = found(first)
    assert stored.answers.value("seen_on") == "2026-06-01"
    assert stored.answers.value("full_name") == "Joanna"
    assert stored.revision == second.revision == 3


def test_a_draft_expires_a_day_after_its_last_page() -> None:
    with clock.stopped_at(NOON):
        draft = begun()
    with clock.stopped_at(NOON + timedelta(hours=23)):
        save_page(draft, read_page(FORM, "seen", posted({"seen_on-day": "1/6/2026"})), by=ANONYMOUS)
    with clock.stopped_at(NOON + timedelta(hours=46)):
        assert draft_for(draft.token, seen_by=ANONYMOUS) is not None
    with clock.stopped_at(NOON + timedelta(hours=48)):
        assert draft_for(draft.token, seen_by=ANONYMOUS) is None
        with pytest.raises(DraftGone):
            save_page(draft, read_page(FORM, "who", WHO), by=ANONYMOUS)


def test_a_form_sent_twice_is_one_request() -> None:
    draft = begun()
    with transaction.atomic():
        assert finish_draft(draft, "BAR-AAAA-AAAA", by=ANONYMOUS) == "BAR-AAAA-AAAA"
    with transaction.atomic():
        assert finish_draft(draft, "BAR-BBBB-BBBB", by=ANONYMOUS) == "BAR-AAAA-AAAA"
    assert found(draft).reference == "BAR-AAAA-AAAA"


def test_a_draft_is_empty_once_it_is_sent_and_stays_so() -> None:
    draft = begun()
    with transaction.atomic():
        finish_draft(draft, "BAR-AAAA-AAAA", by=ANONYMOUS)
    assert (found(draft).answers, found(draft).typed) == (Answers(), {})
    late = save_page(draft, read_page(FORM, "who", WHO), by=ANONYMOUS)
    assert (late.reference, late.answers) == ("BAR-AAAA-AAAA", Answers())
    assert "Jo" not in str(DraftRow.objects.values().get())


def test_sending_that_fails_leaves_the_draft_whole() -> None:
    draft = begun()
    with transaction.atomic():
        finish_draft(draft, "BAR-AAAA-AAAA", by=ANONYMOUS)
        transaction.set_rollback(True)
    assert found(draft) == draft


def test_a_draft_that_is_gone_cannot_be_sent() -> None:
    draft = begun()
    DraftRow.objects.all().delete()
    with pytest.raises(DraftGone), transaction.atomic():
        finish_draft(draft, "BAR-AAAA-AAAA", by=ANONYMOUS)


@pytest.mark.django_db(transaction=True)
def test_sending_needs_the_transaction_of_what_is_made() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        finish_draft(begun(), "BAR-AAAA-AAAA", by=ANONYMOUS)


def test_a_draft_goes_on_with_another_version() -> None:
    first = begun()
    other = save_page(first, read_page(FORM, "seen", posted({"seen_on-day": "1/6/2026"})), by=ANONYMOUS)
    draft = move_draft(first, "v2", lambda answers: answers.without(["email"]), by=ANONYMOUS)
    assert (draft.version, set(draft.answers)) == ("v2", {"full_name", "seen_on"}), (
        "the other window's page too"
    )
    again = move_draft(other, "v2", lambda answers: Answers(), by=ANONYMOUS)
    assert found(again).answers == draft.answers, "nothing is carried twice"


def test_finish_and_clear_this_device() -> None:
    draft = begun()
    discard_draft(draft, by=ANONYMOUS)
    assert draft_for(draft.token, seen_by=ANONYMOUS) is None
    assert "jo@example.com" not in str(DraftRow.objects.values().get())


@pytest.mark.django_db(transaction=True)
def test_the_purge_takes_expired_drafts_and_their_files() -> None:
    with clock.stopped_at(NOON):
        old = begun()
        attach(
            old.owner,
            b"\xff\xd8\xff",
            name="a.jpg",
            media_type="image/jpeg",
            kind="photo",
            source="form",
            by=ANONYMOUS,
        )
    with clock.stopped_at(NOON + timedelta(hours=25)):
        new = begun()
        purge_drafts.call()
        assert [row.id for row in DraftRow.objects.all()] == [new.id]
        assert documents_of(old.owner, seen_by=system("test")) == ()
