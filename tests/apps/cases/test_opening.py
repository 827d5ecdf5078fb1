"""Opening a case, through the door."""

from __future__ import annotations

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from moothall.apps.cases.api import (
    CaseNotFound,
    case_for,
    cases_waiting,
    open_case,
    request_for,
    search_cases,
)
from moothall.apps.catalogue.api import service_named
from moothall.apps.documents.api import attach
from moothall.apps.forms.api import Answer, begin_draft, draft_for, fill_in, form_of, posted, read_page
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS
from moothall.kernel.rules import Refused
from tests.cast import FLY_TIPPING, HARDING, NOBODY, OLWEN, PRIYA, SYSTEM, USUAL, proven, sends

MONDAY = datetime(2026, 3, 30, 9, 0, tzinfo=UTC)


@pytest.mark.django_db
def test_a_resident_gets_a_reference_and_a_promise(post: DemoMailer) -> None:
    with clock.stopped_at(MONDAY):
        opened = sends(FLY_TIPPING, HARDING)
        run_pending()
    assert opened.reference.startswith("BAR-")
    assert opened.due_on == date(2026, 4, 8)
    assert "Wednesday 8 April 2026" in opened.promise
    assert opened.told_by_email
    [mail] = post.sent
    assert mail.to == "septimus@example.com"
    assert opened.reference in mail.subject + mail.text
    assert mail.message_id.endswith("@barchester.example>")


@pytest.mark.django_db
def test_officers_see_the_case_in_queue_search_and_page() -> None:
    opened = sends(FLY_TIPPING, HARDING)
    [row] = cases_waiting(seen_by=OLWEN.actor).rows
    assert (row.reference, row.reporter_name, row.status) == (opened.reference, HARDING.name, "new")
    assert [r.reference for r in search_cases("mill lane", seen_by=PRIYA.actor).rows] == [opened.reference]
    assert [r.reference for r in search_cases("harding", seen_by=PRIYA.actor).rows] == [opened.reference]
    typed = opened.reference.replace("-", " ").lower()
    assert [r.reference for r in search_cases(typed, seen_by=PRIYA.actor).rows] == [opened.reference]
    case = case_for(opened.reference, seen_by=OLWEN.actor)
    assert case.parties[0].email == HARDING.email
    assert any("Mill Lane" in said.text for said in case.answers)


@pytest.mark.django_db
def test_the_same_form_sent_twice_is_one_case(post: DemoMailer) -> None:
    first = sends(FLY_TIPPING, HARDING, key="draft:1")
    again = sends(FLY_TIPPING, HARDING, key="draft:1")
    assert again == first
    run_pending()
    assert len(post.sent) == 1


@pytest.mark.django_db
def test_nobody_has_to_say_who_they_are(post: DemoMailer) -> None:
    opened = sends(FLY_TIPPING, NOBODY)
    run_pending()
    assert not opened.told_by_email
    assert not post.sent


@pytest.mark.django_db
def test_a_resident_sees_their_own_case_and_no_other() -> None:
    mine, other = sends(FLY_TIPPING, HARDING), sends(FLY_TIPPING, NOBODY)
    harding = proven(mine, HARDING)
    assert request_for(mine.reference, seen_by=harding).status == "new"
    with pytest.raises(CaseNotFound):
        request_for(other.reference, seen_by=harding)
    with pytest.raises(CaseNotFound):
        case_for(mine.reference, seen_by=harding)
    assert case_for(mine.reference, seen_by=SYSTEM).reference == mine.reference


@pytest.mark.django_db
def test_a_draft_is_finished_in_the_same_moment_and_its_photo_is_the_case_s() -> None:
    service = service_named(FLY_TIPPING, seen_by=SYSTEM)
    form = form_of(service)
    reading = read_page(form, form.pages[0].key, posted({"rubbish_type": "furniture"}))
    draft = begin_draft(service.slug, service.digest, reading, by=ANONYMOUS)
    attach(
        draft.owner, b"x", name="a.jpg", media_type="image/jpeg", kind="photo", source="form", by=ANONYMOUS
    )
    attach(
        draft.owner, b"y", name="b.jpg", media_type="image/jpeg", kind="photo", source="form", by=ANONYMOUS
    )
    answers = fill_in(form, {**USUAL[FLY_TIPPING], **HARDING.typed}).answers
    sent = {"name": "a.jpg", "digest": sha256(b"x").hexdigest()}
    answers = answers.with_({"photo": Answer("photo", sent)})
    first = open_case(service, answers, by=ANONYMOUS, draft=draft)
    again = open_case(service, answers, by=ANONYMOUS, draft=draft)
    assert again == first
    finished = draft_for(draft.token, seen_by=ANONYMOUS)
    assert finished is not None
    assert finished.reference == first.reference
    [photo] = case_for(first.reference, seen_by=OLWEN.actor).documents
    assert photo.name == "a.jpg"


@pytest.mark.django_db
def test_opening_costs_few_statements() -> None:
    sends(FLY_TIPPING, HARDING)
    with CaptureQueriesContext(connection) as statements:
        sends(FLY_TIPPING, HARDING)
    asked = [one["sql"] for one in statements if "SAVEPOINT" not in one["sql"]]
    assert len(asked) <= 16, asked


TROUBLE = {
    "sqlite": "CREATE TRIGGER trouble BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END",
    "postgresql": """
        CREATE FUNCTION trouble() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN RAISE unique_violation USING MESSAGE = '{words}'; END $$;
        CREATE TRIGGER trouble BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION trouble()
    """,
}


def let_the_database_refuse(table: str, words: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(TROUBLE[connection.vendor].format(table=table, words=words))


@pytest.mark.django_db
def test_only_a_taken_reference_is_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    let_the_database_refuse("cases_case", "UNIQUE constraint failed: cases_case.reference")
    with pytest.raises(Refused, match="could not give your request a reference"):
        sends(FLY_TIPPING, HARDING)
    assert "could not be opened" not in caplog.text


@pytest.mark.django_db
def test_any_other_trouble_is_logged_with_its_cause_and_not_called_a_reference(
    caplog: pytest.LogCaptureFixture,
) -> None:
    let_the_database_refuse("cases_party", "UNIQUE constraint failed: cases_party.id")
    with pytest.raises(IntegrityError):
        sends(FLY_TIPPING, HARDING)
    assert "could not be opened" in caplog.text
    assert any("rows.py" in str(getattr(one, "frames", "")) for one in caplog.records)
