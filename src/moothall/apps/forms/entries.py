"""The pages, groups and questions of a form.yaml: from located YAML, with every mistake at its line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from moothall.apps.catalogue.api import PartFile, PartSource, Plain, instead, mapping, sequence, text
from moothall.apps.forms.bindings import BINDINGS
from moothall.apps.forms.checks import Found, Step
from moothall.apps.forms.form import (
    CHECK_ANSWERS,
    MOST_ITEMS,
    PAGE,
    QUESTION,
    TASKS,
    Branch,
    Entry,
    Group,
    Page,
)
from moothall.apps.forms.question import Condition, Kind, Question
from moothall.apps.forms.types import KINDS
from moothall.apps.forms.types.calculated import Calculated
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


#: Addresses that a service has besides its pages.
TAKEN = {
    CHECK_ANSWERS: "comes by itself after the last page",
    TASKS: "is the list of sections",
    "start": "is where the form begins",
    "done": "is the confirmation",
    "remove": "takes an item out of a group",
    **dict.fromkeys(
        (
            "ask",
            "join",
            "part",
            "pay",
            "paid",
            "paper",
            "pictures",
            "save",
            "saved",
            "resume",
            "form-changed",
            "which-answer",
            "clear",
            "cleared",
            "look-up",
        ),
        "is a page of its own in every form",
    ),
}
#: No group stands in more groups than this.
DEEPEST = 3


@dataclass(slots=True)
class Work:
    """What is being read, where it came from, and what was wrong so far."""

    source: PartSource
    file: PartFile
    data: Mapping[str, Plain]
    places: dict[str, Step] = field(default_factory=dict)
    #: Which addresses and which answers there are already, each with what it is: a group is both.
    pages: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    lacks: set[str] = field(default_factory=set)

    def mistake(self, path: Step, sentence: str) -> None:
        self.source.mistake(self.file, path, sentence)

    def key(self, path: Step, joint: str, what: str) -> str:
        """The key at `path`; of one that the schema has refused, what was most likely meant by it.

        Without any, this form `lacks` a name: what is said of it elsewhere cannot be called unknown. Of a question too:
        conditions and journeys may call it by another name than the one guessed here.
        """
        written = self.file.node.find(path)
        words = re.findall("[a-z0-9]+", text(written.plain()).lower()) if written else []
        if written is not None and not self.file.refuses(path):
            return text(written.plain())
        if not words or what == QUESTION:
            self.lacks.add(what)
        return joint.join(words)


def read_entries(work: Work, found: Plain, at: Step, depth: int = 0) -> tuple[Entry, ...]:
    """A list of pages and groups."""
    read: list[Entry] = []
    for number, written in enumerate(sequence(found)):
        place, entry = (*at, number), mapping(written)
        one = _group(work, entry, place, depth) if "group" in entry else _page(work, entry, place)
        if one is not None and _is_new(
            work, one.key, (*place, "group" if isinstance(one, Group) else "page")
        ):
            work.places[one.key] = place
            read.append(one)
    return tuple(read)


def place_of(work: Work, found: Found) -> Step:
    """Where in the file a mistake stands: page and question are counted in the file, not in the form."""
    if found.question:
        return (*work.places[f"{found.page}/{found.question}"], *found.within)
    return (*work.places[found.page], *found.within)


def _is_new(work: Work, key: str, at: Step) -> bool:
    """Is the name of a page, or of a group, which is a page and an answer, still to be had? Then it is taken."""
    what = str(at[-1])
    if key in TAKEN:
        work.mistake(at, f"‘{key}’ {TAKEN[key]}. Give this {what} another name.")
        return False
    if key in work.pages:
        work.mistake(at, f"There is already a {work.pages[key]} ‘{key}’. Give this one a name of its own.")
        work.lacks.add(QUESTION)  # those on it are not read
        return False
    if what == "group" and not _first_asked(work, key, at):
        return False
    work.pages[key] = what
    return True


def _page(work: Work, entry: Mapping[str, Plain], at: Step) -> Page | None:
    key, end = work.key((*at, "page"), "-", PAGE), _flag(entry, "end")
    asked = sequence(entry.get("questions"))
    if not asked and not end:
        work.lacks.add(QUESTION)
    if not key:
        work.lacks.add(QUESTION)
        return None
    questions: list[Question] = []
    for number, one in enumerate(asked):
        place = (*at, "questions", number)
        question = _question(work, mapping(one), place)
        if question is not None and _first_asked(work, question.key, (*place, "ask")):
            work.places[f"{key}/{question.key}"] = place
            questions.append(question)
    put = tuple(one for one in questions if not isinstance(one.kind, Calculated))
    if sum(one.kind.asked for one in put) > 1 and not entry.get("title"):
        work.mistake(
            at, "A page with several questions needs a heading. Write `title:` with what they have in common."
        )
    if end:
        _check_end(work, entry, at)
    return Page(
        key=key,
        title=text(entry.get("title")),
        questions=() if end else put,
        caption=text(entry.get("caption")),
        intro=_paragraphs(entry.get("intro")),
        when=read_condition(work, entry.get("when"), (*at, "when")),
        next=() if end else _branches(work, entry.get("next"), (*at, "next")),
        calculated=tuple(one for one in questions if isinstance(one.kind, Calculated)),
        end=end,
        body=text(entry.get("body")),
        instead=text(entry.get("instead")),
    )


def _check_end(work: Work, entry: Mapping[str, Plain], at: Step) -> None:
    """An end says kindly why, and what to do instead."""
    for name in ("questions", "next"):
        if entry.get(name):
            work.mistake((*at, name), f"The form ends on this page. Take `{name}:` away, or `end: yes`.")
    for name, said in (("title", "that this is not for them"), ("body", "what they can do instead")):
        if not entry.get(name):
            work.mistake(at, f"Somebody’s way ends here. Write `{name}:` with a sentence that says {said}.")
    slug, known = text(entry.get("instead")), work.source.names.get("services")
    if known is not None and re.fullmatch(r"[a-z0-9-]+", slug) and slug not in known:
        sentence = f"There is no service ‘{slug}’. {instead(slug, sorted(known))}"
        work.mistake((*at, "instead"), sentence)


def _group(work: Work, entry: Mapping[str, Plain], at: Step, depth: int) -> Group | None:
    key = work.key((*at, "group"), "_", PAGE)
    if depth >= DEEPEST:
        work.mistake(
            at, f"This group stands in {DEEPEST} others. Ask for it in a group of its own, further on."
        )
        return None
    pages = read_entries(work, entry.get("pages"), (*at, "pages"), depth + 1)
    least, most = _count(entry.get("at_least"), 0), _count(entry.get("at_most"), MOST_ITEMS)
    if least > most:
        work.mistake((*at, "at_least"), f"{least} is more than `at_most`, which is {most}. Make it smaller.")
    for ended in (one for one in pages if one.end):
        work.mistake(
            (*work.places[ended.key], "end"),
            "A form cannot end inside a group. Ask about it before the group.",
        )
    if not key:
        work.lacks.add(QUESTION)
        return None
    group = Group(
        key=key,
        title=text(entry.get("title")),
        each=text(entry.get("each")),
        pages=tuple(one for one in pages if not one.end),
        at_least=min(least, most),
        at_most=most,
        summary=_keys(entry.get("summary")),
        caption=text(entry.get("caption")),
        intro=_paragraphs(entry.get("intro")),
        when=read_condition(work, entry.get("when"), (*at, "when")),
        next=_branches(work, entry.get("next"), (*at, "next")),
        errors={code: text(sentence) for code, sentence in mapping(entry.get("error")).items()},
    )
    _check_summary(work, group, at)
    return group


def _check_summary(work: Work, group: Group, at: Step) -> None:
    known = [one.key for page in group.pages for one in (*page.questions, *page.calculated)]
    for name in group.summary:
        if name not in known and QUESTION not in work.lacks:
            sentence = f"No page of this group asks ‘{name}’. {instead(name, known)}"
            work.mistake((*at, "summary"), sentence)


def _count(value: Plain, usual: int) -> int:
    return min(value, MOST_ITEMS) if isinstance(value, int) and not isinstance(value, bool) else usual


def _keys(value: Plain) -> tuple[str, ...]:
    return tuple(filter(None, map(text, value if isinstance(value, list) else [value])))


def _first_asked(work: Work, key: str, at: Step) -> bool:
    """Can conditions have this name for this answer alone? Then it is taken."""
    if key in RESERVED:
        work.mistake(
            at,
            f"‘{key}’ has a meaning of its own in conditions. Write another key, such as ‘{key}_given’.",
        )
        return False
    if key in work.asked:
        work.mistake(at, f"There is already a {work.asked[key]} ‘{key}’. Give this one a name of its own.")
        return False
    work.asked[key] = "group" if at[-1] == "group" else "question"
    return True


def _paragraphs(value: Plain) -> tuple[str, ...]:
    return (
        tuple(text(each) for each in value) if isinstance(value, list) else tuple(filter(None, [text(value)]))
    )


def _question(work: Work, entry: Mapping[str, Plain], at: Step) -> Question | None:
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
        when=read_condition(work, entry.get("when"), (*at, "when")),
        have_ready=text(entry.get("have_ready")),
        example=text(entry.get("example")),
    )
    _check_sentences(work, question, at)
    return question


def _flag(entry: Mapping[str, Plain], key: str, *, default: bool = False) -> bool:
    return default if entry.get(key) is None else text(entry.get(key)) == "yes"


def _kind(work: Work, kind: type[Kind], entry: Mapping[str, Plain], at: Step) -> Kind:
    """The type with its settings, those left out that the schema has refused as a whole.

    `Unread` (and no second mistake) where something inside of them is refused, or one is missing.
    """
    refused = {path[len(at) :] for path in work.file.refused if path[: len(at)] == at}
    given = {name: entry[name] for name in kind.settings_schema if name in entry and (name,) not in refused}
    if any(len(path) > 1 and path[0] in given for path in refused):
        return Unread()
    try:
        made = kind.from_settings(given)
        sentences = made.mistakes()
    except (TypeError, KeyError, ValueError, AttributeError):
        return Unread()
    for sentence in sentences:
        work.mistake((*at, next(iter(given), "type")), sentence)
    return made


def _binding(work: Work, kind: Kind, binding: str, at: Step) -> str:
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


def _check_sentences(work: Work, question: Question, at: Step) -> None:
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


def read_condition(work: Work, value: Plain, at: Step) -> Condition | None:
    """The condition; one that cannot be parsed is reported and left out. The schema reports an empty one."""
    written = text(value)
    if not written:
        return None
    try:
        return Condition(feel.parse(written))
    except feel.FeelError as problem:
        work.mistake(at, f"{problem.message} (character {problem.column} of the condition)")
        return None


def _branches(work: Work, value: Plain, at: Step) -> tuple[Branch, ...]:
    if isinstance(value, str):
        return (Branch(text(value)),)
    found: list[Branch] = []
    for number, entry in enumerate(sequence(value)):
        branch = mapping(entry)
        condition = read_condition(work, branch.get("if"), (*at, number, "if"))
        if branch.get("if") is None or condition is not None:
            found.append(Branch(text(branch.get("go")), condition))
    return tuple(found)
