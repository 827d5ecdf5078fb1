"""What is done with the parts of a form: somebody is asked, finishes, says no, is asked no more; what was signed falls.

Whoever changes how far a part is locks the first person's draft. Sending needs no lock: a part that is not at the
revision at which it was read stops it (`finish_draft`).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import connection, transaction

from moothall.apps.forms import draft_table
from moothall.apps.forms.answers import Answers
from moothall.apps.forms.carry import carry_forward
from moothall.apps.forms.drafts import Draft, DraftGone, as_draft, changed_draft, hashed, new_token
from moothall.apps.forms.form import Form, Participant
from moothall.apps.forms.keeping import new_link
from moothall.apps.forms.models import DraftRow, PartRow
from moothall.apps.forms.parts import (
    ASKED,
    DECLINED,
    DONE,
    NotAllDone,
    Part,
    PartState,
    has_begun,
    part_of,
    parts_of,
    rows_of,
    seen_of,
)
from moothall.apps.forms.people import (
    changed_between,
    copied,
    email_of,
    labels_of,
    own_answers,
    seen_in_words,
    without_signatures,
)
from moothall.apps.forms.walk import missing_pages, who_takes_part
from moothall.apps.forms.wording import Said
from moothall.ground import rows
from moothall.ground.events.api import erase
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id
from moothall.ui.languages import page_language

NO_LONGER = "Somebody was no longer asked to take part in a form, or did not want to."
_SELF = system("forms")


class NotAsked(LookupError):
    """Nobody can be asked for this part now: they do not take part, or nobody knows where they are reached."""


class SeenChanged(RuntimeError):
    """What somebody has seen is not what stands there now, so it cannot be signed. `labels` are of what changed."""

    def __init__(self, labels: tuple[str, ...]) -> None:
        super().__init__("What was seen has changed.")
        self.labels = labels


@dataclass(frozen=True, slots=True)
class AskedPart:
    """Somebody who has just been asked. `link` is the token for their e-mail; only this once is it known."""

    part: Part
    link: str = field(repr=False)
    until: datetime
    owner: str
    #: The language they read, and the questions whose answers have changed since they signed.
    language: str
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TakingPart:
    """Where somebody takes part: `main` is the draft of whoever began, for the system; `shown` what they see of it.

    `needed` is false once they are not to take part any more; `changed` are labels of what has changed since they
    signed; `done`: when they finished; `asked_in`: the language of whoever began.
    """

    main: Draft = field(repr=False)
    one: Participant
    draft: Draft = field(repr=False)
    needed: bool
    shown: tuple[Said, ...] = field(repr=False)
    changed: tuple[str, ...] = ()
    done: datetime | None = None
    name: str = ""
    asked_in: str = ""


def ask_part(draft: Draft, form: Form, person: str, *, days: int, by: Actor) -> AskedPart:
    """Ask somebody for their part, or send them their link again, in the transaction that sends it.

    Both drafts are kept for `days` from now. Raises DraftGone, and NotAsked for somebody who cannot be asked now.
    """
    _in_transaction()
    main = _locked(draft)
    part = next((one for one in parts_of(main, form, seen_by=by) if one.person == person), None)
    if part is None or part.first or part.state in (PartState.UNKNOWN, PartState.MOVED, PartState.DONE):
        raise NotAsked(person)
    row = rows_of(main.id).get(person)
    if row is not None and (_own(row) is None or row.email.casefold() != part.email.casefold()):
        _forget(row, by=by)
        row = None
    one = form.participant(person)
    if one is None:
        raise NotAsked(person)
    own = _begun(main, form, one, days) if row is None else _again(row, days)
    until = clock.now() + timedelta(days=days)
    link = new_link(own, part.email, until)
    language = row.language if row is not None else page_language()
    asked = {
        "language": language,
        "asked_in": page_language(),
        "email": part.email,
        "name": part.name[:300],
        "state": ASKED,
        "asked_at": clock.now(),
        "until": until,
    }
    PartRow.objects.update_or_create(
        draft_id=main.id, person=person, defaults={**asked, "own_id": own.id, "settled_at": None}
    )
    changed_draft(main, lambda found: replace(found, days=max(days, found.days)))
    return AskedPart(part, link, until, own.owner, language)


def drop_part(draft: Draft, person: str, *, by: Actor) -> None:
    """Ask somebody no longer: the link is dead, and what they answered is gone. Raises DraftGone."""
    with transaction.atomic():
        main = _locked(draft)
        row = rows_of(main.id).get(person)
        if row is not None:
            _forget(row, by=by)


def keep_asked(draft: Draft, form: Form, person: str, *, by: Actor) -> None:
    """Whoever was asked stays asked: their address stands in the first person's answers again. Raises DraftGone."""
    row, one = rows_of(draft.id).get(person), form.participant(person)
    if row is None or one is None:
        return
    asked_at = row.email

    def as_asked(found: Draft) -> Draft:
        held = found.answers.get(one.email)
        if held is None:
            return found
        value = {**held.value, "email": asked_at} if isinstance(held.value, dict) else asked_at
        return replace(found, answers=found.answers.with_({one.email: replace(held, value=value)}))

    changed_draft(draft, as_asked)


