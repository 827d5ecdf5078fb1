"""Journeys: a service's executable examples, read from `journeys/*.yaml`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from importlib.resources import files

from moothall.apps.catalogue.api import PartFile, PartReader, PartSource, Plain, instead, mapping, sequence
from moothall.apps.forms.api import QUESTION, Form
from moothall.kernel.clock import LOCAL_ZONE
from moothall.sites.rehearsal.browser import Upload
from moothall.sites.rehearsal.fields import in_fields, parts_of
from moothall.sites.rehearsal.looking_up import Asked, read_asked
from moothall.sites.rehearsal.walking import AllTyped, Typed, items_of, sample_photo

#: When a journey that names no moment is sent: a Monday morning with no holiday near.
USUAL_MOMENT = "2026-03-02 10:00"
_FILES = frozenset({"photo", "file", "files"})


@dataclass(frozen=True, slots=True)
class ExpectedMessage:
    when: str
    to: str = ""
    subject: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What must be so. None: not looked at."""

    asked: tuple[str, ...] | None = None
    fee: str | None = None
    case: Mapping[str, str] | None = None
    messages: tuple[ExpectedMessage, ...] | None = None
    tasks: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Deed:
    """One step after the sending: `by` does `do` at `at` with what is written in `words`."""

    by: str
    do: str
    at: datetime
    words: Mapping[str, str]
    then: Expected


@dataclass(frozen=True, slots=True)
class OtherPart:
    """What somebody else types who takes part, and words that they are shown."""

    answers: AllTyped
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Journey:
    """`answers` by question, as typed; of a group, those of each item. `refused` by question: then nothing is sent.
    `ends`: the page where the form ends early, and nothing is sent either. `people`: what others type, each in a part
    of their own. `asked` of a look-up, which has nothing of all that."""

    name: str
    file: str
    at: datetime
    answers: AllTyped
    refused: Mapping[str, str]
    then: Expected
    deeds: tuple[Deed, ...]
    ends: str = ""
    people: Mapping[str, OtherPart] = field(default_factory=dict)
    asked: Asked | None = None


def moment(written: str) -> datetime:
    """`2026-03-02 10:00` on the wall, in UTC. Raises ValueError for no such moment."""
    return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL_ZONE).astimezone(UTC)


def read_journeys(source: PartSource) -> tuple[Journey, ...]:
    """Every journey of a service folder; mistakes are told to `source`."""
    return tuple(_journey(file, source) for file in source.files)


def _journey(file: PartFile, source: PartSource) -> Journey:
    data = file.data
    at = _moment(data.get("at"), file, ("at",), source, moment(USUAL_MOMENT))
    deeds = []
    before = at
    for number, step in enumerate(map(mapping, sequence(data.get("steps")))):
        before = _moment(step.get("at"), file, ("steps", number, "at"), source, before)
        words = {str(k): str(v) for k, v in mapping(step.get("with")).items()}
        then = _expected(step.get("then"), file, ("steps", number, "then"), source)
        deeds.append(Deed(str(step.get("by")), str(step.get("do")), before, words, then))
    answers = {key: _typed(key, value, source) for key, value in mapping(data.get("answers")).items()}
    refused = {key: str(value) for key, value in mapping(data.get("refused")).items()}
    _known_questions(file, source, "answers", answers)
    _known_questions(file, source, "refused", refused)
    then = _expected(data.get("then"), file, ("then",), source)
    ends = str(data.get("ends") or "")
    _known_end(file, source, ends)
    people = _people(file, source)
    name = str(data.get("journey", ""))
    asked = read_asked(file, source)
    return Journey(name, file.path, at, answers, refused, then, tuple(deeds), ends, people, asked)


def _people(file: PartFile, source: PartSource) -> Mapping[str, OtherPart]:
    """What others type; each of them takes part in the form, and is asked it."""
    form, found = _form(source), dict[str, OtherPart]()
    known = [one.key for one in form.people] if form else []
    for person, said in mapping(file.data.get("people")).items():
        entry = mapping(said)
        given = {key: _typed(key, value, source) for key, value in mapping(entry.get("answers")).items()}
        found[person] = OtherPart(given, tuple(map(str, sequence(entry.get("shown")))))
        if form is not None and person not in known:
            sentence = f"Nobody in form.yaml is called “{person}”. {instead(person, known)}"
            source.mistake(file, ("people", person), sentence)
        else:
            _known_questions(file, source, "answers", given, (), person)
    return found


