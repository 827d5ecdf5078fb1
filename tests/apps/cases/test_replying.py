"""Writing to people: drafts, undoing, schedules, files; what leaves, when, and what never does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseNotFound, ReplyDraft
from moothall.apps.cases.models import CaseText, Reply
from moothall.apps.documents import api as documents
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import seal_now, verify
from moothall.ground.jobs.api import run_pending
from moothall.ground.jobs.models import Job
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from tests.cast import (
    CONCERN,
    FLY_TIPPING,
    HARDING,
    MARCUS,
    NOBODY,
    OLWEN,
    PRIYA,
    RHYS,
    SYSTEM,
    proven,
    sends,
)

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, match=f"^{code}:")


def draft_for(reference: str, words: str, by: Actor, **more: object) -> ReplyDraft:
    case = cases.case_for(reference, seen_by=by)
    to = tuple(party.id for party in case.parties if party.role == "reporter" and party.id)
    return ReplyDraft(words, to, **more)


def unsent(reference: str, by: Actor) -> tuple[cases.UnsentReply, ...]:
    return cases.replies_unsent(cases.case_for(reference, seen_by=by), seen_by=by)


def test_a_reply_waits_twenty_seconds_and_leaves_once(post: DemoMailer) -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    with clock.stopped_at(MONDAY):
        cases.send_reply(opened.reference, draft_for(opened.reference, "We come on Friday.", olwen), by=olwen)
        run_pending()
        assert not [mail for mail in post.sent if "We come on Friday." in mail.text]
        assert [one.soon for one in unsent(opened.reference, olwen)] == [True]
    for after in (21, 60):
        with clock.stopped_at(MONDAY + timedelta(seconds=after)):
            run_pending()
    mails = [mail for mail in post.sent if "We come on Friday." in mail.text]
    assert [mail.to for mail in mails] == [HARDING.email]
    staff = cases.timeline_of(opened.reference, seen_by=olwen)
    assert [one.text for one in staff if one.sentence == "Wrote to the reporter."] == ["We come on Friday."]
    assert any(one.sentence.startswith("E-mailed the reporter: About your request") for one in staff)
    theirs = cases.request_for(opened.reference, seen_by=proven(opened, HARDING)).story
    assert ("We wrote to you.", "We come on Friday.") in [(one.sentence, one.text) for one in theirs]
    assert not unsent(opened.reference, olwen)
    seal_now()
    assert not verify().findings


def test_a_reply_whose_job_comes_a_fraction_of_a_millisecond_early_leaves_with_it(post: DemoMailer) -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    with clock.stopped_at(MONDAY + timedelta(microseconds=700)):
        cases.send_reply(opened.reference, draft_for(opened.reference, "We come on Friday.", olwen), by=olwen)
    with clock.stopped_at(MONDAY + timedelta(seconds=20, microseconds=100)):
        run_pending()
    assert not unsent(opened.reference, olwen)


def test_what_is_called_back_never_leaves_and_stands_in_the_box(post: DemoMailer) -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    reply = cases.send_reply(opened.reference, draft_for(opened.reference, "Too soon.", olwen), by=olwen)
    cases.keep_reply(opened.reference, draft_for(opened.reference, "Begun since.", olwen), by=olwen)
    cases.call_back(opened.reference, reply, by=olwen)
    with clock.stopped_at(clock.now() + timedelta(minutes=5)):
        run_pending()
    assert not [mail for mail in post.sent if "Too soon" in mail.text]
    [kept] = unsent(opened.reference, olwen)
    assert (kept.draft.words, kept.leaves_at) == ("Too soon.\n\nBegun since.", None)
    with refused("CASE-120"):
        cases.call_back(opened.reference, reply, by=olwen)


def test_what_a_page_sent_earlier_and_arrives_later_makes_no_draft_and_overwrites_none(
    post: DemoMailer,
) -> None:
    """Its script keeps a reply while it is written; such a request may be overtaken by the press of "Send"."""
    opened, olwen, page, another = sends(FLY_TIPPING, HARDING), OLWEN.signs_in(), uuid4(), uuid4()

    def typed(words: str, turn: int, box: UUID = page) -> ReplyDraft:
        return draft_for(opened.reference, words, olwen, box=box, turn=turn)

    def drafts() -> list[str]:
        return [one.draft.words for one in unsent(opened.reference, olwen) if one.leaves_at is None]

    cases.keep_reply(opened.reference, typed("We come on", 2), by=olwen)
    cases.keep_reply(opened.reference, typed("We", 1), by_itself=True, by=olwen)
    assert drafts() == ["We come on"]
    reply = cases.send_reply(opened.reference, typed("We come on Friday.", 4), by=olwen)
    cases.keep_reply(opened.reference, typed("We come on Fri", 3), by_itself=True, by=olwen)
    assert not drafts()
    cases.call_back(opened.reference, reply, by=olwen)
    cases.keep_reply(opened.reference, typed("We come on Fri", 3), by_itself=True, by=olwen)
    assert drafts() == ["We come on Friday."]
    cases.send_reply(opened.reference, typed("We come on Friday.", 5), by=olwen)
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        run_pending()
    cases.keep_reply(opened.reference, typed("We come on Fri", 3), by_itself=True, by=olwen)
    assert not drafts()
    assert len([mail for mail in post.sent if "We come on Friday." in mail.text]) == 1
    for box, words in ((page, "Typed since, after going back."), (another, "On another page.")):
        cases.keep_reply(
            opened.reference, typed(words, 6 if box == page else 1, box), by_itself=True, by=olwen
        )
        assert drafts() == [words]


def test_a_worker_that_dies_after_it_left_sends_no_second_one(post: DemoMailer) -> None:
    """The reply's row says that it left, in the transaction that made the messages: a job run again does nothing."""
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    reply = cases.send_reply(opened.reference, draft_for(opened.reference, "Only once.", olwen), by=olwen)
    with clock.stopped_at(clock.now() + timedelta(seconds=30)):
        cases.let_leave.call(reply=str(reply))
        cases.let_leave.call(reply=str(reply))
        run_pending()
    assert len([mail for mail in post.sent if "Only once." in mail.text]) == 1
    with refused("CASE-120"):
        cases.call_back(opened.reference, reply, by=olwen)


