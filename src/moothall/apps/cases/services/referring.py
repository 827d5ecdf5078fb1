"""Passing a case to another body: what it may be given for its purpose, who is told, and taking it back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from moothall.apps.cases import rules
from moothall.apps.cases.bodies import Body, body_named
from moothall.apps.cases.deeds import CaseReferred, ReferralTakenBack
from moothall.apps.cases.events import CaseReopened
from moothall.apps.cases.models import DONE_BY_CLOSING, Case, Referral, Status, Task, TextKind
from moothall.apps.cases.passed_on import PASSED_ON, words_of_outcome
from moothall.apps.cases.policies import REFER
from moothall.apps.cases.reading import form_of_case, service_name, service_now
from moothall.apps.cases.said import REPORTER, parties_said
from moothall.apps.cases.seeing import visible
from moothall.apps.cases.services.asking import withdraw_question
from moothall.apps.cases.services.closing import stop_clock
from moothall.apps.cases.services.subscribing import tell_subscribers
from moothall.apps.cases.telling import due_facts, tell_followers, tell_parties
from moothall.apps.cases.traits import WITH_BODY, gain, lose, traits_of
from moothall.apps.cases.two_persons import demand_alone
from moothall.apps.cases.writing import Change, bounded, changing, when_finishing
from moothall.apps.deadlines import api as deadlines
from moothall.apps.forms import api as forms
from moothall.apps.messaging import api as messaging
from moothall.apps.teams import api as teams
from moothall.ground import rows
from moothall.ground.looks.api import record_look
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id
from moothall.ui.languages import BASE, speaking

_SELF = system("cases")
#: The role of a body among those a message goes to.
BODY = "body"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be passed on: `fields` are keys of questions, `words` what the body has to know besides; `contact`:
    with the reporter's name and address. `handed_over`: an officer has entered it on the body's own page."""

    body: str
    purpose: str
    fields: tuple[str, ...] = ()
    words: str = ""
    contact: bool = False
    handed_over: bool = False


@dataclass(frozen=True, slots=True)
class MayPass:
    """What a body can be given of a case: the purposes people were told of, the answers that are not sensitive."""

    body: Body
    purposes: tuple[str, ...]
    said: tuple[forms.Said, ...]
    contact: tuple[str, ...]

    def text(self, fields: Collection[str], *, contact: bool) -> str:
        """What would be sent, in lines: the preview and the message are this."""
        chosen = [
            f"{one.label}{'' if one.label.endswith('?') else ':'} {', '.join(one.lines)}"
            for one in self.said
            if one.question in fields
        ]
        return "\n".join([*chosen, *(self.contact if contact else ())])


def may_pass(reference: str, body: str, *, seen_by: Actor) -> MayPass | None:
    """What of a case may go to `body`; None for no such body. The look is recorded. Raises CaseNotFound."""
    case = visible(reference, seen_by)
    if seen_by.is_officer:
        record_look(seen_by, [case.stream], purpose="referral", route="cases.referral")
    found = body_named(body, seen_by=seen_by)
    return _may_pass(case, found) if found and found.takes(case.service) else None


def _may_pass(case: Case, body: Body) -> MayPass:
    kept, form = forms.answers_of(case.stream, seen_by=_SELF), form_of_case(case)
    answers = kept.answers if kept else forms.Answers()
    with speaking(BASE):
        said = forms.answers_in_words(form.part(), answers)
        reporter = next(one for one in parties_said(form, answers) if one.role == REPORTER)
        named = (("Name", reporter.name), ("E-mail", reporter.email), ("Telephone", reporter.phone))
    theirs = tuple(
        one for one in said if not (one.blank or one.sensitive or one.binding.startswith(_PERSONAL))
    )
    contact = tuple(f"{what}: {value}" for what, value in named if value) if body.contact else ()
    return MayPass(body, service_now(case).purposes, theirs, contact)


#: Bindings of who somebody is: they go along as the contact or not at all.
_PERSONAL = ("person.", "on_behalf_of.", "subject.")


def refer_case(reference: str, wish: Wish, *, by: Actor) -> None:
    """Another body deals with it from now on: it is closed as passed on, whoever asked is told who has it.

    With an e-mail address the body is sent what was chosen; without one an officer has entered it on the body's page.
    """
    with changing(reference, by=by, may=REFER) as change:
        rules.is_open.demand(change.case.status)
        demand_alone(change.case, "refer", by=by)
        refer_in(change, wish)


