"""What a list can be filtered by, as fields of a form; and what it is filtered by, each with a way to take it off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import ClassVar, TypeAlias
from uuid import UUID

from markupsafe import Markup

from moothall.apps.cases.api import ME, NO_WARD, NOBODY, Answered, Wanted, questions_asked
from moothall.apps.catalogue.api import services_listed
from moothall.apps.forms.api import Question, form_of
from moothall.apps.places.api import ward_choices, ward_name
from moothall.apps.teams.api import teams
from moothall.kernel.actors import Actor
from moothall.kernel.feel import BOOLEAN, DATE, NUMBER
from moothall.sites.staff.queues.wording import (
    CHANNEL_WORDS,
    DUE_WORDS,
    PRIORITY_WORDS,
    STATUS_WORDS,
    Shown,
    channel_words,
    list_address,
)
from moothall.ui.environment import environment
from moothall.ui.words import short_day


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field."""

    value: str
    text: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form. `kind`: several, one, text, numbers, days."""

    kind: str
    name: str
    label: str
    options: tuple[Option, ...] = ()
    value: str = ""
    least: str = ""
    most: str = ""

    @property
    def id(self) -> str:
        return self.name.replace(".", "-").replace("_", "-")


@dataclass(frozen=True, slots=True)
class Panel:
    """The form. `hidden` are the parts of the address that it does not ask for."""

    template: ClassVar[str] = "staff/queues/panel.html"
    fields: tuple[Field, ...]
    answers: tuple[Field, ...]
    hidden: tuple[tuple[str, str], ...]
    ask_for_service: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing a list is filtered by, in words; `without` is the list without it."""

    label: str
    value: str
    without: str


def panel(wanted: Wanted, shown: Shown, people: Mapping[UUID, str], *, seen_by: Actor) -> Markup:
    """The form, as safe HTML. No query.

    Without a service nothing of it depends on a form, and it is kept: with its hundred choices it would otherwise cost
    as much as the list.
    """
    named = tuple(sorted(people.items(), key=lambda one: (one[1].casefold(), one[0])))
    called = tuple((one.code, one.name) for one in teams())
    known = (wanted, shown, named, services_seen(seen_by), ward_choices(), called)
    if not wanted.services and not wanted.answers:
        return _kept(*known)
    return _made(_panel(*known, tuple(_answer_fields(wanted, seen_by))))


_Pairs: TypeAlias = "tuple[tuple[str, str], ...]"
_People: TypeAlias = "tuple[tuple[UUID, str], ...]"


@lru_cache(maxsize=500)
def _kept(
    wanted: Wanted, shown: Shown, people: _People, services: _Pairs, wards: _Pairs, called: _Pairs
) -> Markup:
    return _made(_panel(wanted, shown, people, services, wards, called, ()))


def _made(panel: Panel) -> Markup:
    return Markup(environment().get_template(panel.template).render(panel=panel))  # noqa: S704 — a template of ours


def _panel(
    wanted: Wanted,
    shown: Shown,
    people: _People,
    services: _Pairs,
    wards: _Pairs,
    called: _Pairs,
    answers: tuple[Field, ...],
) -> Panel:
    hidden = (*(pair for pair in wanted.pairs() if pair[0] in ("view", "sort")), *shown.pairs())
    team = wanted.teams[0] if wanted.teams else ""
    return Panel(
        fields=(
            Field("several", "service", "Service", _marked(services, wanted.services)),
            Field("several", "ward", "Ward", _marked((*wards, (NO_WARD, "Not known")), wanted.wards)),
            Field("several", "status", "Status", _marked(STATUS_WORDS.items(), wanted.statuses)),
            Field("one", "person", "Person", _people(wanted, people)),
            Field("one", "team", "Team", _one("Any team", called, team)),
            Field("one", "due", "Due", _one("Any day", DUE_WORDS.items(), wanted.due)),
            _days("due", "Due between", wanted.due_from, wanted.due_to),
            _days("made", "Made between", wanted.made_from, wanted.made_to),
            Field("one", "channel", "How it came", _one("Any way", CHANNEL_WORDS.items(), wanted.channel)),
            Field(
                "one",
                "priority",
                "Priority",
                _one("Any priority", PRIORITY_WORDS.items(), wanted.priority),
            ),
            Field("text", "tag", "Tag", value=", ".join(wanted.tags)),
        ),
        answers=answers,
        hidden=hidden,
        ask_for_service=not wanted.services,
    )