def test_what_is_sent_again_after_it_was_called_back_waits_its_own_time(post: DemoMailer) -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    with clock.stopped_at(MONDAY):
        words = draft_for(opened.reference, "Said twice.", olwen)
        cases.call_back(opened.reference, cases.send_reply(opened.reference, words, by=olwen), by=olwen)
    with clock.stopped_at(MONDAY + timedelta(seconds=15)):
        cases.send_reply(opened.reference, words, by=olwen)
    with clock.stopped_at(MONDAY + timedelta(seconds=25)):
        run_pending()
        assert not [mail for mail in post.sent if "Said twice." in mail.text]
    with clock.stopped_at(MONDAY + timedelta(seconds=40)):
        run_pending()
    assert len([mail for mail in post.sent if "Said twice." in mail.text]) == 1


def test_a_scheduled_reply_leaves_in_working_hours_and_never_from_an_erased_case(post: DemoMailer) -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    with clock.stopped_at(MONDAY):
        words = draft_for(opened.reference, "Tomorrow.", olwen)
        for code, at in (
            ("CASE-123", MONDAY - timedelta(minutes=1)),
            ("CASE-123", MONDAY + timedelta(days=61)),
            ("CASE-124", MONDAY.replace(hour=20)),
            ("CASE-124", MONDAY + timedelta(days=5)),
        ):
            with refused(code):
                cases.send_reply(opened.reference, words, at=at, by=olwen)
        reply = cases.send_reply(opened.reference, words, at=MONDAY + timedelta(days=1), by=olwen)
        assert Job.objects.filter(arguments__contains=str(reply)).exists()
        cases.erase_case(opened.reference, rule="a test", by=SYSTEM)
        assert not Job.objects.filter(arguments__contains=str(reply)).exists()
    assert not Reply.objects.exists()
    assert not CaseText.objects.exists()
    with clock.stopped_at(MONDAY + timedelta(days=2)):
        cases.let_leave.call(reply=str(reply))
        run_pending()
    assert not [mail for mail in post.sent if "Tomorrow." in mail.text]
    seal_now()
    assert not verify().findings


