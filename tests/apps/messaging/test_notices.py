"""Notices to staff: as each chose, in the app and by e-mail; once, and without a word about anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from moothall.apps.messaging import api as messaging
from moothall.apps.messaging import jobs
from moothall.apps.messaging.models import Notice, NoticeDigest
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import erase
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS, Actor
from tests.cast import MARCUS, OLWEN, SYSTEM

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def tell(who: Actor, kind: str = messaging.ASSIGNED, about: str = "case:1", label: str = "BAR-AAA") -> None:
    messaging.notify([who.account_id, who.account_id, None], kind, about=about, label=label, by=SYSTEM)


def chosen(who: Actor, kind: str, *, in_app: bool = True, mail: str) -> None:
    messaging.choose_notices([messaging.KindChosen(kind, "", in_app, mail)], by=who)


def test_a_notice_is_told_once_until_it_is_read() -> None:
    olwen, marcus = OLWEN.signs_in(), MARCUS.signs_in()
    tell(olwen)
    tell(olwen)
    tell(olwen, about="case:2")
    assert messaging.count_unread(seen_by=olwen) == 2
    assert messaging.count_unread(seen_by=marcus) == 0
    first = messaging.notices_of(seen_by=olwen)[-1]
    assert (first.label, first.sentence, first.read) == ("BAR-AAA", "was given to you", False)
    assert messaging.read_notice(first.id, by=marcus) is None
    assert messaging.read_notice(first.id, by=olwen) is not None
    assert messaging.count_unread(seen_by=olwen) == 1
    assert messaging.read_notices(by=olwen) == 1
    tell(olwen)
    assert messaging.count_unread(seen_by=olwen) == 1
    assert messaging.notices_of(seen_by=ANONYMOUS) == ()


def test_nobody_is_told_of_what_they_did_themselves() -> None:
    olwen = OLWEN.signs_in()
    messaging.notify([olwen.account_id], messaging.ASSIGNED, about="case:1", by=olwen)
    assert not Notice.objects.exists()


def test_a_kind_switched_off_is_not_told_and_the_badge_costs_one_query() -> None:
    olwen = OLWEN.signs_in()
    chosen(olwen, messaging.ASSIGNED, in_app=False, mail="")
    tell(olwen)
    assert not Notice.objects.exists()
    tell(olwen, messaging.MENTIONED)
    with CaptureQueriesContext(connection) as asked:
        assert messaging.count_unread(seen_by=olwen) == 1
    assert len(asked) == 1
    assert {one.code for one in messaging.choices_of(seen_by=olwen)} >= {"assigned", "mentioned", "breach"}


def test_whoever_wants_e_mails_alone_gets_one_each_time_and_none_twice(post: DemoMailer) -> None:
    olwen = OLWEN.signs_in()
    chosen(olwen, messaging.ANSWERED, in_app=False, mail="at once")
    for _answer in range(2):
        tell(olwen, messaging.ANSWERED)
        tell(olwen, messaging.ANSWERED)
        jobs.gather_digests.call()
        run_pending()
    assert [mail.subject for mail in post.sent] == ["1 notice for you", "1 notice for you"]
    assert messaging.count_unread(seen_by=olwen) == 0


def test_the_e_mail_of_the_day_leaves_once_in_the_morning_with_a_stable_id(post: DemoMailer) -> None:
    olwen, marcus = OLWEN.signs_in(), MARCUS.signs_in()
    chosen(marcus, messaging.ASSIGNED, mail="at once")
    with clock.stopped_at(MORNING - timedelta(hours=3)):
        tell(olwen)
        tell(olwen, messaging.MENTIONED, label="BAR-BBB")
        tell(marcus)
        jobs.gather_digests.call()
        run_pending()
        assert [mail.to for mail in post.sent] == [MARCUS.email]
    with clock.stopped_at(MORNING):
        jobs.gather_digests.call()
        tell(olwen, label="BAR-CCC", about="case:3")
        jobs.gather_digests.call()
        run_pending()
        mail = post.sent[-1]
        assert len(post.sent) == 2
        assert (mail.to, mail.subject) == (OLWEN.email, "2 notices for you")
        assert "BAR-AAA was given to you." in mail.text
        assert "BAR-BBB has a note that mentions you." in mail.text
        digest = NoticeDigest.objects.get(account=olwen.account_id)
        assert str(digest.id) in mail.message_id
        jobs.mail_digest.call(digest=str(digest.id))
        run_pending()
        assert len(post.sent) == 2
    with clock.stopped_at(MORNING + timedelta(days=1)):
        jobs.gather_digests.call()
        run_pending()
    assert "BAR-CCC" in post.sent[-1].text
    assert len(post.sent) == 3


def test_an_e_mail_that_was_taken_before_the_worker_died_is_sent_again_under_the_same_id(
    post: DemoMailer,
) -> None:
    olwen = OLWEN.signs_in()
    chosen(olwen, messaging.ASSIGNED, mail="at once")
    tell(olwen)
    jobs.gather_digests.call()
    digest = NoticeDigest.objects.get()
    for _dies_before_it_is_written_down in range(2):
        jobs.mail_digest.call(digest=str(digest.id))
    assert len({mail.message_id for mail in post.sent}) == 1


def test_whoever_left_gets_no_e_mail_and_an_erased_case_no_notice(post: DemoMailer) -> None:
    olwen = OLWEN.signs_in()
    about = f"case:{uuid4()}"
    tell(olwen, about=about)
    erase(about, rule="a test", by=SYSTEM)
    assert not Notice.objects.exists()
    nobody = uuid4()
    messaging.notify([nobody], messaging.ASSIGNED, about="case:1", by=SYSTEM)
    with clock.stopped_at(MORNING):
        jobs.gather_digests.call()
        run_pending()
    assert not post.sent


def test_old_notices_are_forgotten() -> None:
    olwen = OLWEN.signs_in()
    with clock.stopped_at(MORNING):
        tell(olwen)
        messaging.read_notices(by=olwen)
        tell(olwen, about="case:2")
    with clock.stopped_at(MORNING + timedelta(days=91)):
        jobs.forget_old_notices.call()
    assert [one.about for one in messaging.notices_of(seen_by=olwen)] == ["case:2"]