def _days(name: str, label: str, first: date | None, last: date | None) -> Field:
    least, most = (day.isoformat() if day else "" for day in (first, last))
    return Field("days", name, label, least=least, most=most)


def _marked(pairs: Iterable[tuple[str, str]], chosen: Iterable[str]) -> tuple[Option, ...]:
    among = frozenset(chosen)
    return tuple(Option(value, text, value in among) for value, text in pairs)


def _one(none: str, pairs: Iterable[tuple[str, str]], chosen: str) -> tuple[Option, ...]:
    return (Option("", none, not chosen), *_marked(pairs, {chosen} - {""}))


def services_seen(seen_by: Actor) -> tuple[tuple[str, str], ...]:
    """The services whose cases `seen_by` may see, slug and name. No query."""
    return tuple(
        (one.slug, one.name)
        for one in services_listed(seen_by=seen_by)
        if one.takes_requests and seen_by.sees(one.confidentiality)
    )


def _people(wanted: Wanted, people: _People) -> tuple[Option, ...]:
    pairs = ((ME, "Me"), (NOBODY, "Nobody yet"), *((str(key), name) for key, name in people))
    options = _one("Anybody", pairs, wanted.person)
    if wanted.person and not any(one.chosen for one in options):
        options = (*options, Option(wanted.person, "Somebody else", True))
    return options


def _answer_fields(wanted: Wanted, seen_by: Actor) -> Iterator[Field]:
    """A field for each question of the chosen services that cases can be listed by."""
    asked = {one.key: one for one in wanted.answers}
    seen = set[str]()
    if not wanted.services and not asked:
        return
    for question in questions_asked(wanted.services, seen_by=seen_by):
        if question.key in seen or not (wanted.services or question.key in asked):
            continue
        seen.add(question.key)
        yield _answer_field(question, asked.get(question.key, Answered(question.key)))


def _answer_field(question: Question, said: Answered) -> Field:
    name, kind = f"answer.{question.key}", question.kind
    if kind.feel_type in (NUMBER, DATE):
        shape = "numbers" if kind.feel_type == NUMBER else "days"
        return Field(shape, name, question.label, value=said.value, least=said.least, most=said.most)
    options = _options(question)
    if not options:
        return Field("text", name, question.label, value=said.value)
    return Field("one", name, question.label, _one("Any answer", options, said.value))


def _options(question: Question) -> tuple[tuple[str, str], ...]:
    if question.kind.feel_type == BOOLEAN:
        return (("yes", "Yes"), ("no", "No"))
    listed = getattr(question.kind, "options", ())
    return tuple((one.value, one.label) for one in listed)


def chips(wanted: Wanted, shown: Shown, people: Mapping[UUID, str], *, seen_by: Actor) -> tuple[Chip, ...]:
    """Everything a list is filtered by besides its view. No query."""
    return tuple(
        Chip(
            label if label.endswith("?") else f"{label}:",
            words,
            list_address(wanted.without(name, value), shown),
        )
        for name, value, label, words in _said(wanted, people, seen_by)
    )


