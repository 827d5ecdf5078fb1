"""The pretend mail server keeps to the port's promises."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.connectors.smtp.test_smtp import MAIL

from moothall.apps.messaging.ports import MailNotTaken
from moothall.connectors.demo.api import BUSY, REFUSED, DemoMailer


def test_it_takes_mail_and_sends_nothing() -> None:
    mailer = DemoMailer()
    mailer.send(MAIL)
    assert list(mailer.sent) == [MAIL]
    assert mailer.check() == ""


@pytest.mark.parametrize(("domain", "permanent"), [(REFUSED, True), (BUSY, False)])
def test_two_domains_show_both_kinds_of_no(domain: str, permanent: bool) -> None:
    with pytest.raises(MailNotTaken) as refusal:
        DemoMailer().send(replace(MAIL, to=f"slope@{domain}"))
    assert refusal.value.permanent is permanent
