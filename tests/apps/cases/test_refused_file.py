"""A file that turns out harmful: the request stays, its sender is asked again, the team sees why; once."""

from __future__ import annotations

import pytest

from moothall.apps.cases import api as cases
from moothall.apps.documents import api as documents
from moothall.connectors.demo.api import EICAR, DemoMailer
from moothall.ground.events.api import deliver, seal_now
from moothall.ground.jobs.api import run_pending
from tests.cast import ELEANOR, FLY_TIPPING, NOBODY, SYSTEM, sends

pytestmark = pytest.mark.django_db(transaction=True)


def send_file(opened: cases.Opened, content: bytes) -> None:
    documents.attach(
        f"case:{opened.case_id}", content, name="bill.pdf", media_type="application/pdf", kind="file",
        source="form:x", by=SYSTEM,
    )  # fmt: skip
    run_pending(("files",))
    seal_now()
    deliver()
    deliver()
    run_pending()


def test_the_sender_is_asked_again_and_the_team_told_once(post: DemoMailer) -> None:
    opened = sends(FLY_TIPPING, ELEANOR)
    send_file(opened, b"%PDF-1.4 " + EICAR + b"\n%%EOF\n")
    seen = cases.case_for(opened.reference, seen_by=SYSTEM)
    assert seen.status == "new"
    (task,) = seen.tasks
    assert task.words == (
        "A file of the reporter was not accepted: it may harm a computer. We have asked them to send it again."
    )
    (document,) = seen.documents
    assert document.words == "Not accepted: it may harm a computer"
    (mail,) = [mail for mail in post.sent if "could not accept" in mail.subject]
    assert mail.to == ELEANOR.email
    assert "it may harm a computer" in mail.text
    assert "Add something or a photo" in mail.text


def test_a_sound_file_makes_no_words(post: DemoMailer) -> None:
    opened = sends(FLY_TIPPING, ELEANOR)
    send_file(opened, b"%PDF-1.4\n%%EOF\n")
    assert not cases.case_for(opened.reference, seen_by=SYSTEM).tasks


def test_who_left_no_address_is_to_be_asked_another_way(post: DemoMailer) -> None:
    opened = sends(FLY_TIPPING, NOBODY)
    send_file(opened, EICAR)
    (task,) = cases.case_for(opened.reference, seen_by=SYSTEM).tasks
    assert "Ask them for it another way" in task.words