def refer_in(change: Change, wish: Wish) -> None:
    """The verb itself, in a transaction whose policy has been asked."""
    case, words = change.case, bounded(wish.words)
    rules.is_open.demand(case.status)
    body = body_named(wish.body, seen_by=change.by)
    rules.body_is_known.demand(body is not None and body.takes(case.service))
    assert body is not None
    may = _may_pass(case, body)
    rules.purpose_is_of_the_service.demand(wish.purpose, may.purposes)
    rules.fields_may_be_passed_on.demand(wish.fields, {one.question for one in may.said})
    rules.contact_may_be_passed_on.demand(wish.contact, body.contact)
    if body.email:
        rules.says_something_to_the_body.demand(len(wish.fields), words)
    else:
        rules.was_handed_over.demand(wish.handed_over)
    left = Task.objects.filter(case_id=case.id, done_at=None)
    rules.tasks_are_done.demand(left.exclude(kind__in=DONE_BY_CLOSING).count())
    change.finish_tasks()
    _pass_on(change, body, wish, words, may.text(wish.fields, contact=wish.contact))


def _pass_on(change: Change, body: Body, wish: Wish, words: str, sent: str) -> None:
    case, by = change.case, change.by
    written = change.write(TextKind.REASON, words) if words else None
    referral = Referral(
        id=new_id(),
        case_id=case.id,
        body=body.code,
        name=body.name,
        how="email" if body.email else "link",
        purpose=wish.purpose,
        fields=list(wish.fields),
        contact=wish.contact,
        words_id=written.id if written else None,
        status_before=Status.IN_PROGRESS if case.status == Status.WAITING else case.status,
        referred_at=clock.now(),
        ended_at=None,
    )
    rows.insert(referral)
    withdraw_question(case.id)
    case.status, case.outcome, case.closed_at = Status.CLOSED, PASSED_ON, clock.now()
    stop_clock(case, by=by)
    gain(case, WITH_BODY)
    change.tell(_told(referral, written.digest if written else None))
    if body.email:
        _tell_body(case, body, sent, words, by)
    facts = {"body_name": body.name, "body_link": body.link, "body_phone": body.phone}
    tell_parties("case referred", case, lambda: facts, by=by)
    tell_followers("case referred", case, lambda: facts, by=by)
    tell_subscribers("report closed", case, lambda: {"outcome": words_of_outcome(PASSED_ON)}, by=by)


def _told(referral: Referral, digest: str | None) -> CaseReferred:
    return CaseReferred(
        referral=referral.id,
        body=referral.body,
        body_name=referral.name,
        how=referral.how,
        fields=",".join(referral.fields),
        contact=referral.contact,
        text=referral.words_id,
        digest=digest,
    )


def _tell_body(case: Case, body: Body, sent: str, words: str, by: Actor) -> None:
    """The message to the body: kept and erased with the case, as every message about it."""
    with speaking(BASE):
        messaging.tell(
            "case for a body",
            about=case.stream,
            service=case.service,
            to=[messaging.Recipient(BODY, body.name, body.email)],
            facts={
                "reference": case.reference,
                "service_name": service_name(case.service),
                "answers": sent,
                "words": words,
            },
            by=by,
            language=BASE,
        )


def take_back(reference: str, reason: str, *, by: Actor) -> None:
    """It is ours after all: it is open again, due when it was due; later by the days on which it waited for an answer
    before it was passed on. Whoever asked is told."""
    with changing(reference, by=by, may=REFER) as change:
        case, reason = change.case, bounded(reason)
        referral = live_referral(case)
        rules.is_with_a_body.demand(referral is not None)
        assert referral is not None
        rules.has_a_reason.demand(reason)
        referral.ended_at = clock.now()
        referral.save(force_update=True, update_fields=["ended_at"])
        lose(case, WITH_BODY)
        case.status, case.outcome, case.closed_at = Status(referral.status_before), "", None
        promise = None
        if running := deadlines.clock_of(case.stream):
            until, calendar = clock.local(referral.referred_at).date(), teams.working_calendar()
            deadlines.no_longer_wait(case.stream, on=until, calendar=calendar, by=by)
            running = deadlines.continue_clock(case.stream, by=by)
            promise = deadlines.promise(running.due_on, running.working_days)
        written = change.write(TextKind.REASON, reason)
        due_on = promise.due_on if promise else None
        change.tell(ReferralTakenBack(referral.id, referral.name, written.id, written.digest, due_on))
        facts = {"body_name": referral.name}
        tell_parties("referral taken back", case, lambda: {**facts, **due_facts(promise)}, by=by)
        tell_followers("referral taken back", case, lambda: {**facts, **due_facts(promise)}, by=by)


def live_referral(case: Case) -> Referral | None:
    if WITH_BODY not in traits_of(case):
        return None
    return Referral.objects.filter(case_id=case.id, ended_at=None).first()


@when_finishing
def look_at_referral(change: Change) -> None:
    """Somebody said that it is not settled: it is ours again."""
    if not any(isinstance(fact, CaseReopened) for fact in change.facts):
        return
    if referral := live_referral(change.case):
        referral.ended_at = clock.now()
        referral.save(force_update=True, update_fields=["ended_at"])
        lose(change.case, WITH_BODY)
