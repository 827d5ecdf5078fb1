"""A form at a glance: how far each section is, how long the rest takes, what to have at hand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import Answers
from moothall.apps.forms.form import TASKS, Entry, Form, Group, Section
from moothall.apps.forms.question import Question
from moothall.apps.forms.walk import Step, walk
from moothall.apps.forms.ways import check_of, may_begin

#: To read a page, find its button and wait for the next; and to look over the answers at the end.
PAGE_SECONDS, CHECK_SECONDS = 5, 30


class Status(StrEnum):
    """How far a section is."""

    COMPLETED = "completed"
    INCOMPLETE = "incomplete"
    CANNOT_START = "cannot start yet"


@dataclass(frozen=True, slots=True)
class Task:
    """A section for this person. `address` is where to go on with it, "" while it cannot be started."""

    key: str
    title: str
    status: Status
    address: str
    minutes: int
    by: str = ""


def tasks_of(form: Form, answers: Answers) -> tuple[Task, ...]:
    """The sections that are asked of this person, in the order of the form."""
    steps = walk(form, answers)
    return tuple(
        _task(form, answers, section, own)
        for section in form.sections
        if (own := [step for step in steps if step.section == section.key and step.seen])
    )


def first_place(form: Form, answers: Answers) -> str:
    """Where a form begins, or is gone on with: its first page that is missing, or the list of its sections."""
    if form.sections:
        return TASKS
    missing = (step.address for step in walk(form, answers) if step.seen and step.missing)
    return next(missing, check_of(""))


def minutes_for(form: Form, answers: Answers) -> int:
    """About how long the form takes on one's own path, in whole minutes, one at least."""
    return _minutes(CHECK_SECONDS + sum(_seconds(step) for step in walk(form, answers) if step.seen))


def have_ready(form: Form) -> tuple[tuple[str, bool], ...]:
    """What to have at hand before one starts, and whether only some people need it; each thing once."""
    found: dict[str, bool] = {}
    for one in form.people:
        found[_("the e-mail address of {person}").format(person=one.name)] = one.when is not None
    own = form.part()
    for section in own.sections or (None,):
        for thing, sometimes in _things(section.pages if section else own.pages):
            found[thing] = found.get(thing, True) and (sometimes or bool(section and section.when))
    return tuple(found.items())


def _task(form: Form, answers: Answers, section: Section, own: list[Step]) -> Task:
    missing = [step.address for step in own if step.missing]
    minutes = _minutes(sum(_seconds(step) for step in own))
    if not may_begin(form, answers, section.key):
        return Task(section.key, section.title, Status.CANNOT_START, "", minutes, section.by)
    if missing:
        return Task(section.key, section.title, Status.INCOMPLETE, missing[0], minutes, section.by)
    return Task(section.key, section.title, Status.COMPLETED, check_of(section.key), minutes, section.by)


def _seconds(step: Step) -> int:
    return PAGE_SECONDS + sum(question.kind.seconds for question in step.questions)


def _minutes(seconds: int) -> int:
    return max(1, round(seconds / 60))


def _things(entries: tuple[Entry, ...], sometimes: bool = False) -> list[tuple[str, bool]]:
    """What the questions of these pages need at hand; `sometimes` when it hangs on a condition."""
    branched = any(branch.condition for entry in entries for branch in entry.next)
    found: list[tuple[str, bool]] = []
    for entry in entries:
        rare = sometimes or branched or entry.when is not None
        if isinstance(entry, Group):
            found += _things(entry.pages, rare or not entry.at_least)
        for question in entry.questions:
            thing = question.have_ready or _file_named(question)
            if thing:
                found.append((thing, rare or question.when is not None or not question.required))
    return found


def _file_named(question: Question) -> str:
    """A file has to be looked for, whether or not the form says so."""
    if not question.kind.is_file:
        return ""
    name = question.name or question.label
    return name[:1].lower() + name[1:] if name[1:2].islower() or name[1:2] == " " else name
