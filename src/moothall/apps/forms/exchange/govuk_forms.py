"""A form of GOV.UK Forms as a form.yaml, with a list of what does not carry over.

Read is the definition that its API gives and its runner loads (steps with data and routing conditions). Source of the
format: alphagov/forms-runner and alphagov/forms-api, MIT.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from moothall.apps.forms.entries import RESERVED, TAKEN
from moothall.apps.forms.types import KINDS

Written = dict[str, Any]
NONE = "none-of-these"
_NONE_LABEL = "None of the above"
_NONE_ANSWER = "none_of_the_above"
MOST_STEPS = 300


class NotAForm(Exception):
    """The file is no definition of GOV.UK Forms; `sentence` says what is missing."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Imported:
    """`form` is what form.yaml is to hold; `left_out` says in sentences what did not carry over, in order."""

    name: str
    form: Written
    left_out: tuple[str, ...]


@dataclass(slots=True)
class _Step:
    """A step with the names it gets: of its page, its question and, where it repeats, its group."""

    number: int
    id: str
    following: str
    data: Mapping[str, Any]
    routes: Sequence[Mapping[str, Any]]
    page: str = ""
    key: str = ""

    @property
    def text(self) -> str:
        return str(self.data.get("question_text") or f"Question {self.number}").strip()

    @property
    def repeats(self) -> bool:
        return self.data.get("is_repeatable") is True

    @property
    def entry(self) -> str:
        """What a branch that leads here names: the page, or the group of a step that repeats."""
        return f"{self.key}_all" if self.repeats else self.page

    @property
    def settings(self) -> Mapping[str, Any]:
        found = self.data.get("answer_settings")
        return found if isinstance(found, Mapping) else {}


@dataclass(slots=True)
class _Work:
    steps: list[_Step]
    left_out: list[str] = field(default_factory=list)

    def lacks(self, step: _Step, sentence: str) -> None:
        self.left_out.append(f"Question {step.number}, “{step.text}”: {sentence}")

    def step_with(self, key: object) -> _Step | None:
        return next((step for step in self.steps if step.id == str(key)), None)


def read_govuk_form(content: str) -> Imported:
    """Raises NotAForm for what is no such definition."""
    try:
        said = json.loads(content)
    except ValueError as error:
        raise NotAForm(f"This is not JSON: {error}. Save the form’s definition again.") from None
    found = said.get("steps") if isinstance(said, dict) else None
    if not isinstance(found, list) or not found or not all(isinstance(one, dict) for one in found):
        raise NotAForm("There are no ‘steps’ in this file, so it is no definition of GOV.UK Forms.")
    if len(found) > MOST_STEPS:
        raise NotAForm(f"The form has more than {MOST_STEPS} steps. Split it.")
    work = _Work(_in_order(found))
    _name_all(work)
    pages: list[Written] = []
    for step in work.steps:
        pages += _pages(work, step)
    declaration = str(said.get("declaration_text") or "").strip()
    if declaration:
        pages.append(_declaration(declaration))
    work.left_out += _left_out_of_all(said)
    return Imported(str(said.get("name") or "Imported form"), {"pages": pages}, tuple(work.left_out))


def _in_order(found: Sequence[Mapping[str, Any]]) -> list[_Step]:
    """By position; a definition that says none keeps the order of its file."""
    ordered = sorted(enumerate(found), key=lambda one: (_whole(one[1].get("position"), one[0]), one[0]))
    steps = []
    for number, (_, step) in enumerate(ordered, 1):
        data, routes = step.get("data"), step.get("routing_conditions")
        steps.append(
            _Step(
                number=number,
                id=str(step.get("id", number)),
                following=str(step.get("next_step_id") or ""),
                data=data if isinstance(data, Mapping) else {},
                routes=[one for one in routes if isinstance(one, Mapping)]
                if isinstance(routes, list)
                else [],
            )
        )
    return steps


