"""An outcome that promises the fee back leaves a task to give it back: nobody is told so and then forgotten."""

from __future__ import annotations

from collections.abc import Iterator

from moothall.apps.cases.fees import fee_paid
from moothall.apps.cases.models import Case, CaseLink, TaskKind
from moothall.apps.cases.noticing import notice_able
from moothall.apps.cases.policies import REFUND
from moothall.apps.cases.reading import form_of_case
from moothall.apps.cases.writing import Change
from moothall.apps.catalogue.api import Outcome
from moothall.apps.messaging import api as messaging
from moothall.kernel.actors import system
from moothall.kernel.money import Money

_SELF = system("cases")


def ask_to_give_back(change: Change, outcome: Outcome) -> None:
    """A task for each fee that was paid under the case and is promised back, told to whoever may give it.

    Who follows the case reads the same outcome, and was promised the same. No query where nothing is promised.
    """
    if not outcome.gives_back:
        return
    case = change.case
    number = case.last_event + 1
    owed = [(case, fee_left(case)), *((other, fee_left(other)) for other in _following(case))]
    for other, left in owed:
        if left:
            whose = (
                "the reporter"
                if other is case
                else f"the reporter of {other.reference}, which asks for the same,"
            )
            sentence = f"Give {left} back: {whose} paid it, and “{outcome.name}” promises it back."
            change.make_task(TaskKind.FEE, sentence[:300], made_for=f"promised:{other.id}:{number}")
    if any(left for _, left in owed):
        notice_able(case, REFUND, messaging.MONEY_BACK, by=change.by)


def fee_left(case: Case) -> Money:
    """What was paid for a case and not given back. No query where its form costs nothing."""
    return Money(sum(one.left.pence for one in fee_paid(case, form_of_case(case), seen_by=_SELF)))


def _following(case: Case) -> Iterator[Case]:
    live = CaseLink.objects.filter(original_id=case.id, ended_at=None).order_by("linked_at", "id")
    return (link.duplicate for link in live.select_related("duplicate"))
