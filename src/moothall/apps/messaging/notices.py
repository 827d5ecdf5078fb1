"""Notices to staff: what waits for an officer, in the app and by e-mail, each kind as they choose.

A verb of a room above calls `notify` in its own transaction. A notice says what kind of thing happened to which
request, and nothing of anybody: whoever may not see the request any more learns no more than that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q

from moothall.apps.messaging.models import Notice, NoticeChoice
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.ground.engine import repeating
from moothall.ground.gathering import as_taken
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id
from moothall.kernel.registry import Registry

AT_ONCE: Final = "at once"
DAILY: Final = "daily"
NO_MAIL: Final = ""
#: Counting unread ones stops here: a badge says “99+”.
STOP_COUNTING = 100
_UNREAD = (
    f"SELECT count(*) FROM (SELECT 1 FROM {Notice._meta.db_table} WHERE account = %s AND read_at IS NULL "  # noqa: S608 — our own names; values are bound
    f"AND in_app LIMIT {STOP_COUNTING}) unread"
)
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """`sentence` stands behind the reference, or behind `subject` where there is none; `choice` on the page of
    preferences. How it is told, unless somebody has chosen otherwise: in the app, and by e-mail `at once`, `daily` or
    not at all."""

    code: str
    sentence: str
    choice: str
    in_app: bool = True
    mail: str = DAILY
    subject: str = "A case"


KINDS: Registry[NoticeKind] = Registry("kind of notice")
#: Of a kind that this code knows no more.
_UNKNOWN = NoticeKind("", "has changed", "")


def notice_kind(
    code: str,
    sentence: str,
    choice: str,
    *,
    in_app: bool = True,
    mail: str = DAILY,
    subject: str = "A case",
) -> str:
    """List a kind of notice; `code` is what `notify` is given."""
    KINDS.add(code, NoticeKind(code, sentence, choice, in_app, mail, subject))
    return code


ASSIGNED = notice_kind("assigned", "was given to you", "A case is given to me")
MENTIONED = notice_kind("mentioned", "has a note that mentions you", "Somebody mentions me in a note")
ANSWERED = notice_kind("answered", "has an answer from the reporter", "The reporter of my case answers")
REOPENED = notice_kind("reopened", "is open again", "A case of mine is opened again")
APPROVAL = notice_kind("approval", "waits for your approval", "My approval is asked for")
APPROVAL_ELSEWHERE = notice_kind(
    "approval-elsewhere",
    "waits for an approval that you may give",
    "An approval is asked for in another team, and I may give it",
)
DECIDED = notice_kind(
    "decided", "has been decided by the second person", "A second person decides what I asked"
)
MONEY_BACK = notice_kind(
    "money-back", "has a fee that may have to be given back", "A fee is to be given back, and I may do that"
)
BREACH = notice_kind("breach", "is due soon", "A case of mine is about to be late")
FOLLOWED = notice_kind("followed", "has changed", "A case that I follow changes", mail=NO_MAIL)


def notify(
    accounts: Iterable[UUID | None],
    kind: str,
    *,
    about: str,
    label: str = "",
    by: Actor,
    once_in: timedelta | None = None,
    may_see: Callable[[UUID], bool] = lambda account: True,
) -> tuple[UUID, ...]:
    """Tell the accounts, in the caller's transaction; who was told.

    Whoever acts is not told of it themselves. While a notice of the same kind about the same thing waits for somebody,
    in the app to be read or else for its e-mail, they get no second one; nor within `once_in` after the last, read or
    not. Who covers somebody who is away is told too, if they `may_see` what it is about (that the others may the caller
    has decided); whoever is away finds it in the app when they are back, and gets no e-mail.
    """
    wanted = sorted({one for one in accounts if one is not None and one != by.account_id})
    if not wanted:
        return ()
    covers = {one: cover for one, cover in teams.covers_of(wanted).items() if may_see(cover)}
    wanted = sorted({*wanted, *covers.values()} - {by.account_id})
    told = Notice.objects.filter(account__in=wanted, about=about, kind=kind)
    waits = Q(in_app=True, read_at=None) | Q(in_app=False, digest=None)
    again = waits if once_in is None else waits | Q(at__gt=clock.now() - once_in)
    known = set(told.filter(again).values_list("account", flat=True))
    left = [one for one in wanted if one not in known]
    chosen = {
        one: (app, NO_MAIL if one in covers else mail) for one, (app, mail) in chosen_by(left, kind).items()
    }
    made = [_notice(one, chosen[one], kind, about, label) for one in left if any(chosen[one])]
    if made:
        rows.insert(*made)
    return tuple(one.account for one in made)


def chosen_by(accounts: Collection[UUID], kind: str) -> dict[UUID, tuple[bool, str]]:
    """How each wants to be told of a kind: in the app, and by e-mail."""
    if not accounts:
        return {}
    usual = (KINDS[kind].in_app, KINDS[kind].mail)
    found = NoticeChoice.objects.filter(account__in=accounts, kind=kind)
    said = {one.account: (one.in_app, one.mail) for one in found}
    return {one: said.get(one, usual) for one in accounts}


def _notice(account: UUID, told: tuple[bool, str], kind: str, about: str, label: str) -> Notice:
    return Notice(
        id=new_id(),
        account=account,
        kind=kind,
        about=about,
        label=label[:40],
        at=clock.now(),
        read_at=None,
        in_app=told[0],
        mail=told[1],
        digest=None,
    )


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice. `sentence` stands behind the `label`, which is a reference, or else behind `subject`."""

    id: UUID
    kind: str
    about: str
    label: str
    sentence: str
    at: datetime
    read: bool
    subject: str = "A case"