def test_a_draft_is_each_officers_own_and_is_kept(post: DemoMailer) -> None:
    opened, olwen, marcus = sends(FLY_TIPPING, HARDING), OLWEN.signs_in(), MARCUS.signs_in()
    for words in ("First.", "First, and more."):
        cases.keep_reply(opened.reference, draft_for(opened.reference, words, olwen), by=olwen)
    assert [one.draft.words for one in unsent(opened.reference, olwen)] == ["First, and more."]
    assert not unsent(opened.reference, marcus)
    assert not [one for one in cases.timeline_of(opened.reference, seen_by=marcus) if "First" in one.text]
    with pytest.raises(CaseNotFound):
        cases.request_for(opened.reference, seen_by=olwen)


def test_files_go_with_a_reply_and_are_not_shown_before(post: DemoMailer) -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    harding = proven(opened, HARDING)
    kept = documents.attach(
        f"case:{opened.case_id}", b"%PDF-1.4\n%%EOF", name="plan.pdf", media_type="application/pdf", kind="file",
        source=cases.WITH_REPLY, by=olwen,
    )  # fmt: skip
    cases.send_reply(
        opened.reference, draft_for(opened.reference, "Here it is.", olwen, files=(kept.id,)), by=olwen
    )
    assert not cases.request_for(opened.reference, seen_by=harding).documents
    with pytest.raises(CaseNotFound):
        cases.document_for(opened.reference, kept.id, seen_by=harding)
    with clock.stopped_at(clock.now() + timedelta(seconds=30)):
        run_pending()
    with clock.stopped_at(clock.now() + timedelta(seconds=90)):
        run_pending()
    assert [one.id for one in cases.request_for(opened.reference, seen_by=harding).documents] in (
        [kept.id],
        [],
    )
    [mail] = [mail for mail in post.sent if "Here it is." in mail.text]
    sentences = [one.sentence for one in cases.timeline_of(opened.reference, seen_by=olwen)]
    if cases.request_for(opened.reference, seen_by=harding).documents:
        assert "We have sent you a file." in mail.text
        assert "Wrote to the reporter with 1 file." in sentences


def test_who_may_not_write_and_to_whom_nobody_can(post: DemoMailer) -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    words = draft_for(opened.reference, "No.", olwen)
    with refused("cases.work"):
        cases.send_reply(opened.reference, words, by=RHYS.actor)
    with refused("CASE-09"):
        cases.send_reply(opened.reference, ReplyDraft(" \n ", words.parties), by=olwen)
    with refused("CASE-10"):
        cases.send_reply(opened.reference, ReplyDraft("x" * 5_001, words.parties), by=olwen)
    with refused("CASE-121"):
        cases.send_reply(opened.reference, ReplyDraft("To nobody."), by=olwen)
    silent = sends(FLY_TIPPING, NOBODY, key="silent")
    with refused("CASE-122"):
        cases.send_reply(silent.reference, draft_for(silent.reference, "Hello?", olwen), by=olwen)
    with refused("CASE-122"):  # somebody with a part in another case
        cases.send_reply(silent.reference, words, by=olwen)
    secret = sends(CONCERN, HARDING, key="secret")
    with pytest.raises(CaseNotFound):
        cases.send_reply(secret.reference, words, by=PRIYA.actor)


def test_hostile_words_stay_words(post: DemoMailer) -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    hostile = "<script>alert(1)</script> {{ name }} [x](javascript:1)\u202e\x00\nBcc: all@example.com"
    cases.send_reply(opened.reference, draft_for(opened.reference, hostile, olwen), by=olwen)
    with clock.stopped_at(clock.now() + timedelta(seconds=30)):
        run_pending()
    [mail] = [mail for mail in post.sent if "javascript" in mail.text]
    assert "<script>" not in mail.html
    assert "{{ name }}" in mail.text
    assert "\n" not in mail.subject


def test_an_answer_stands_under_the_reply_it_answers(post: DemoMailer) -> None:
    opened, olwen = sends(FLY_TIPPING, HARDING), OLWEN.signs_in()
    harding = proven(opened, HARDING)
    with clock.stopped_at(MONDAY):
        cases.send_reply(opened.reference, draft_for(opened.reference, "Which gate?", olwen), by=olwen)
    with clock.stopped_at(MONDAY + timedelta(minutes=1)):
        run_pending()
        key = next(one.key for one in cases.request_for(opened.reference, seen_by=harding).story if one.key)
        cases.add_to_case(opened.reference, "The green one.", answers=key, by=harding)
    sentences = [one.sentence for one in cases.timeline_of(opened.reference, seen_by=olwen)]
    assert "Added something in answer to our reply of Monday 2 March 2026." in sentences
