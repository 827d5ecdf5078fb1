"""The moments of cases at which rules look: as they are told, and the same ones again in a trial."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from moothall.apps.automation.api import ANSWERS, Moment, On, Rule, Window
from moothall.apps.cases import events as told
from moothall.apps.cases.automating.as_was import AsWas, begun, facts_of
from moothall.apps.cases.holding import HELD
from moothall.apps.cases.models import OPEN, Case, QueueEntry, Status
from moothall.apps.cases.said import ward_said
from moothall.apps.catalogue import api as catalogue
from moothall.apps.forms import api as forms
from moothall.ground.events.api import Recorded, histories
from moothall.kernel import clock, feel
from moothall.kernel.actors import Actor, Kind, system

_SELF = system("cases")
_AT_ONCE = 500
#: The facts that rules are told of as they happen. What was held is new to everybody when it is released.
TOLD: dict[type, On] = {
    told.CaseOpened: On.OPENED,
    told.CaseReleased: On.OPENED,
    told.QuestionAnswered: On.ANSWERED,
    told.CaseReopened: On.REOPENED,
}


@dataclass(slots=True)
class Watched:
    """A case with its whole history and its last answers; earlier ones are read when a moment needs them."""

    case: Case
    told: Sequence[Recorded]
    last: forms.Kept | None
    _earlier: dict[int, forms.Kept] = field(default_factory=dict)

    def as_was(self, until: int) -> AsWas:
        """After its first `until` facts."""
        was = begun(self.told[0])
        for one in self.told[1:until]:
            was = was.after(one)
        return was

    def moment(self, rule: Rule, was: AsWas, event: str, at: datetime, today: date) -> Moment:
        needed = rule.when.names if rule.when else frozenset()
        answers = self._answers(was) if ANSWERS in needed else {}
        return Moment(
            subject=self.case.stream,
            label=self.case.reference,
            service=was.service,
            confidentiality=self.case.confidentiality,
            event=event,
            at=at,
            facts=facts_of(was, self._ward(was), answers, today),
        )

    def _answers(self, was: AsWas) -> dict[str, feel.Value]:
        """Those of the questions marked `index:`, and of no other: a rule is read by more people than a case."""
        kept = self._kept(was.revision)
        if kept is None:
            return {}
        form = forms.form_of(catalogue.version(was.version))
        found: dict[str, feel.Value] = {}
        for key, question in form.questions.items():
            held = kept.answers.get(key)
            if question.index and not question.sensitive and held is not None and held.value is not None:
                found[key] = question.kind.feel_value(held.value)
        return found

    def _ward(self, was: AsWas) -> str:
        kept = self.last if self.last and self.last.number != was.revision else None
        if kept is None or (earlier := self._kept(was.revision)) is None:
            return self.case.ward
        return ward_said(forms.form_of(catalogue.version(was.version)), earlier.answers)

    def _kept(self, number: int) -> forms.Kept | None:
        if self.last is None or self.last.number == number:
            return self.last
        if not self._earlier:
            kept = forms.revisions_of(self.case.stream, seen_by=_SELF)
            self._earlier = {one.number: one for one in kept}
        return self._earlier.get(number)


def moment_told(event: Recorded, case: Case, rule: Rule) -> Moment | None:
    """What happened, as `rule` looks at it; None where it is nothing to it."""
    [watched] = _watched([case])
    return _told(watched, rule, event.sequence)


def _told(watched: Watched, rule: Rule, sequence: int) -> Moment | None:
    at = next(number for number, one in enumerate(watched.told, 1) if one.sequence == sequence)
    one = watched.told[at - 1]
    if TOLD.get(type(one.fact)) is not rule.on:
        return None
    if isinstance(one.fact, told.CaseOpened) and any(isinstance(o.fact, told.CaseHeld) for o in watched.told):
        return None
    if isinstance(one.fact, told.CaseReopened) and one.fact.by_mistake:
        return None
    day = clock.local(one.at).date()
    return watched.moment(rule, watched.as_was(at), f"{rule.on.value}:{sequence}", one.at, day)


def _of_calendar(watched: Watched, rule: Rule, days: Iterable[date]) -> Iterator[Moment]:
    """The nights at which the rule would have looked at the case, as it stood when the day began."""
    was, heard = begun(watched.told[0]), 1
    for day in days:
        start = datetime.combine(day, time(), tzinfo=clock.LOCAL_ZONE)
        if watched.told[0].at >= start:
            continue
        while heard < len(watched.told) and watched.told[heard].at < start:
            was, heard = was.after(watched.told[heard]), heard + 1
        if (event := _night(was, rule, day)) is not None:
            yield watched.moment(rule, was, event, start, day)


def _night(was: AsWas, rule: Rule, day: date) -> str | None:
    if was.status is Status.CLOSED or was.confidentiality == HELD:
        return None
    if rule.on is On.DAILY:
        return f"daily:{day}"
    if was.due_on is None or was.status is Status.WAITING:
        return None
    if rule.on is On.DUE:
        return f"due:{was.due_on}" if was.due_on - day == timedelta(days=rule.days) else None
    return f"late:{was.due_on}" if was.due_on < day else None


class CaseSubjects:
    """Cases, as `automation` asks for them."""

    def past(self, rule: Rule, window: Window, *, seen_by: Actor) -> Iterator[Moment]:
        days = [window.since + timedelta(days=n) for n in range((window.until - window.since).days + 1)]
        start = datetime.combine(window.since, time(), tzinfo=clock.LOCAL_ZONE)
        end = datetime.combine(window.until + timedelta(days=1), time(), tzinfo=clock.LOCAL_ZONE)
        for watched in _in_batches(_there_in(rule, start, end, seen_by)):
            if rule.on in TOLD.values():
                for one in watched.told:
                    moment = _told(watched, rule, one.sequence) if start <= one.at < end else None
                    if moment is not None:
                        yield moment
            else:
                yield from _of_calendar(watched, rule, days)

    def on_days(self, rule: Rule, days: Sequence[date]) -> Iterator[Moment]:
        found = QueueEntry.objects.filter(status__in=OPEN).exclude(confidentiality=HELD)
        if rule.services:
            found = found.filter(service__in=rule.services)
        if rule.on is On.DUE:
            found = found.filter(due_on__in=[day + timedelta(days=rule.days) for day in days])
        if rule.on is On.LATE:
            found = found.filter(due_on__lt=days[-1])
        for watched in _in_batches(found.order_by("pk").values_list("pk", flat=True)):
            yield from _of_calendar(watched, rule, days)


def _there_in(rule: Rule, start: datetime, end: datetime, seen_by: Actor) -> Iterable[UUID]:
    """The cases that were there in the window and that somebody may see, oldest first."""
    found = Case.objects.filter(opened_at__lt=end, erased=False).exclude(confidentiality=HELD)
    if rule.on is On.OPENED:
        found = found.filter(opened_at__gte=start - timedelta(days=30))
    else:
        found = found.filter(Q(closed_at=None) | Q(closed_at__gte=start))
    if seen_by.kind is not Kind.SYSTEM:
        found = found.filter(confidentiality__in=seen_by.classes)
    return found.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=5_000)


def _in_batches(keys: Iterable[UUID]) -> Iterator[Watched]:
    batch: list[UUID] = []
    for key in list(keys):
        batch.append(key)
        if len(batch) == _AT_ONCE:
            yield from _watched(Case.objects.filter(pk__in=batch, erased=False).order_by("pk"))
            batch = []
    yield from _watched(Case.objects.filter(pk__in=batch, erased=False).order_by("pk"))


def _watched(cases: Iterable[Case]) -> list[Watched]:
    """Two queries for some hundred cases."""
    found = list(cases)
    streams = [case.stream for case in found]
    happened, kept = histories(streams), forms.answers_of_each(streams, seen_by=_SELF)
    return [Watched(case, happened[case.stream], kept.get(case.stream)) for case in found]