def drop_stray_parts(draft: Draft, form: Form, *, by: Actor) -> tuple[Part, ...]:
    """The first person's answers have changed: links die of whoever is not to take part any more, or is reached
    elsewhere now, as long as they have not begun. Who has begun at another address comes back, to be asked about."""
    needed = {one.key: one for one in who_takes_part(form.part(), draft.answers)}
    moved = []
    for person, row in rows_of(draft.id).items():
        one = needed.get(person)
        same = one is not None and row.email.casefold() == email_of(draft.answers, one).casefold()
        if not same and not has_begun(form, row):
            drop_part(draft, person, by=by)
        elif one is not None and not same:
            moved.append(part_of(form.whole, draft, one, row))
    return tuple(moved)


def tell_fallen(draft: Draft, form: Form, *, by: Actor) -> tuple[AskedPart, ...]:
    """The first person's answers have changed: what others had signed for falls, with their signatures.

    In the transaction that tells them: each comes with a new link. Whoever had signed nothing sees what is new.
    """
    _in_transaction()
    fallen = []
    needed = {one.key: one for one in who_takes_part(form.part(), draft.answers)}
    for person, row in rows_of(draft.id).items():
        one = needed.get(person)
        own = _own(row)
        if one is None or own is None or row.state == DECLINED:
            continue
        if _shown_anew(form, draft, one, row, own):
            until = clock.now() + timedelta(days=own.days)
            link = new_link(own, row.email, until)
            PartRow.objects.filter(pk=row.pk).update(until=until)
            row.refresh_from_db(fields=["changed"])
            part = part_of(form.whole, draft, one, rows_of(draft.id).get(person))
            changed = tuple(row.changed.split(","))
            fallen.append(AskedPart(part, link, until, own.owner, row.language, changed))
    return tuple(fallen)


def taking_part(draft: Draft, form: Form, *, seen_by: Actor) -> TakingPart:
    """What somebody who was asked stands before. Raises DraftGone when there is nothing to take part in any more.

    What they see is brought up to date first, and what they had signed for falls if it is something else now.
    """
    main = as_draft(draft_table.stored_by_id(draft.main), "") if draft.main else None
    row = PartRow.objects.filter(own_id=draft.id).first()
    one = form.participant(draft.person)
    if main is None or row is None or one is None:
        raise DraftGone("Nobody asks for this part any more.")
    on_this_form = replace(main, answers=_answers_on(form, main))
    if not main.reference and changed_between(copied(draft.answers, one), seen_of(form, on_this_form, one)):
        with transaction.atomic():
            _shown_anew(form, on_this_form, one, row, draft)
        row.refresh_from_db()
        draft = as_draft(draft_table.stored_by_id(draft.id), draft.token) or draft
    done = row.state == DONE and row.settled_revision == draft.revision
    return TakingPart(
        main,
        one,
        draft,
        not main.reference and one in who_takes_part(form.part(), on_this_form.answers),
        seen_in_words(form, on_this_form.answers, one),
        labels_of(form, row.changed.split(",")) if row.changed else (),
        row.settled_at if done else None,
        row.name,
        row.asked_in,
    )


