"""Notes for colleagues: with mentions, changed within minutes, or for one role alone; and following a case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from moothall.apps.cases import rules
from moothall.apps.cases.events import NoteAdded, NoteChanged, SensitiveNoteAdded
from moothall.apps.cases.marks import FOLLOWER, MENTIONED, marking, set_marks
from moothall.apps.cases.mentions import mentioned_in, mentions_somebody
from moothall.apps.cases.models import (
    Case,
    CaseFollower,
    CaseText,
    Mention,
    SensitiveNote,
    SentNote,
    TextKind,
)
from moothall.apps.cases.noticing import notice
from moothall.apps.cases.policies import READ, WORK, CaseNotFound, demand
from moothall.apps.cases.traits import FOLLOWED, gain, keep_traits, lose
from moothall.apps.cases.views import CaseView
from moothall.apps.cases.writing import Change, bounded, changing, locked
from moothall.apps.messaging import api as messaging
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.ground.events.api import commitment, history, record
from moothall.ground.gathering import listed
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id
from moothall.kernel.policies import Policy

#: How long after a note was kept the same page, sent once more, keeps nothing.
TWICE = timedelta(minutes=1)


def add_note(reference: str, words: str, *, by: Actor) -> None:
    """A note for colleagues; residents never see it. Whoever it names with an @ hears of it.

    A page that is sent twice writes one note.
    """
    keep_note(reference, words, by=by, may=WORK)


def keep_note(reference: str, words: str, *, by: Actor, may: Policy, sent_as: str = "") -> bool:
    """`add_note` for whoever `may`. `sent_as` is the sender's own name for it, by which it is known again at any time;
    returns whether it was there already."""
    with changing(reference, by=by, may=may) as change:
        words = bounded(words)
        rules.has_words.demand(words)
        if sent_as:
            if SentNote.objects.filter(case_id=change.case.id, sent_as=sent_as).exists():
                return True
            rows.insert(SentNote(id=new_id(), case_id=change.case.id, sent_as=sent_as))
        elif _just_written(change.case, words, by):
            return True
        named = _named(change.case, words, by)
        written = change.write(TextKind.NOTE, words)
        change.tell(NoteAdded(written.id, written.digest))
        _mention(change, written.id, named)
        return False


def change_note(reference: str, note: UUID, words: str, *, by: Actor) -> None:
    """Write one's own note anew, within minutes; what it said before stays in the story. Raises CaseNotFound."""
    with changing(reference, by=by, may=WORK) as change:
        told = history(change.case.stream)
        written = next(
            (o for o in told if isinstance(o.fact, NoteAdded | NoteChanged) and o.fact.text == note), None
        )
        latest = not any(isinstance(one.fact, NoteChanged) and one.fact.before == note for one in told)
        if written is None or not latest:
            raise CaseNotFound(reference)
        rules.is_own_note.demand(written.actor == by.key)
        rules.may_still_be_changed.demand(written.at, clock.now())
        words = bounded(words)
        rules.has_words.demand(words)
        rules.says_something_else.demand(words != _text(note))
        named = _named(change.case, words, by)
        new = change.write(TextKind.NOTE, words, answers=note)
        change.tell(NoteChanged(note, new.id, new.digest))
        _mention(change, new.id, named)


def add_sensitive_note(reference: str, words: str, *, role: str, by: Actor) -> None:
    """A note that only those with `role`, and whoever writes it, ever hear of.

    It is no fact of the case, so the case does not look changed to anybody; it goes when the case is erased.
    """
    with transaction.atomic():
        case = locked(reference, by=by)
        demand(WORK, by)
        rules.is_not_erased.demand(case.erased)
        words = bounded(words)
        rules.has_words.demand(words)
        rules.is_known_role.demand(role in dict(roles_for_notes()))
        if by.account_id is None:
            raise CaseNotFound(reference)
        own = SensitiveNote.objects.filter(case_id=case.id, author=by.account_id, role=role)
        if own.filter(text__text=words, written_at__gt=clock.now() - TWICE).exists():
            return
        salt, digest = commitment(words.encode())
        text = CaseText(
            id=new_id(), case_id=case.id, kind=TextKind.SENSITIVE, text=words, salt=salt, answers_id=None,
            settled=True, written_at=clock.now(),
        )  # fmt: skip
        rows.insert(text)
        note = SensitiveNote(
            id=new_id(),
            case_id=case.id,
            text_id=text.id,
            role=role,
            author=by.account_id,
            written_at=clock.now(),
        )
        rows.insert(note)
        record(f"note:{text.id}", SensitiveNoteAdded(case.id, text.id, digest, role), by=by, after=0)