def _said(wanted: Wanted, people: Mapping[UUID, str], seen_by: Actor) -> Iterator[tuple[str, str, str, str]]:
    names = dict(services_seen(seen_by)) if wanted.services else {}
    for slug in wanted.services:
        yield "services", slug, "Service", names.get(slug, slug)
    called = {one.code: one.name for one in teams()} if wanted.teams else {}
    for code in wanted.teams:
        yield "teams", code, "Team", called.get(code, code)
    for ward in wanted.wards:
        yield "wards", ward, "Ward", "Not known" if ward == NO_WARD else ward_name(ward)
    for status in wanted.statuses:
        yield "statuses", status, "Status", STATUS_WORDS[status]
    if wanted.person:
        yield "person", "", "Person", person_words(wanted.person, people)
    if wanted.due:
        yield "due", "", "Due", due_asked(wanted)
    if wanted.made_from or wanted.made_to:
        yield "made", "", "Made", days_asked(wanted.made_from, wanted.made_to)
    if wanted.channel:
        yield "channel", "", "How it came", channel_words(wanted.channel)
    if wanted.priority:
        yield "priority", "", "Priority", PRIORITY_WORDS[wanted.priority]
    for tag in wanted.tags:
        yield "tags", tag, "Tag", tag
    asks = _first_asks(wanted, seen_by)
    for one in wanted.answers:
        if one.key in asks:
            yield "answers", one.key, asks[one.key].label, answer_asked(one, asks[one.key])


def _first_asks(wanted: Wanted, seen_by: Actor) -> dict[str, Question]:
    found: dict[str, Question] = {}
    if wanted.answers:
        for question in questions_asked(wanted.services, seen_by=seen_by):
            found.setdefault(question.key, question)
    return found


def person_words(person: str, people: Mapping[UUID, str]) -> str:
    if person in (ME, NOBODY):
        return {ME: "Me", NOBODY: "Nobody yet"}[person]
    return people.get(UUID(person), "Somebody else")


def due_asked(wanted: Wanted) -> str:
    if wanted.due != "range":
        return DUE_WORDS[wanted.due]
    return days_asked(wanted.due_from, wanted.due_to)


def days_asked(first: date | None, last: date | None) -> str:
    """“1 March 2026 to 9 March 2026”."""
    if first and last:
        return f"{short_day(first)} to {short_day(last)}" if first != last else short_day(first)
    return f"from {short_day(first)}" if first else f"until {short_day(last)}" if last else ""


def answer_asked(said: Answered, question: Question) -> str:
    """“Furniture”, “3 to 9”, “from 1 March 2026”."""
    if said.value:
        return answer_in_words(question, said.value)
    least, most = (answer_in_words(question, one) if one else "" for one in (said.least, said.most))
    return f"{least} to {most}" if least and most else f"from {least}" if least else f"until {most}"


def answer_in_words(question: Question, value: str) -> str:
    """What somebody answered whose answer an address says as `value`; `value` itself where that cannot be said."""
    labels = dict(_options(question))
    if value in labels:
        return labels[value]
    if question.kind.feel_type == DATE:
        try:
            return short_day(date.fromisoformat(value))
        except ValueError:
            return value
    return value


def ignored(wanted: Wanted, *, seen_by: Actor) -> str:
    """Why a list is not filtered by an answer that its address asks for; "" when it is, or when none is asked for.

    A question is named only to those who may see its cases. No query."""
    listed = _first_asks(wanted, seen_by)
    missed = next((one.key for one in wanted.answers if one.key not in listed), "")
    if not missed:
        return ""
    label, anywhere = "", False
    for one in services_listed(seen_by=seen_by):
        if one.takes_requests and seen_by.sees(one.confidentiality):
            question = form_of(one).questions.get(missed)
            label = label or (question.label if question is not None else "")
            anywhere = anywhere or (question is not None and question.index and not question.sensitive)
    if not label:
        why = "The address asks for an answer to a question that no form has."
    elif anywhere:
        why = f"This service does not ask “{label}”."
    else:
        why = f"Cases cannot be listed by the answer to “{label}”."
    return f"{why} You see them whatever was answered."
