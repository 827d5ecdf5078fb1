"""Moving was a mistake: the case is back with its service, and says what it said before."""

from __future__ import annotations

from uuid import UUID

from moothall.apps.cases.events import AnswersCorrected
from moothall.apps.cases.models import TextKind
from moothall.apps.cases.policies import MOVE
from moothall.apps.cases.reading import form_of_case
from moothall.apps.cases.services.moving import move_case
from moothall.apps.cases.services.working import assign_case
from moothall.apps.cases.writing import changing
from moothall.apps.forms import api as forms
from moothall.kernel.actors import Actor, system

WORDS = "The case was moved together with others by mistake."
_SELF = system("cases")


def undo_move(reference: str, service: str, *, revision: int, assignee: UUID | None, by: Actor) -> None:
    """Back to `service`, with the answers of `revision` as far as today's form of it asks them, and with whom it was.

    The clock starts again, as with every move; whoever reported it is told.
    """
    move_case(reference, service, by=by)
    with changing(reference, by=by, may=MOVE) as change:
        case = change.case
        held = forms.revisions_of(case.stream, seen_by=_SELF)
        before = next((one for one in held if one.number == revision), None)
        if before is not None:
            answers = forms.relevant(form_of_case(case), before.answers)
            latest = max(one.number for one in held)
            made = forms.record_revision(case.stream, answers, source="moved back", by=by, after=latest)
            written = change.write(TextKind.NOTE, WORDS)
            change.answers_changed = True
            change.tell(
                AnswersCorrected(
                    answers=made.key,
                    answers_digest=made.digest,
                    number=made.number,
                    text=written.id,
                    digest=written.digest,
                    person=None,
                    person_digest=None,
                )
            )
    if assignee is not None:
        assign_case(reference, to=assignee, by=by)
