"""What a case had answered under services it has left: readable for good, until it is erased."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from moothall.apps.cases.fitting import Fitting, fitting
from moothall.apps.cases.models import CaseMove
from moothall.apps.cases.reading import service_name
from moothall.apps.cases.seeing import visible
from moothall.apps.cases.views import CaseView
from moothall.apps.catalogue import api as catalogue
from moothall.apps.forms import api as forms
from moothall.ground.looks.api import record_look
from moothall.kernel.actors import Actor, system

_SELF = system("cases")


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What did not fit when a case left a service, in words."""

    service_name: str
    at: datetime
    said: tuple[forms.Said, ...]


def left_behind(case: CaseView, *, seen_by: Actor) -> tuple[LeftBehind, ...]:
    """Oldest first, for whoever has been let see the case. One query where its answers were not read with it."""
    moves = case.hung.moves
    if not any(move.left for move in moves):
        return ()
    read = case.hung.revisions
    revisions = forms.revisions_of(f"case:{case.id}", seen_by=_SELF) if read is None else read
    kept = {one.number: one for one in revisions}
    found = ((move, _said(move, kept)) for move in moves)
    return tuple(LeftBehind(service_name(move.service), move.moved_at, said) for move, said in found if said)


def _said(move: CaseMove, kept: Mapping[int, forms.Kept]) -> tuple[forms.Said, ...]:
    if move.number not in kept or not move.left:
        return ()
    try:
        form = forms.form_of(catalogue.version(move.version))
    except catalogue.NoSuchVersion:
        return ()
    said = forms.answers_in_words(form, kept[move.number].answers)
    return tuple(one for one in said if one.question in move.left)


def fitting_for(reference: str, service: str, *, seen_by: Actor) -> Fitting:
    """How the answers of a case would stand under another service: the preview of moving it. The look is recorded.

    Raises CaseNotFound, NoSuchService.
    """
    case = visible(reference, seen_by)
    wanted = catalogue.service_named(service, seen_by=seen_by)
    if seen_by.is_officer:
        record_look(seen_by, [case.stream], purpose="casework", route="cases.fitting")
    kept = None if case.erased else forms.answers_of(case.stream, seen_by=_SELF)
    return fitting(case, wanted, kept.answers if kept else forms.Answers())
