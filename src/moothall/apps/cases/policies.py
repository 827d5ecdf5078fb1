"""Who may see a case and who may do what with it. Denied unless said here."""

from __future__ import annotations

from uuid import UUID

from moothall.kernel.actors import Actor, Kind
from moothall.kernel.policies import Policy, needs
from moothall.kernel.rules import Refused

READ = needs("cases.read", "Officers who may read requests.")
WORK = needs("cases.work", "Officers who may work on requests.")
VISIT = needs("cases.visit", "Staff who complete visits.")
ASSIGN = needs("cases.assign", "Officers who may assign requests to others.")
CLOSE = needs("cases.close", "Officers who may close requests.")
MOVE = needs("cases.move", "Officers who may move requests to another service.")
REFER = needs("cases.refer", "Officers who may pass requests to another body.")
FLAG = needs("cases.flag", "Officers who may set rules for how somebody is dealt with.")
REFUND = needs("cases.refund", "Officers who may give a fee back.")
ERASE = needs("cases.erase", "Officers who may erase what people said.")


class CaseNotFound(LookupError):
    """There is no such request for whoever asks. The same for one that is not there and one not theirs to see."""


def may_see(actor: Actor, case_id: UUID, confidentiality: str) -> bool:
    """An officer by ability and class, a resident by proof, the system always; nobody else."""
    if actor.kind is Kind.RESIDENT:
        return case_id in actor.holds
    return READ.allows(actor) and actor.sees(confidentiality)


def demand(policy: Policy, actor: Actor) -> None:
    """Raises Refused when `actor` may see the case but not do this."""
    if not policy.allows(actor):
        raise Refused(policy.code, f"You may not do this. {policy.sentence}")
