"""Telling: rows and jobs in the verb's transaction; words and sending afterwards, once as far as anybody can say."""

from __future__ import annotations

import pytest
from django.db import transaction

from moothall.apps.catalogue.api import PartFile, PartSource, read_markdown, service_named
from moothall.apps.messaging.api import (
    MESSAGES_PART,
    MOMENTS,
    MessageFailed,
    Recipient,
    messages_about,
    outbox,
    send_message,
    tell,
    templates_at,
    use_mailer,
)
from moothall.apps.messaging.models import Message
from moothall.apps.messaging.ports import Mail, MailNotTaken
from moothall.apps.messaging.templates import shipped
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.events.api import erase, history
from moothall.ground.jobs.api import dead_jobs, run_pending
from moothall.ground.outside import InsideTransaction
from moothall.kernel.rules import Refused
from tests.cast import FLY_TIPPING, OLWEN, SAM, SYSTEM

pytestmark = pytest.mark.django_db
ABOUT = "case:01900000-0000-7000-8000-000000000001"
HARDING = Recipient("reporter", "Septimus Harding", "septimus@example.com")


def told(person: Recipient = HARDING, moment: str = "case opened", service: str = FLY_TIPPING) -> int:
    facts = {
        "reference": "BAR-222-222-222",
        "service_name": "Report fly-tipping",
        "track_link": "http://x/track/y",
    }
    return tell(moment, about=ABOUT, service=service, to=[person], facts=facts, by=SYSTEM)


def test_a_message_is_queued_then_sent_then_kept_as_it_was_sent(post: DemoMailer) -> None:
    assert told() == 1
    assert [one.state for one in messages_about(ABOUT, seen_by=OLWEN.actor)] == ["queued"]
    run_pending()
    [one] = messages_about(ABOUT, seen_by=OLWEN.actor)
    [mail] = post.sent
    assert (one.state, one.subject) == ("sent", mail.subject)
    row = Message.objects.get()
    assert (row.text, row.html, row.facts) == (mail.text, mail.html, {})


def test_the_same_message_has_the_same_message_id_however_often_it_is_sent(post: DemoMailer) -> None:
    told()
    message = Message.objects.get()
    for _ in range(3):
        send_message.func(message_id=str(message.id))
    assert len({mail.message_id for mail in post.sent}) == 1
    assert post.sent[0].message_id == f"<{message.id}@barchester.example>"


def test_once_settled_it_is_never_sent_again(post: DemoMailer) -> None:
    told()
    run_pending()
    send_message.func(message_id=str(Message.objects.get().id))
    assert len(post.sent) == 1


def test_nobody_without_an_address_or_with_another_role_is_told() -> None:
    assert told(Recipient("reporter", "Septimus Harding", "")) == 0
    assert told(Recipient("subject", "Septimus Harding", "septimus@example.com")) == 0


def test_refused_for_good_is_failed_at_once_and_told(post: DemoMailer) -> None:
    told(Recipient("reporter", "Obadiah Slope", "slope@refused.example"))
    run_pending()
    [one] = messages_about(ABOUT, seen_by=OLWEN.actor)
    assert one.state == "failed"
    [event] = history(f"message:{one.id}")
    assert isinstance(event.fact, MessageFailed)
    assert event.fact.about == ABOUT
    assert "slope" not in event.fact.reason


def test_refused_for_now_is_tried_again(post: DemoMailer) -> None:
    told(Recipient("reporter", "Obadiah Slope", "slope@busy.example"))
    run_pending()
    assert [one.state for one in messages_about(ABOUT, seen_by=OLWEN.actor)] == ["queued"]
    assert not dead_jobs(seen_by=SAM.actor)


def test_an_erased_message_is_not_sent(post: DemoMailer) -> None:
    told()
    erase(ABOUT, rule="request", by=SYSTEM)
    run_pending()
    assert not post.sent
    assert not Message.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_no_mail_leaves_inside_a_transaction(post: DemoMailer) -> None:
    told()
    with transaction.atomic(), pytest.raises(InsideTransaction):
        send_message.func(message_id=str(Message.objects.get().id))


def test_the_outbox_is_for_the_demonstration(post: DemoMailer) -> None:
    told()
    run_pending()
    assert outbox(seen_by=SAM.actor)[0].to == HARDING.email
    with pytest.raises(Refused, match=r"outbox\.read"):
        outbox(seen_by=OLWEN.actor)


def test_every_moment_has_words_even_if_a_service_has_none() -> None:
    for moment in MOMENTS:
        assert shipped().at(moment, "en"), moment
        assert templates_at(moment, service="no-such-service", language="cy")


def test_the_service_s_own_words_come_first() -> None:
    [template] = templates_at("case opened", service=FLY_TIPPING, language="en")
    part = service_named(FLY_TIPPING, seen_by=SYSTEM).part("messages")
    assert template in part.at("case opened", "en")


class Broken:
    """A mailer that takes the mail and then never says so."""

    def __init__(self) -> None:
        self.taken: list[Mail] = []

    def send(self, mail: Mail) -> None:
        self.taken.append(mail)
        raise MailNotTaken("The mail server could not be reached (TimeoutError).", permanent=False)

    def check(self) -> str:
        return "no"


def test_a_mail_that_may_have_arrived_is_repeated_under_the_same_id() -> None:
    broken = Broken()
    use_mailer(broken)
    try:
        told()
        message = Message.objects.get()
        for _ in range(2):
            with pytest.raises(MailNotTaken):
                send_message.func(message_id=str(message.id))
        assert len({mail.message_id for mail in broken.taken}) == 1
        assert message.state == "queued"
    finally:
        use_mailer(None)


WRONG = b"""---
when: case opened
subject: We have {{ referense }}
---

Dear {{ name }},

We close it on {{ closed_on }}.
[Click]({{ name }})
"""


def test_mistakes_have_a_line_and_say_what_to_write() -> None:
    node, _ = read_markdown(WRONG, "messages/en/opened.md")
    assert node is not None
    source = PartSource(
        service_named(FLY_TIPPING, seen_by=SYSTEM), (PartFile("messages/en/opened.md", node),)
    )
    MESSAGES_PART.read(source)
    said = [str(mistake) for mistake in source.mistakes]
    assert said[0].startswith("messages/en/opened.md:3: There is no {{ referense }}")
    assert "Did you mean {{ reference }}?" in said[0]
    assert said[1].startswith("messages/en/opened.md:8: There is no {{ closed_on }}")
    assert said[2].startswith("messages/en/opened.md:9: A link cannot go to {{ name }}")