def _known_end(file: PartFile, source: PartSource, ends: str) -> None:
    form = _form(source)
    known = [page.key for page in form.pages if page.end] if form else []
    if ends and form is not None and ends not in known:
        instead_of = instead(ends, known) if known else "Give a page `end: yes`, or take `ends:` away."
        source.mistake(file, ("ends",), f"The form does not end on a page “{ends}”. {instead_of}")


def _form(source: PartSource) -> Form | None:
    form = source.service.parts.get("form")
    return form if isinstance(form, Form) else None


def _known_questions(
    file: PartFile,
    source: PartSource,
    where: str,
    given: AllTyped,
    inside: tuple[str | int, ...] = (),
    person: str = "",
) -> None:
    """Every key is a question of the form, or of the group it stands in; in an answer, of the part of whoever types."""
    whole = _form(source)
    if whole is None or QUESTION in whole.lacks:
        return
    form = whole if where == "refused" else whole.part(person)
    above: tuple[str | int, ...] = ("people", person, where) if person else (where,)
    home = tuple(one for one in inside if isinstance(one, str))
    asked = [key for key in (*form.questions, *form.groups) if where == "refused" or form.home(key) == home]
    for key, typed in given.items():
        if key not in asked:
            place = "form.yaml" if not home else f"the group “{home[-1]}”"
            sentence = f"There is no question “{key}” in {place}. {instead(key, asked)}"
            source.mistake(file, (*above, *inside, key), sentence)
        elif key in form.groups:
            for number, item in enumerate(items_of({key: typed}, key)):
                _known_questions(file, source, where, item, (*inside, key, number), person)
        elif isinstance(typed, Mapping):
            parts = parts_of(whole.questions[key])
            for part in [part for part in typed if part not in parts]:
                usual = instead(part, parts) if parts else "Write what is typed, in one text."
                source.mistake(file, (*above, *inside, key), f"“{key}” has no part “{part}”. {usual}")


def _moment(
    written: Plain, file: PartFile, path: tuple[str | int, ...], source: PartSource, usual: datetime
) -> datetime:
    if written is None:
        return usual
    try:
        return moment(str(written))
    except ValueError:
        source.mistake(file, path, "There is no such day or time. Write one such as 2026-03-02 10:00.")
        return usual


def _typed(key: str, value: Plain, source: PartSource) -> Typed:
    form = _form(source)
    question = form.questions.get(key) if form else None
    if value in ("photo", ["photo"]) and question is not None and question.kind.type in _FILES:
        return Upload("photo.jpg", sample_photo())
    if question is not None and isinstance(value, list | dict) and parts_of(question):
        return in_fields(question, value)
    if isinstance(value, list) and any(isinstance(one, dict) for one in value):
        return tuple(
            {inner: _typed(inner, typed, source) for inner, typed in mapping(one).items()} for one in value
        )
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    if isinstance(value, dict):
        return {part: str(text) for part, text in value.items()}
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _expected(said: Plain, file: PartFile, path: tuple[str | int, ...], source: PartSource) -> Expected:
    data = mapping(said)
    case = {key: str(value) for key, value in mapping(data.get("case")).items()}
    if "due" in case:
        try:
            date.fromisoformat(case["due"])
        except ValueError:
            source.mistake(
                file, (*path, "case", "due"), "There is no such day. Write one such as 2026-03-09."
            )
    messages = tuple(
        ExpectedMessage(**{key: str(value) for key, value in mapping(one).items()})
        for one in sequence(data.get("messages"))
        if {"when"} <= set(mapping(one)) <= {"when", "to", "subject", "says"}
    )
    return Expected(
        asked=tuple(map(str, sequence(data["asked"]))) if "asked" in data else None,
        fee=str(data["fee"]) if "fee" in data else None,
        case=case if "case" in data else None,
        messages=messages if "messages" in data else None,
        tasks=tuple(map(str, sequence(data["tasks"]))) if "tasks" in data else None,
    )


JOURNEYS = PartReader(
    name="journeys",
    files="journeys/*.yaml",
    schema=json.loads(files("moothall.sites.rehearsal").joinpath("journey.schema.json").read_text("utf-8")),
    read=read_journeys,
    order=90,
    floats=True,
    kept=False,
)
