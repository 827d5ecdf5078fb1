"""Moving was a mistake: the case is back with its service, and says what it said before."""

from __future__ import annotations

from uuid import UUID

from moothall.apps.cases import rules
from moothall.apps.cases.policies import MOVE
from moothall.apps.cases.services.moving import move_in, service_to
from moothall.apps.cases.services.working import assign_case
from moothall.apps.cases.two_persons import demand_alone
from moothall.apps.cases.writing import changing
from moothall.apps.forms import api as forms
from moothall.kernel.actors import Actor, system

_SELF = system("cases")


def undo_move(reference: str, service: str, *, revision: int, assignee: UUID | None, by: Actor) -> None:
    """Back to `service`, with the answers of `revision` as far as today's form of it asks them, and with whom it was.

    The clock starts again, as with every move; whoever reported it is told, and nobody asks them for what is known.
    """
    wanted = service_to(service, by=by)
    with changing(reference, by=by, may=MOVE) as change:
        rules.is_open.demand(change.case.status)
        demand_alone(change.case, "move", by=by)
        held = forms.revisions_of(change.case.stream, seen_by=_SELF)
        before = next((one.answers for one in held if one.number == revision), None)
        move_in(change, wanted, back_to=before)
    if assignee is not None:
        assign_case(reference, to=assignee, by=by)
