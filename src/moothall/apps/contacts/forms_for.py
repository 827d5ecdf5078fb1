"""The form that an adviser fills in for somebody: kept as a draft of the call, sent as a request, or handed over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.db import transaction

from moothall.apps.cases import api as cases
from moothall.apps.catalogue import api as catalogue
from moothall.apps.contacts.policies import LOG
from moothall.apps.contacts.queries import contact_for
from moothall.apps.contacts.services import keep_draft, note_opened
from moothall.apps.forms import api as forms
from moothall.apps.messaging.api import Recipient, tell
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.ui.words import day

#: The source of what an adviser wrote down for somebody.
STAFF = "staff"
_SELF = system("contacts")


def draft_of(contact: UUID, *, seen_by: Actor) -> forms.Draft | None:
    """The form of one's own contact as it stands; None when none was begun, and when it has expired or was sent."""
    key = contact_for(contact, seen_by=seen_by).draft
    draft = forms.draft_owned(f"draft:{key}", seen_by=_SELF) if key else None
    return None if draft is None or draft.reference else draft


def begin_form(
    contact: UUID, service: catalogue.PinnedService, answers: forms.Answers, *, by: Actor
) -> forms.Draft:
    """Begin a form with what is known already. It is the contact's only one: another that was begun is forgotten."""
    LOG.demand(by)
    earlier = draft_of(contact, seen_by=by)
    catalogue.keep_version(service)
    known = forms.Reading("", answers, (), {}, (), tuple(answers))
    with transaction.atomic():
        draft = forms.begin_draft(service.slug, service.digest, known, by=by)
        keep_draft(contact, draft.id, service.slug, by=by)
        if earlier is not None:
            forms.discard_draft(earlier, by=by)
    return draft


def fitting_answers(old: forms.Form, new: forms.Form, answers: forms.Answers) -> forms.Answers:
    """The answers to one form that fit another; what was filled in keeps who said it, and when."""
    fitting = forms.carry_over(old, new, answers)
    return forms.Answers(
        {
            key: replace(answer, source=before.source)
            if (before := answers.get(key)) is not None and before.source.startswith(forms.KNOWN)
            else answer
            for key, answer in fitting.items()
        }
    )


def send_form(
    contact: UUID, draft: forms.Draft, service: catalogue.PinnedService, *, may_write: bool, by: Actor
) -> cases.Opened:
    """Open the request. Without `may_write` nobody is written to; the answers stay as they were said.

    Raises what `open_case` raises, DraftGone, and NotAllDone where others have to take part.
    """
    view = contact_for(contact, seen_by=by)
    form = forms.form_of(service)
    whole = forms.gathered(draft, form, by=by)
    answers = forms.relevant(form, whole.answers)
    said = cases.parties_said(form, answers)
    parties = said if may_write else tuple(replace(one, email="") for one in said)
    opened = cases.open_case(service, answers, by=by, draft=whole, channel=view.channel, parties=parties)
    note_opened(contact, opened.case_id, service.slug, by=by)
    return opened


def hand_over_form(
    contact: UUID,
    draft: forms.Draft,
    service: catalogue.Service,
    email: str,
    *,
    at: Callable[[str], str],
    by: Actor,
) -> None:
    """Mail whoever calls the link to what was filled in, so that they pay, sign, or let others take part themselves.

    `at` makes the address of a link from its token. Raises DraftGone.
    """
    LOG.demand(by)
    with transaction.atomic():
        kept = forms.keep_draft(draft, email, days=service.drafts.keep_days, by=by)
        name = forms.bound_text(forms.form_of(service).part(), draft.answers, "person.name")
        facts = {
            "service_name": service.name,
            "resume_link": f"{settings.MOOTHALL_ADDRESS}{at(kept.link)}",
            "resume_until": day(clock.local(kept.until).date()),
        }
        to = [Recipient("reporter", name, email)]
        tell("form saved", about=draft.owner, service=service.slug, to=to, facts=facts, by=by)
        keep_draft(contact, None, service.slug, by=by)
