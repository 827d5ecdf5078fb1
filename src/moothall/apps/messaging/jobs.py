"""Background work of messaging: the e-mails in which officers read their notices, and what of them is forgotten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from uuid import UUID

from django.db import transaction

from moothall.apps.catalogue import api as catalogue
from moothall.apps.identity.api import reachable_at
from moothall.apps.messaging.markup import compile_markdown, fill
from moothall.apps.messaging.models import Notice, NoticeDigest
from moothall.apps.messaging.notices import AT_ONCE, DAILY, KINDS
from moothall.apps.messaging.ports import Mail, MailNotTaken
from moothall.apps.messaging.services import MAIL_LANE, mailer
from moothall.ground import rows
from moothall.ground.jobs.api import PermanentFailure, Settle, every, job
from moothall.kernel import clock
from moothall.kernel.actors import system
from moothall.kernel.ids import new_id
from moothall.ui.languages import BASE, absolute

#: The hour, by the clock on the wall, from which the e-mail of the day leaves.
MORNING = 7
#: So many notices are named in one e-mail; the rest is a number.
MOST = 30
KEPT_DAYS = 90
_SELF = system("messaging")
_BODY = """\
{{ notices }}

{{ more }}

See them here: {{ notices_link }}

You can choose what you are told, and how: {{ choices_link }}
"""


@every(seconds=300, lane="housekeeping")
def gather_digests() -> None:
    """Put the notices that are to leave by e-mail into one e-mail for each officer: at once, or in the morning."""
    gather(AT_ONCE)
    if clock.local(clock.now()).hour >= MORNING:
        gather(DAILY)


def gather(mail: str) -> int:
    """One e-mail for each officer with notices of this sort; of the daily sort, one a day. How many."""
    waiting = Notice.objects.filter(digest=None, mail=mail).order_by("account")
    accounts = list(waiting.values_list("account", flat=True).distinct()[:1_000])
    midnight = clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)
    if mail == DAILY:
        had = NoticeDigest.objects.filter(account__in=accounts, daily=True, made_at__gte=midnight)
        told = set(had.values_list("account", flat=True))
        accounts = [one for one in accounts if one not in told]
    return sum(_gathered(account, mail) for account in accounts)


def _gathered(account: UUID, mail: str) -> int:
    with transaction.atomic():
        key = new_id()
        left = Notice.objects.filter(account=account, digest=None, mail=mail)
        if not left.update(digest=key):
            return 0
        made = NoticeDigest(id=key, account=account, made_at=clock.now(), sent_at=None, daily=mail == DAILY)
        rows.insert(made)
        mail_digest.enqueue(digest=str(key))
    return 1


@job(lane=MAIL_LANE, attempts=8, lease_seconds=120, limit_seconds=300)
def mail_digest(digest: str) -> Settle | None:
    """E-mail an officer their notices. Run again after a crash it sends again, with the same Message-ID."""
    made = NoticeDigest.objects.filter(pk=UUID(digest), sent_at=None).first()
    if made is None:
        return None
    notices = list(Notice.objects.filter(digest=made.id).order_by("id"))
    to = reachable_at([made.account], seen_by=_SELF).get(made.account)
    if to is None or not notices:
        return partial(_sent, made.id)
    try:
        mailer().send(_mail(made, to[0], to[1], notices))
    except MailNotTaken as refusal:
        if refusal.permanent:
            raise PermanentFailure(refusal.sentence) from refusal
        raise
    return partial(_sent, made.id)


def _mail(made: NoticeDigest, name: str, email: str, notices: Sequence[Notice]) -> Mail:
    ours = catalogue.council()
    filled = fill(compile_markdown(_subject(len(notices)), _BODY), _facts(notices), BASE)
    return Mail(
        message_id=f"<{made.id}@{ours.domain}>",
        sender_name=ours.name,
        sender=ours.contact.email,
        to_name=name,
        to=email,
        subject=filled.subject,
        text=filled.text,
        html=filled.html,
    )


def _subject(many: int) -> str:
    return "1 notice for you" if many == 1 else f"{many} notices for you"


def _facts(notices: Sequence[Notice]) -> Mapping[str, str]:
    """What happened, by reference alone: an e-mail may be read by whoever looks over a shoulder."""
    known = [(one, KINDS[one.kind]) for one in notices if one.kind in KINDS]
    said = [f"{one.label or kind.subject} {kind.sentence}." for one, kind in known]
    return {
        "notices": "\n".join(said[:MOST]),
        "more": f"And {len(said) - MOST} more." if len(said) > MOST else "",
        "notices_link": absolute("/staff/notices/", BASE),
        "choices_link": absolute("/staff/notices/choices/", BASE),
    }


def _sent(digest: UUID) -> None:
    NoticeDigest.objects.filter(pk=digest).update(sent_at=clock.now())


@every(seconds=86_400, lane="housekeeping")
def forget_old_notices() -> None:
    """Notices that were read, and e-mails that left, are forgotten after ninety days."""
    before = clock.now() - timedelta(days=KEPT_DAYS)
    Notice.objects.filter(read_at__lt=before).delete()
    Notice.objects.filter(in_app=False, at__lt=before).delete()
    NoticeDigest.objects.filter(made_at__lt=before).delete()