@dataclass(frozen=True, slots=True)
class KindChosen:
    """A kind of notice and how somebody is told of it."""

    code: str
    choice: str
    in_app: bool
    mail: str


def _own(by: Actor) -> UUID:
    """The account of an officer; of anybody else one that nobody has."""
    return by.account_id or _NOBODY


def notices_of(*, limit: int = 50, before: UUID | None = None, seen_by: Actor) -> tuple[NoticeView, ...]:
    """The notices of whoever asks, newest first. One query."""
    found = Notice.objects.filter(account=_own(seen_by), in_app=True).order_by("-id")
    if before is not None:
        found = found.filter(pk__lt=before)
    return tuple(_view(one) for one in found[: min(limit, 200)]) if seen_by.is_officer else ()


def _view(one: Notice) -> NoticeView:
    kind = KINDS.get(one.kind, _UNKNOWN)
    read = one.read_at is not None
    return NoticeView(one.id, one.kind, one.about, one.label, kind.sentence, one.at, read, kind.subject)


def count_unread(*, seen_by: Actor) -> int:
    """How many unread notices somebody has, counting no further than 100: one look into a small index."""
    if not seen_by.is_officer:
        return 0
    with repeating() as cursor:
        cursor.execute(_UNREAD, [as_taken(_own(seen_by))])
        return int(cursor.fetchone()[0])


def read_notice(key: UUID, *, by: Actor) -> NoticeView | None:
    """Say that one's own notice has been read; which. None for somebody else's."""
    found = Notice.objects.filter(pk=key, account=_own(by)).first() if by.is_officer else None
    if found is not None and found.read_at is None:
        Notice.objects.filter(pk=key, read_at=None).update(read_at=clock.now())
    return None if found is None else _view(found)


def settle_notices(kinds: Collection[str], *, about: str) -> None:
    """What they waited for is done, by whomever: they count as read, and leave by no e-mail any more."""
    told = Notice.objects.filter(about=about, kind__in=kinds)
    told.filter(in_app=False, digest=None).delete()
    told.filter(digest=None).exclude(mail=NO_MAIL).update(mail=NO_MAIL)
    told.filter(in_app=True, read_at=None).update(read_at=clock.now())


def read_notices(*, about: str = "", by: Actor) -> int:
    """Say that all one's notices have been read, or all about one thing; how many."""
    if not by.is_officer:
        return 0
    left = Notice.objects.filter(account=_own(by), read_at=None, in_app=True)
    return int((left.filter(about=about) if about else left).update(read_at=clock.now()))


def choices_of(*, seen_by: Actor) -> tuple[KindChosen, ...]:
    """Every kind, and how whoever asks is told of it. One query."""
    said = {one.kind: one for one in NoticeChoice.objects.filter(account=_own(seen_by))}
    return tuple(
        KindChosen(kind.code, kind.choice, one.in_app if one else kind.in_app, one.mail if one else kind.mail)
        for kind in KINDS.values()
        for one in (said.get(kind.code),)
    )


def choose_notices(chosen: Collection[KindChosen], *, by: Actor) -> None:
    """Keep how somebody wants to be told of each kind. What is no kind, or no way, is left as it is."""
    for one in chosen:
        if by.is_officer and one.code in KINDS and one.mail in (AT_ONCE, DAILY, NO_MAIL):
            NoticeChoice.objects.update_or_create(
                account=_own(by),
                kind=one.code,
                defaults={"in_app": one.in_app, "mail": one.mail},
            )