def _whole(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def _name_all(work: _Work) -> None:
    taken: set[str] = set(TAKEN)
    for step in work.steps:
        words = re.findall("[a-z0-9]+", step.text.lower().replace("’", "").replace("'", ""))[:6]
        if not words or words[0][0].isdigit():
            words = ["question", str(step.number), *words][:6]
        while "-".join(words) in taken or "_".join(words) in RESERVED | taken:
            words = [*words, str(step.number)]
        step.page, step.key = "-".join(words), "_".join(words)
        taken |= {step.page, step.key}


def _pages(work: _Work, step: _Step) -> list[Written]:
    """The page of a step, its group where it repeats, and the ends its routes lead to."""
    page: Written = {"page": step.page}
    heading = str(step.data.get("page_heading") or "").strip()
    guidance = str(step.data.get("guidance_markdown") or "").strip()
    if heading or guidance:
        page |= (
            {"title": heading or step.text, "intro": _paragraphs(guidance)}
            if guidance
            else {"title": heading}
        )
    page["questions"] = [_question(work, step)]
    ends: list[Written] = []
    branches = _branches(work, step, ends)
    if step.repeats:
        if branches:
            work.lacks(
                step, "it repeats, so its routes are left out: a group is followed by the page below it."
            )
        inner = {**page, "page": f"{step.page}-each"}
        group = {
            "group": f"{step.key}_all",
            "title": heading or step.text,
            "each": "answer",
            "pages": [inner],
        }
        return [group | ({} if step.data.get("is_optional") else {"at_least": 1})]
    return [page | ({"next": branches} if branches else {}), *ends]


def _paragraphs(markdown: str) -> list[str] | str:
    parts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", markdown) if part.strip()]
    return parts[0] if len(parts) == 1 else parts


def _question(work: _Work, step: _Step) -> Written:
    kind = str(step.data.get("answer_type") or "")
    settings = _KINDS.get(kind, _unknown)(work, step)
    chosen = settings.get("type") in ("one-of", "several-of")
    optional = step.data.get("is_optional") is True and not chosen
    question: Written = {"ask": step.key, "type": settings.pop("type"), "label": step.text[:200]}
    hint = str(step.data.get("hint_text") or "").strip()
    if hint:
        question["hint"] = hint[:500]
    if optional:
        question["required"] = "no"
    elif "missing" in KINDS[question["type"]].sentences:
        verb = "Select an answer to" if chosen else "Enter an answer to"
        question["error"] = {"missing": f"{verb} “{step.text[:200]}”"}
    return question | settings


def _text(work: _Work, step: _Step) -> Written:
    return {"type": "long-text" if step.settings.get("input_type") == "long_text" else "short-text"}


def _date(work: _Work, step: _Step) -> Written:
    birth = step.settings.get("input_type") == "date_of_birth"
    return {"type": "date"} | ({"latest": "yesterday", "binding": "person.born_on"} if birth else {})


def _address(work: _Work, step: _Step) -> Written:
    where = step.settings.get("input_type")
    if isinstance(where, Mapping) and str(where.get("international_address")).lower() in ("true", "1"):
        work.lacks(step, "addresses abroad are not asked for; ask for one as long text if you need it.")
    return {"type": "address"}


def _name(work: _Work, step: _Step) -> Written:
    parts = step.settings.get("input_type") in ("first_and_last_name", "first_middle_and_last_name")
    if step.settings.get("input_type") == "first_middle_and_last_name":
        work.lacks(step, "the middle name has no field of its own; it goes with the first.")
    titled = str(step.settings.get("title_needed")).lower() in ("true", "1")
    return (
        {"type": "name"}
        | ({"parts": "yes"} if parts or titled else {})
        | ({"title": "yes"} if titled else {})
    )


def _selection(work: _Work, step: _Step) -> Written:
    one = str(step.settings.get("only_one_option")).lower() in ("1", "true")
    found = step.settings.get("selection_options")
    names = [
        str(option.get("name"))
        for option in found or ()
        if isinstance(option, Mapping) and option.get("name")
    ]
    values = _values(names)
    options: list[Written] = [{"value": values[name], "label": name} for name in dict.fromkeys(names)]
    if step.data.get("is_optional") is True:
        options.append({"value": NONE, "label": _NONE_LABEL} | ({} if one else {"exclusive": "yes"}))
    if len(options) < 2:
        work.lacks(step, "it has fewer than two options, so it is asked as text.")
        return {"type": "short-text"}
    return {"type": "one-of" if one else "several-of", "options": options}


def _values(names: Sequence[str]) -> dict[str, str]:
    """A value of its own for each option."""
    values: dict[str, str] = {}
    for number, name in enumerate(dict.fromkeys(names), 1):
        value = "-".join(re.findall("[a-z0-9]+", name.lower()))[:40].strip("-") or f"option-{number}"
        values[name] = f"{value}-{number}" if value in values.values() or value == NONE else value
    return values


def _as(kind: str) -> Callable[[_Work, _Step], Written]:
    return lambda work, step: {"type": kind}


def _email(work: _Work, step: _Step) -> Written:
    """The first one asked for is where updates go."""
    first = next(one for one in work.steps if one.data.get("answer_type") == "email")
    return {"type": "email"} | ({"binding": "person.email"} if first is step and not step.repeats else {})


def _unknown(work: _Work, step: _Step) -> Written:
    said = step.data.get("answer_type")
    work.lacks(step, f"its type ‘{said}’ is not known here, so it is asked as text.")
    return {"type": "short-text"}


_KINDS: Mapping[str, Callable[[_Work, _Step], Written]] = {
    "text": _text,
    "number": _as("number"),
    "address": _address,
    "email": _email,
    "date": _date,
    "national_insurance_number": _as("national-insurance-number"),
    "phone_number": _as("phone"),
    "selection": _selection,
    "name": _name,
    "organisation_name": _as("short-text"),
    "file": _as("file"),
}


def _branches(work: _Work, step: _Step, ends: list[Written]) -> list[Written]:
    """Where the step's routes lead, those with a condition first; what follows without one is the page below."""
    made = [one for route in step.routes if (one := _branch(work, step, route, ends)) is not None]
    onward = work.step_with(step.following)
    below = work.steps[step.number] if step.number < len(work.steps) else None
    if onward is not None and onward is not below and onward.number > step.number:
        made.append({"go": onward.entry})
    elif not step.following and below is not None and not any("if" not in one for one in made):
        made.append({"go": "check-your-answers"})
    return sorted(made, key=lambda one: "if" not in one)


def _branch(work: _Work, step: _Step, route: Mapping[str, Any], ends: list[Written]) -> Written | None:
    checked = work.step_with(route.get("check_page_id")) or step
    answer = route.get("answer_value")
    condition: Written = {}
    if answer is not None:
        if checked.data.get("answer_type") != "selection" or checked.repeats:
            work.lacks(
                step, "a route that hangs on this answer is left out: only a choice of one can be routed by."
            )
            return None
        names = [str(one.get("name")) for one in checked.settings.get("selection_options") or ()]
        value = NONE if answer == _NONE_ANSWER else _values(names).get(str(answer), "")
        if not value:
            work.lacks(step, f"a route for the answer “{answer}” is left out: there is no such option.")
            return None
        condition = {"if": f'{checked.key} = "{value}"'}
    target = work.step_with(route.get("goto_page_id"))
    if route.get("exit_page_markdown") or route.get("exit_page_heading"):
        return condition | {"go": _exit(step, route, ends)}
    if route.get("skip_to_end") is True:
        return condition | {"go": "check-your-answers"}
    if target is None or target.number <= step.number:
        work.lacks(step, "a route that leads nowhere or back is left out.")
        return None
    return condition | {"go": target.entry}


def _exit(step: _Step, route: Mapping[str, Any], ends: list[Written]) -> str:
    key = f"{step.page}-end-{len(ends) + 1}"
    heading = str(route.get("exit_page_heading") or "You cannot use this form")
    body = str(route.get("exit_page_markdown") or heading)
    ends.append({"page": key, "end": "yes", "title": heading[:200], "body": body})
    return key


def _declaration(text: str) -> Written:
    question = {"ask": "declared", "type": "declaration", "label": "Declaration", "statement": text}
    return {"page": "declaration", "questions": [question]}


def _left_out_of_all(said: Mapping[str, Any]) -> list[str]:
    """What a form has beside its steps."""
    notes = {
        "payment_url": "It leads to a payment page ({}). Write the fee as a decision table: see docs/how-to.",
        "what_happens_next_markdown": "What happens next (“{}”) belongs into messages/en/opened.md.",
        "privacy_policy_url": "Its privacy notice ({}) is made from purposes and retention in service.yaml.",
        "support_email": "Its e-mail address for help ({}) is the council’s own contact here.",
        "support_phone": "Its telephone number for help ({}) is the council’s own contact here.",
        "support_url": "Its page for help ({}) is the council’s own contact here.",
        "submission_email": "Answers are not e-mailed to {}: they arrive in the queue of the service’s team.",
    }
    found = [
        sentence.format(" ".join(str(said[key]).split())[:120])
        for key, sentence in notes.items()
        if said.get(key)
    ]
    languages = said.get("available_languages")
    others = [one for one in languages if one != said.get("language")] if isinstance(languages, list) else []
    if others:
        found.append(
            f"Its words in {', '.join(map(str, others))} are not in this file. Write form.{others[0]}.yaml."
        )
    return found
