"""Moving a case to the service it should have been made under."""

from __future__ import annotations

from moothall.apps.cases import rules
from moothall.apps.cases.events import CaseMoved
from moothall.apps.cases.models import Case, CaseLink, Status
from moothall.apps.cases.policies import MOVE
from moothall.apps.cases.reading import form_of_case, service_name
from moothall.apps.cases.services.asking import withdraw_question
from moothall.apps.cases.services.closing import restart_clock
from moothall.apps.cases.services.working import account_may_see
from moothall.apps.cases.telling import due_facts, tell_parties
from moothall.apps.cases.writing import changing
from moothall.apps.catalogue import api as catalogue
from moothall.apps.deadlines import api as deadlines
from moothall.apps.forms import api as forms
from moothall.kernel.actors import Actor


def move_case(reference: str, service: str, *, by: Actor) -> None:
    """Give the case to another service: its version of today, team, confidentiality and target; answers go along.

    The clock starts again, because the new team has had no time yet (docs/decisions/0018-clocks.md); the reporter
    is told. Whoever moves a case into a confidential service may not see it afterwards.
    """
    wanted = catalogue.service_named(service, seen_by=by)
    with changing(reference, by=by, may=MOVE) as change:
        case = change.case
        rules.is_open.demand(case.status)
        rules.is_another_service.demand(case.service, wanted.slug)
        if case.confidentiality != wanted.confidentiality:
            rules.has_no_live_link.demand(_has_live_link(case))
        catalogue.keep_version(wanted)
        before, kept = case.service, forms.answers_of(case.stream, seen_by=by)
        given = kept.answers if kept else forms.Answers()
        carried = _carried(case, wanted, given)
        case.service, case.version, case.team = wanted.slug, wanted.digest, wanted.team
        case.confidentiality = wanted.confidentiality
        if case.assignee and not account_may_see(case.assignee, case.id, case.confidentiality):
            case.assignee = None
        case.status = Status.IN_PROGRESS if case.assignee else Status.NEW
        withdraw_question(case.id)
        revision = forms.record_revision(
            case.stream, carried, source="moved", by=by, after=kept.number if kept else 0
        )
        promise = restart_clock(case, by=by)
        change.answers_changed = True
        change.tell(_moved(case, before, promise, revision))
        tell_parties(
            "case moved",
            case,
            lambda: {**due_facts(promise), "old_service_name": service_name(before)},
            by=by,
        )


def _moved(case: Case, before: str, promise: deadlines.Promise | None, revision: forms.Revision) -> CaseMoved:
    return CaseMoved(
        from_service=before,
        service=case.service,
        version=case.version,
        team=case.team,
        confidentiality=case.confidentiality,
        due_on=promise.due_on if promise else None,
        answers=revision.key,
        answers_digest=revision.digest,
    )


def _carried(case: Case, wanted: catalogue.Service, given: forms.Answers) -> forms.Answers:
    return forms.carry_over(form_of_case(case), forms.form_of(wanted), given)


def _has_live_link(case: Case) -> bool:
    live = CaseLink.objects.filter(ended_at=None)
    return live.filter(original_id=case.id).exists() or live.filter(duplicate_id=case.id).exists()