def roles_for_notes() -> tuple[tuple[str, str], ...]:
    """(code, name) of the roles that read cases: for whom a sensitive note can be."""
    return tuple((role.code, role.name) for role in teams.organisation().roles if READ.code in role.abilities)


def follow_case(reference: str, *, by: Actor) -> None:
    """Hear from now on what becomes of a case that is somebody else's. Twice does no harm."""
    with transaction.atomic():
        case, account = _followable(reference, by)
        CaseFollower.objects.get_or_create(case_id=case.id, account=account, defaults={"since": clock.now()})
        _mark_followers(case)


def unfollow_case(reference: str, *, by: Actor) -> None:
    """Hear no more of it."""
    with transaction.atomic():
        case, account = _followable(reference, by)
        CaseFollower.objects.filter(case_id=case.id, account=account).delete()
        _mark_followers(case)


def following(case: CaseView, *, seen_by: Actor) -> bool:
    """Whether whoever was shown the case follows it. No query."""
    return case.hung.follows


def _followable(reference: str, by: Actor) -> tuple[Case, UUID]:
    """The case, its row locked, and the account of whoever follows."""
    case = locked(reference, by=by)
    demand(READ, by)
    if by.account_id is None:
        raise CaseNotFound(reference)
    return case, by.account_id


def _mark_followers(case: Case) -> None:
    accounts = list(CaseFollower.objects.filter(case_id=case.id).values_list("account", flat=True))
    set_marks(case, FOLLOWER, [str(one) for one in accounts])
    before = case.traits
    (gain if accounts else lose)(case, FOLLOWED)
    keep_traits(case, before)


@marking(FOLLOWER)
def followers_of(keys: Sequence[UUID]) -> Iterable[tuple[UUID, str]]:
    """Who follows."""
    held = CaseFollower.objects.filter(case_id__in=keys).values_list("case_id", "account")
    return [(case, str(account)) for case, account in held]


@marking(MENTIONED)
def mentioned_of(keys: Sequence[UUID]) -> Iterable[tuple[UUID, str]]:
    """Who is named in a note."""
    held = Mention.objects.filter(case_id__in=keys).values_list("case_id", "account")
    return [(case, str(account)) for case, account in held]


def _named(case: Case, words: str, by: Actor) -> tuple[UUID, ...]:
    """Who is named among those who may see the case; nobody is asked for where there is no @."""
    if not mentions_somebody(words):
        return ()
    return mentioned_in(words, teams.staff_who_see(case.confidentiality, seen_by=by))


def _mention(change: Change, text: UUID, accounts: Sequence[UUID]) -> None:
    if not accounts:
        return
    case = change.case
    rows.insert(*(Mention(id=new_id(), case_id=case.id, text_id=text, account=one) for one in accounts))
    every = Mention.objects.filter(case_id=case.id).values_list("account", flat=True)
    set_marks(case, MENTIONED, {str(one) for one in every})
    notice(accounts, messaging.MENTIONED, case, by=change.by)


def _just_written(case: Case, words: str, by: Actor) -> bool:
    """Whether whoever writes has kept the very same note a moment ago."""
    lately = "case_id = %s AND kind = %s AND written_at > %s ORDER BY id DESC LIMIT 1"
    asked = (case.id, TextKind.NOTE.value, clock.now() - TWICE)
    last = next(iter(listed(CaseText, lately, asked, only=("id", "text"))), None)
    if last is None or last.text != words:
        return False
    own = (one.fact for one in history(case.stream) if one.actor == by.key)
    return any(isinstance(fact, NoteAdded) and fact.text == last.id for fact in own)


def _text(key: UUID) -> str:
    return CaseText.objects.filter(pk=key).values_list("text", flat=True).first() or ""
