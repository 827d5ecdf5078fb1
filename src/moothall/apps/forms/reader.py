"""form.yaml read: from located YAML to a `Form`, with every mistake at its line.

The schema has spoken before; here is what no schema sees. Whatever it let through or refused, a form comes out and
nothing is raised. What the schema has refused is not reported again, nor what only follows from it: a question that
cannot be read stands in the form as `Unread`, so that conditions may name it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from moothall.apps.catalogue.api import (
    PartFile,
    PartReader,
    PartSource,
    PinnedService,
    Plain,
    instead,
    mapping,
    sequence,
    text,
)
from moothall.apps.forms.bindings import BINDINGS
from moothall.apps.forms.checks import Found, Step, mistakes_in
from moothall.apps.forms.decisions import ServiceDecisions
from moothall.apps.forms.form import CHECK_ANSWERS, PAGE, QUESTION, Branch, Form, Page
from moothall.apps.forms.question import Condition, Kind, Question
from moothall.apps.forms.schema import form_schema
from moothall.apps.forms.types import KINDS
from moothall.apps.forms.unread import Unread
from moothall.kernel import feel

#: Names that a condition could not use, or that the page needs for itself.
RESERVED = frozenset(
    (
        "true", "false", "null", "if", "then", "else", "and", "or", "not", "in", "between", "some", "every",
        "satisfies", "return", "for", "function", "instance", "of", "external", "item", "partial",
        "csrfmiddlewaretoken",
    )
)  # fmt: skip


@dataclass(slots=True)
class _Work:
    """What is being read, where it came from, and what was wrong so far."""

    source: PartSource
    file: PartFile
    data: Mapping[str, Plain]
    places: dict[str, Step] = field(default_factory=dict)
    lacks: set[str] = field(default_factory=set)

    def mistake(self, path: Step, sentence: str) -> None:
        self.source.mistake(self.file, path, sentence)

    def key(self, path: Step, joint: str, what: str) -> str:
        """The key at `path`; of one that the schema has refused, what was most likely meant by it.

        Without any, this form `lacks` a name: what is said of it elsewhere cannot be called unknown.
        """
        written = self.file.node.find(path)
        words = re.findall("[a-z0-9]+", text(written.plain()).lower()) if written else []
        if written is not None and not self.file.refuses(path):
            return text(written.plain())
        if not words:
            self.lacks.add(what)
        return joint.join(words)


def read_form(source: PartSource) -> Form:
    """The reader registered with the catalogue. Never raises."""
    file = source.files[0]
    work = _Work(source, file, file.data)
    found = sequence(work.data.get("pages"))
    if not found:
        work.lacks |= {PAGE, QUESTION}
    pages: dict[str, Page] = {}
    for number, entry in enumerate(found):
        page = _page(work, mapping(entry), ("pages", number))
        if page is not None and _is_new(work, page.key, pages, ("pages", number, "page"), "page"):
            work.places[page.key] = ("pages", number)
            pages[page.key] = page
    form = Form(
        tuple(pages.values()),
        digest=source.service.digest,
        lacks=frozenset(work.lacks),
        fee=text(work.data.get("fee")),
    )
    for mistake in mistakes_in(form):
        work.mistake(_path(work, form, mistake), mistake.sentence)
    _check_decisions(work, form)
    return form


def _check_decisions(work: _Work, form: Form) -> None:
    """Decisions read the answers by their keys; the fee is a decision that gives an amount."""
    known = work.source.service.parts.get("decisions")
    decisions = known if isinstance(known, ServiceDecisions) else ServiceDecisions()
    types = {key: question.kind.condition_type() for key, question in form.questions.items()}
    if QUESTION not in form.lacks:
        work.source.mistakes.extend(decisions.mistakes(types))
    if not form.fee:
        return
    if form.fee not in decisions.names:
        work.mistake(("fee",), decisions.missing(form.fee))
        return
    gives = decisions.type_of(form.fee, types)
    amount = gives.entry("amount") if gives.kind == "context" else gives
    if amount is None or not feel.may_be(amount, feel.NUMBER):
        work.mistake(
            ("fee",),
            f"‘{form.fee}’ gives {gives}, and a fee is a number of pounds. Give its output the type number, or name "
            "one of several outputs ‘amount’.",
        )


def form_of(service: PinnedService) -> Form:
    """The form of a service, as it is now or as a case keeps it. Raises KeyError when the service asks nothing."""
    form = service.part("form")
    if not isinstance(form, Form):
        raise KeyError(f"The service {service.slug!r} has no form.")
    return form


FORM_PART = PartReader(
    "form", files="form.yaml", schema=form_schema(), read=read_form, order=10, required=True
)


def _path(work: _Work, form: Form, found: Found) -> Step:
    """Where in the file the mistake stands: page and question are counted in the file, not in the form."""
    page = work.places[found.page]
    if found.question:
        return (*work.places[f"{found.page}/{found.question}"], *found.within)
    return (*page, *found.within)


def _is_new(work: _Work, key: str, seen: Mapping[str, object], at: Step, what: str) -> bool:
    if what == "page" and key == CHECK_ANSWERS:
        work.mistake(
            at, f"‘{CHECK_ANSWERS}’ comes by itself after the last page. Give this page another name."
        )
        return False
    if key in seen:
        work.mistake(at, f"There is already a {what} ‘{key}’. Give this one a name of its own.")
        return False
    return True


def _page(work: _Work, entry: Mapping[str, Plain], at: Step) -> Page | None:
    key = work.key((*at, "page"), "-", PAGE)
    if not sequence(entry.get("questions")):
        work.lacks.add(QUESTION)
    if not key:
        work.lacks.add(QUESTION)
        return None
    questions: list[Question] = []
    for number, asked in enumerate(sequence(entry.get("questions"))):
        place = (*at, "questions", number)
        question = _question(work, mapping(asked), place)
        if question is not None and _first_asked(work, question.key, (*place, "ask")):
            work.places[f"{key}/{question.key}"] = place
            questions.append(question)
    if len(questions) > 1 and not entry.get("title"):
        work.mistake(
            at, "A page with several questions needs a heading. Write `title:` with what they have in common."
        )
    return Page(
        key=key,
        title=text(entry.get("title")),
        questions=tuple(questions),
        caption=text(entry.get("caption")),
        intro=_paragraphs(entry.get("intro")),
        when=_condition(work, entry.get("when"), (*at, "when")),
        next=_branches(work, entry.get("next"), (*at, "next")),
    )


def _first_asked(work: _Work, key: str, at: Step) -> bool:
    if key in RESERVED:
        work.mistake(
            at,
            f"‘{key}’ has a meaning of its own in conditions. Write another key, such as ‘{key}_given’.",
        )
        return False
    asked = {name.partition("/")[2] for name in work.places if "/" in name}
    return _is_new(work, key, dict.fromkeys(asked), at, "question")


def _paragraphs(value: Plain) -> tuple[str, ...]:
    return (
        tuple(text(each) for each in value) if isinstance(value, list) else tuple(filter(None, [text(value)]))
    )


def _question(work: _Work, entry: Mapping[str, Plain], at: Step) -> Question | None:
    key, named = work.key((*at, "ask"), "_", QUESTION), text(entry.get("type"))
    if not key:
        return None
    kind = _kind(work, KINDS[named], entry, at) if named in KINDS else Unread()
    question = Question(
        key=key,
        kind=kind,
        label=text(entry.get("label")),
        hint=text(entry.get("hint")),
        name=text(entry.get("name")),
        required=kind.asked and _flag(entry, "required", default=True),
        errors={code: text(sentence) for code, sentence in mapping(entry.get("error")).items()},
        binding=_binding(work, kind, text(entry.get("binding")), (*at, "binding")),
        index=_flag(entry, "index"),
        sensitive=_flag(entry, "sensitive"),
        when=_condition(work, entry.get("when"), (*at, "when")),
    )
    _check_sentences(work, question, at)
    return question


def _flag(entry: Mapping[str, Plain], key: str, *, default: bool = False) -> bool:
    return default if entry.get(key) is None else text(entry.get(key)) == "yes"


def _kind(work: _Work, kind: type[Kind], entry: Mapping[str, Plain], at: Step) -> Kind:
    """The type with its settings; `Unread` (and no second mistake) when the schema has refused them."""
    given = {name: entry[name] for name in kind.settings_schema if name in entry}
    try:
        made = kind.from_settings(given)
    except (TypeError, KeyError, ValueError, AttributeError):
        return Unread()
    for sentence in made.mistakes():
        work.mistake((*at, next(iter(given), "type")), sentence)
    return made


def _binding(work: _Work, kind: Kind, binding: str, at: Step) -> str:
    if not binding or binding not in BINDINGS:
        return ""
    if binding in kind.bindings or isinstance(kind, Unread):
        return binding
    fit = [name for name, other in KINDS.items() if binding in other.bindings]
    if fit:
        which = " or ".join(f"‘{name}’" for name in fit)
        work.mistake(
            at, f"A {kind.type} question cannot be ‘{binding}’. Use the type {which}, or another binding."
        )
    else:
        work.mistake(at, f"No question type gives ‘{binding}’ yet. {instead(binding, kind.bindings)}")
    return ""


def _check_sentences(work: _Work, question: Question, at: Step) -> None:
    kind = question.kind
    if isinstance(kind, Unread):
        return
    default = kind.sentences.get("missing", "")
    told = question.errors.get("missing") or question.name or kind.usual_name or not default
    if question.required and not told:
        example = default.replace("{name}", "…")
        work.mistake(
            at,
            f"Nothing says what to tell somebody who leaves ‘{question.key}’ empty. Write `name:` with what is asked "
            f"for (it is used as in “{example}”), or `error:` with `missing:` and the whole sentence.",
        )
    for code, sentence in question.errors.items():
        known = {"name", "Name", *re.findall(r"{(\w+)}", kind.sentences.get(code, ""))}
        for fact in re.findall(r"{([^}]*)}", sentence):
            if fact not in known:
                options = instead(fact, sorted(known - {"Name"}))
                work.mistake((*at, "error", code), f"This sentence cannot fill in {{{fact}}}. {options}")


def _condition(work: _Work, value: Plain, at: Step) -> Condition | None:
    """The condition; one that cannot be parsed is reported and left out."""
    written = text(value)
    if not written:
        return None
    try:
        return Condition(feel.parse(written))
    except feel.FeelError as problem:
        work.mistake(at, f"{problem.message} (character {problem.column} of the condition)")
        return None


def _branches(work: _Work, value: Plain, at: Step) -> tuple[Branch, ...]:
    if isinstance(value, str):
        return (Branch(text(value)),)
    found: list[Branch] = []
    for number, entry in enumerate(sequence(value)):
        branch = mapping(entry)
        condition = _condition(work, branch.get("if"), (*at, number, "if"))
        if branch.get("if") is None or condition is not None:
            found.append(Branch(text(branch.get("go")), condition))
    return tuple(found)
