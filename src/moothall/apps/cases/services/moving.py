"""Moving a case to the service it should have been made under."""

from __future__ import annotations

from collections.abc import Collection

from moothall.apps.cases import rules
from moothall.apps.cases.events import CaseMoved
from moothall.apps.cases.fitting import Fitting, fitting
from moothall.apps.cases.models import Case, CaseLink, CaseMove, Status, TaskKind
from moothall.apps.cases.policies import MOVE
from moothall.apps.cases.reading import service_name
from moothall.apps.cases.services.asking import withdraw_question
from moothall.apps.cases.services.closing import restart_clock
from moothall.apps.cases.services.on_hold import end_for_move
from moothall.apps.cases.services.questioning import ask_questions_within
from moothall.apps.cases.services.working import account_may_see
from moothall.apps.cases.small_forms import SmallQuestion
from moothall.apps.cases.telling import Facts, due_facts, tell_parties
from moothall.apps.cases.traits import MOVED, gain
from moothall.apps.cases.two_persons import demand_alone
from moothall.apps.cases.what_to_do import what_to_do
from moothall.apps.cases.writing import Change, changing
from moothall.apps.catalogue import api as catalogue
from moothall.apps.deadlines import api as deadlines
from moothall.apps.forms import api as forms
from moothall.ground import rows
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id


def move_case(
    reference: str, service: str, *, ask: Collection[str] = (), words: str = "", by: Actor
) -> tuple[str, ...]:
    """Give the case to another service: its version of today, team, confidentiality and target; answers go along by
    key and by binding, and what does not fit stays readable with the case. Returns the pages of the other form that
    still have something to ask; then the team has a task to fill them in.

    `ask`: keys of its questions that the reporter is asked by a link at once, with `words`; the case waits for them.

    The clock starts again, because the new team has had no time yet (docs/decisions/0018-clocks.md); the reporter
    is told. Whoever moves a case into a confidential service may not see it afterwards. Raises Refused CASE-25.
    """
    wanted = service_to(service, by=by)
    with changing(reference, by=by, may=MOVE) as change:
        rules.is_open.demand(change.case.status)
        demand_alone(change.case, "move", by=by)
        return move_in(change, wanted, ask=ask, words=words)


def service_to(slug: str, *, by: Actor) -> catalogue.Service:
    """The service that a case goes to. Raises Refused CASE-25: since it was chosen it may have left the folder."""
    try:
        return catalogue.service_named(slug, seen_by=by)
    except catalogue.NoSuchService:
        rules.is_a_service.demand(False)
        raise


def move_in(
    change: Change,
    wanted: catalogue.Service,
    *,
    ask: Collection[str] = (),
    words: str = "",
    back_to: forms.Answers | None = None,
) -> tuple[str, ...]:
    """The verb itself, in a transaction whose policy has been asked. `back_to`: it says again what it said there
    before, in place of what would go along."""
    case, by = change.case, change.by
    rules.is_open.demand(case.status)
    rules.is_another_service.demand(case.service, wanted.slug)
    if case.confidentiality != wanted.confidentiality:
        rules.has_no_live_link.demand(_has_live_link(case))
    catalogue.keep_version(wanted)
    end_for_move(change)
    before, kept = case.service, forms.answers_of(case.stream, seen_by=by)
    fit = fitting(case, wanted, kept.answers if kept else forms.Answers())
    if kept is not None:
        _remember_where_from(case, kept.number, fit)
    case.service, case.version, case.team = wanted.slug, wanted.digest, wanted.team
    case.confidentiality = wanted.confidentiality
    if case.assignee and not account_may_see(case.assignee, case.id, case.confidentiality):
        case.assignee = None
    case.status = Status.IN_PROGRESS if case.assignee else Status.NEW
    withdraw_question(case.id)
    change.finish_tasks(TaskKind.REST)
    carried, source = _carried(fit, wanted, back_to)
    after = kept.number if kept else 0
    revision = forms.record_revision(case.stream, carried, source=source, by=by, after=after)
    promise = restart_clock(case, by=by)
    change.answers_changed = True
    change.tell(_moved(case, before, promise, revision))
    rest = forms.missing_pages(forms.form_of(wanted), carried)
    said = _said(before, promise, more=bool(rest), asked=bool(ask))
    tell_parties("case moved", case, said, by=by)
    if rest:
        _ask_the_rest(change, len(fit.asked if back_to is None else rest), ask, words, revision.number)
    return rest


def _carried(
    fit: Fitting, wanted: catalogue.Service, back_to: forms.Answers | None
) -> tuple[forms.Answers, str]:
    """What it says from now on, and where that comes from."""
    if back_to is None:
        return fit.carried, "moved"
    return forms.relevant(forms.form_of(wanted), back_to), "moved back"


def _said(before: str, promise: deadlines.Promise | None, *, more: bool, asked: bool) -> Facts:
    return lambda: {
        **due_facts(promise),
        "old_service_name": service_name(before),
        "what_to_do": what_to_do(more=more, asked=asked),
    }


def _remember_where_from(case: Case, number: int, fit: Fitting) -> None:
    left = [said.question for said in fit.left]
    rows.insert(
        CaseMove(
            id=new_id(),
            case_id=case.id,
            service=case.service,
            version=case.version,
            number=number,
            left=left,
            moved_at=clock.now(),
        )
    )
    gain(case, MOVED)


def _ask_the_rest(change: Change, number: int, ask: Collection[str], words: str, revision: int) -> None:
    """The team fills in what the other form asks besides; or the reporter, as far as they are asked by a link."""
    if ask:
        questions = [SmallQuestion(key=key) for key in ask]
        ask_questions_within(change, questions, words=words)
    if not ask or number > len(ask):
        asks = "one more question" if number == 1 else f"{number} more questions"
        change.make_task(
            TaskKind.REST,
            f"Its new form asks {asks}. Fill them in, or ask the reporter.",
            made_for=f"rest:{revision}",
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


def _has_live_link(case: Case) -> bool:
    live = CaseLink.objects.filter(ended_at=None)
    return live.filter(original_id=case.id).exists() or live.filter(duplicate_id=case.id).exists()