def finish_part(draft: Draft, form: Form, *, by: Actor) -> Draft:
    """Somebody has done their part. Returns the draft of whoever began, for the system to tell them.

    Raises DraftGone, NotAllDone while something is missing in it, SeenChanged when what they saw is something else now.
    """
    with transaction.atomic():
        main = _locked_main(draft)
        own = as_draft(draft_table.stored_by_id(draft.id), draft.token)
        if own is None or own.reference:
            raise DraftGone("This form has expired, or was sent.")
        found = taking_part(own, form, seen_by=by)
        if not found.needed:
            raise DraftGone("Nobody asks for this part any more.")
        as_seen = found.draft.revision == draft.revision
        complete = not missing_pages(form, found.draft.answers)
        if as_seen and complete:
            PartRow.objects.filter(own_id=draft.id).update(
                state=DONE,
                settled_at=clock.now(),
                settled_revision=draft.revision,
                changed="",
                language=page_language(),
            )
            return changed_draft(main, lambda held: held)
    if as_seen:
        raise NotAllDone(draft.person)
    one = found.one
    changed = changed_between(copied(draft.answers, one), copied(found.draft.answers, one))
    raise SeenChanged(labels_of(form, changed))


def decline_part(draft: Draft, form: Form, *, by: Actor) -> TakingPart:
    """Somebody does not want to take part: what they answered is gone, and their link. Raises DraftGone."""
    with transaction.atomic():
        _locked_main(draft)
        found = taking_part(draft, form, seen_by=by)
        if found.main.reference:
            raise DraftGone("It has been sent already.")
        PartRow.objects.filter(own_id=draft.id).update(state=DECLINED, settled_at=clock.now(), changed="")
        erase(draft.owner, rule=NO_LONGER, by=_SELF)
        return found


def _answers_on(form: Form, main: Draft) -> Answers:
    """The first person's answers, on this form: they may have begun on another version of it."""
    on_this = main.version == form.digest or not form.digest
    return main.answers if on_this else carry_forward(form.part(), main.answers)


def _shown_anew(form: Form, main: Draft, one: Participant, row: PartRow, own: Draft) -> bool:
    """Bring what somebody sees up to date; did something fall that they had signed or finished?"""
    now = seen_of(form, main, one)
    changed = changed_between(copied(own.answers, one), now)
    if not changed:
        return False
    bare = own_answers(own.answers, one)
    fell = row.state == DONE or without_signatures(form, bare) != bare
    changed_draft(
        own,
        lambda found: replace(
            found, answers=without_signatures(form, own_answers(found.answers, one)).with_(now)
        ),
    )
    if fell or row.changed:
        earlier = row.changed.split(",") if row.changed else []
        PartRow.objects.filter(pk=row.pk).update(
            state=ASKED, changed=",".join(dict.fromkeys((*earlier, *changed)))
        )
    return fell


def _begun(main: Draft, form: Form, one: Participant, days: int) -> Draft:
    """A draft for somebody who was just asked, with what they see. Nobody has its token: they get a link."""
    seen, now = seen_of(form, main, one), clock.now()
    key = new_id()
    rows.insert(
        DraftRow(
            id=key,
            token_hash=hashed(new_token()),
            person=one.key,
            main_id=main.id,
            service=main.service,
            version=main.version,
            answers=seen.as_text(),
            typed="{}",
            expires=now + timedelta(days=days),
            days=days,
        )
    )
    found = as_draft(draft_table.stored_by_id(key), "")
    if found is None:
        raise DraftGone("This form has expired.")
    return found


def _again(row: PartRow, days: int) -> Draft:
    """The draft of somebody who is sent their link again, kept for as long."""
    own = _own(row)
    if own is None:
        raise DraftGone("This form has expired.")
    kept = clock.now() + timedelta(days=days)
    DraftRow.objects.filter(pk=own.id, reference="").update(days=max(days, own.days), expires=kept)
    return replace(own, days=max(days, own.days))


def _forget(row: PartRow, *, by: Actor) -> None:
    if row.own_id is not None:
        erase(f"draft:{row.own_id}", rule=NO_LONGER, by=_SELF)
    PartRow.objects.filter(pk=row.pk).delete()


def _own(row: PartRow) -> Draft | None:
    return as_draft(draft_table.stored_by_id(row.own_id), "") if row.own_id else None


def _locked(draft: Draft) -> Draft:
    """The first person's draft as it stands, and nobody else changes its parts meanwhile. Raises DraftGone."""
    found = as_draft(draft_table.stored_by_id(draft.id, lock=True), draft.token)
    if found is None or found.reference:
        raise DraftGone("This form has expired, or was sent.")
    return found


def _locked_main(draft: Draft) -> Draft:
    found = as_draft(draft_table.stored_by_id(draft.main, lock=True), "") if draft.main else None
    if found is None:
        raise DraftGone("Nobody asks for this part any more.")
    return found


def _in_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "A part is asked for in the transaction that sends its link."
        )
