"""The rules of the council's folder: what each says, how it stands, what it did, and what it would have done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from django.http import Http404, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from moothall.apps.automation import api as automation
from moothall.apps.automation.api import Applied, Caught, RuleNow, State, TrialNow
from moothall.apps.catalogue.api import Mistake, NoSuchService, service_named
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused
from moothall.sites.staff.frame import staff_frame
from moothall.ui.pages import Page, Problem, show
from moothall.ui.routes import Request

STATES = {
    State.OFF: ("Off", "It does nothing."),
    State.TRIAL: ("On trial", "What it would do is written down as requests come, and nothing is done."),
    State.ON: ("On", "It does what it says, from now on."),
}
DONE = {
    "off": "The rule is off.",
    "trial": "The rule is on trial: it writes down what it would do.",
    "on": "The rule is on: it looks at what happens from now on.",
    "asked": "The rule is being tried. Look again in a moment.",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in words: `when` is its condition as written, `when_words` the same
    in words where there are any, `does` a line for each step."""

    name: str
    title: str
    about: str
    event: str
    services: tuple[str, ...]
    when: str
    when_words: str
    does: tuple[str, ...]
    state: str
    state_words: str
    changed: bool
    done: int
    would: int
    version: str
    where: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesPage(Page):
    template: ClassVar[str] = "staff/rules/rules.html"
    rules: tuple[RuleLine, ...]
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class StateChoice:
    value: str
    text: str
    hint: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CaughtLine:
    reference: str
    service: str
    when: Caught


@dataclass(frozen=True, slots=True, kw_only=True)
class RulePage(Page):
    """`states` is empty for whoever may not switch it."""

    template: ClassVar[str] = "staff/rules/rule.html"
    rule: RuleLine
    states: tuple[StateChoice, ...]
    trial: TrialNow | None
    caught: tuple[CaughtLine, ...]
    applied: tuple[Applied, ...]


def rules(request: Request) -> HttpResponseBase:
    """Every rule, and what keeps others from being looked at."""
    found = automation.rules_listed(seen_by=request.actor)
    page = RulesPage(
        title="Rules",
        frame=staff_frame(request),
        rules=tuple(_line(one, request.actor) for one in found),
        mistakes=automation.mistakes_in_rules(),
    )
    return show(request, page)


def rule(request: Request, rule: str) -> HttpResponseBase:
    """One rule; sent, it is switched."""
    try:
        if request.method != "POST":
            return _page(request, rule, None)
        state = request.POST.get("state", "")
        if state not in {one.value for one in State}:
            return _page(request, rule, Refused("STAFF-40", "Choose whether it is off, on trial or on."))
        try:
            automation.switch_rule(rule, State(state), seen=request.POST.get("seen", ""), by=request.actor)
        except Refused as no:
            return _page(request, rule, no)
    except automation.RuleNotFound as none:
        raise Http404 from none
    return HttpResponseRedirect(f"{reverse('staff-rule', args=[rule])}?done={state}")


def try_it(request: Request, rule: str) -> HttpResponseBase:
    """A button: the rule is tried on the last month, as far as whoever asks may see."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("staff-rule", args=[rule]))
    try:
        automation.ask_trial(rule, by=request.actor)
    except automation.RuleNotFound as none:
        raise Http404 from none
    return HttpResponseRedirect(f"{reverse('staff-rule', args=[rule])}?done=asked#trial")


def _page(request: Request, name: str, no: Refused | None) -> HttpResponseBase:
    now = automation.rule_now(name, seen_by=request.actor)
    chosen = request.POST.get("state", now.state.value) if no else now.state.value
    states = tuple(StateChoice(one.value, *words, one.value == chosen) for one, words in STATES.items())
    page = RulePage(
        title=now.rule.title,
        frame=staff_frame(request),
        problems=(Problem(no.sentence, "#state"),) if no else (),
        done="" if no else DONE.get(request.GET.get("done", ""), ""),
        rule=_line(now, request.actor),
        states=states if automation.SWITCH_RULES.allows(request.actor) else (),
        trial=automation.trial_of(now.rule, seen_by=request.actor),
        caught=tuple(
            CaughtLine(one.label, _service(one.service, request.actor), one)
            for one in automation.caught_by(now.rule, seen_by=request.actor)
        ),
        applied=automation.applied_lately(name, seen_by=request.actor, limit=20),
    )
    return show(request, page, status=422 if no else 200)


def _line(now: RuleNow, seen_by: Actor) -> RuleLine:
    rule = now.rule
    return RuleLine(
        name=rule.name,
        title=rule.title,
        about=rule.about,
        event=automation.event_in_words(rule),
        services=tuple(_service(slug, seen_by) for slug in rule.services),
        when=rule.when.text if rule.when else "",
        when_words=automation.condition_in_words(rule, seen_by=seen_by),
        does=tuple(automation.would(step) for step in rule.do),
        state=now.state.value,
        state_words=STATES[now.state][0],
        changed=now.changed,
        done=now.figures.done,
        would=now.figures.would,
        version=rule.version,
        where=f"{rule.file}, line {rule.line}",
    )


def _service(slug: str, seen_by: Actor) -> str:
    try:
        return service_named(slug, seen_by=seen_by).name
    except NoSuchService:
        return slug
