"""Requests that look like spam, held until a person has looked: in no list, no search, no count, and told to nobody.

A held case has a class of its own, which nobody sees, so that everything that asks for classes leaves it out. Whoever
sent it follows it like any other; its clock runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from moothall.apps.cases.events import CaseHeld
from moothall.apps.cases.models import Case, Status
from moothall.apps.cases.reading import form_of_case, service_name
from moothall.apps.catalogue import api as catalogue
from moothall.apps.forms import api as forms
from moothall.apps.teams.api import register_ability
from moothall.ground.events.api import histories
from moothall.ground.looks.api import record_look
from moothall.kernel.actors import Actor, system
from moothall.kernel.policies import needs

HELD: Final = "held"
DROPPED: Final = "spam"
RELEASE = needs(
    register_ability("cases.release", "Look at requests that were held because they look like spam."),
    "Officers who look at what was held because it looks like spam.",
)
_SELF = system("cases")
MOST = 50


@dataclass(frozen=True, slots=True)
class HeldView:
    """A held request: why, and what was said, for a person to judge. `dropped`: somebody has said that it is spam."""

    reference: str
    service_name: str
    opened_at: datetime
    reasons: tuple[str, ...]
    blocks: tuple[forms.Together, ...]
    dropped: bool


def class_after(case: Case) -> str:
    """The class a held case has once it is released: its service's own of today."""
    return catalogue.service_named(case.service, seen_by=_SELF).confidentiality


def may_judge(actor: Actor, case: Case) -> bool:
    """Whoever may release and could see the request if it were not held."""
    try:
        return RELEASE.allows(actor) and actor.sees(class_after(case))
    except catalogue.NoSuchService:
        return False


def cases_held(*, seen_by: Actor, dropped: bool = False) -> tuple[HeldView, ...]:
    """Held requests, oldest first; or those that were dropped, newest first. At most fifty. The look is recorded."""
    if not RELEASE.allows(seen_by):
        return ()
    wanted = Case.objects.filter(confidentiality=HELD, erased=False)
    chosen = (
        wanted.filter(status=Status.CLOSED).order_by("-id")
        if dropped
        else wanted.exclude(status=Status.CLOSED).order_by("id")
    )
    found = [case for case in chosen[:MOST] if may_judge(seen_by, case)]
    streams = [case.stream for case in found]
    if found and seen_by.is_officer:
        record_look(seen_by, streams, purpose="held", route="cases.held")
    why, kept = _reasons(found), forms.answers_of_each(streams, seen_by=_SELF)
    return tuple(_view(case, why.get(case.stream, ()), kept.get(case.stream)) for case in found)


def _view(case: Case, reasons: Sequence[str], kept: forms.Kept | None) -> HeldView:
    return HeldView(
        reference=case.reference,
        service_name=service_name(case.service),
        opened_at=case.opened_at,
        reasons=tuple(reasons),
        blocks=forms.together(forms.answers_in_words(form_of_case(case), kept.answers)) if kept else (),
        dropped=case.status == Status.CLOSED,
    )


def _reasons(cases: Iterable[Case]) -> dict[str, tuple[str, ...]]:
    told = histories([case.stream for case in cases])
    return {
        stream: tuple(
            code for one in happened if isinstance(one.fact, CaseHeld) for code in one.fact.reasons.split(",")
        )
        for stream, happened in told.items()
    }
