"""What can be wrong with a form as a whole: ways that lead nowhere or in circles, expressions that read too early or
compare what cannot be compared.

Pure: a `Form` in, findings out. `reader.py` knows at which line each stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from moothall.apps.forms.form import PAGE, QUESTION, Entry, Form, Group, Run, Section
from moothall.apps.forms.graph import Found, Graph, Step, graph_of
from moothall.apps.forms.question import Question
from moothall.kernel import feel

__all__ = ["Found", "Step", "mistakes_in", "types_of"]


@dataclass(frozen=True, slots=True)
class _Read:
    """An expression with where it stands and what may have been answered when it is asked. `gives`: what it must
    come to; a condition is true or false, a calculation may be anything."""

    expression: feel.Expression
    page: str
    within: Step
    known: frozenset[str]
    question: str = ""
    calculates: bool = False
    comes_to: feel.Type = feel.ANY


def mistakes_in(form: Form) -> tuple[Found, ...]:
    """Every finding, in the order of the file as far as possible."""
    return tuple(_Check(form).found())


def types_of(form: Form) -> dict[str, feel.Type]:
    """What expressions may name: a group is a list of contexts, a calculated answer what its expression gives. When
    the name of a question could not be read, any name may have been its."""
    types: dict[str, feel.Type] = {}
    _learn_types(form.pages, types)
    if QUESTION in form.lacks:
        types = dict.fromkeys(form.read_by_conditions, feel.ANY) | types
    return types


def _learn_types(entries: tuple[Entry, ...], types: dict[str, feel.Type]) -> tuple[str, ...]:
    """Put the types of `entries` into `types`; returns the names they have there."""
    names: list[str] = []
    for entry in entries:
        if isinstance(entry, Group):
            inner = _learn_types(entry.pages, types)
            types[entry.key] = feel.LIST(feel.context_of({name: types[name] for name in inner}))
            names.append(entry.key)
        for question in entry.questions:
            types[question.key] = question.kind.condition_type()
        for question in entry.calculated:
            calculation = question.kind.calculation
            types[question.key] = feel.check(calculation, types)[0] if calculation else feel.ANY
        names += [question.key for question in (*entry.questions, *entry.calculated)]
    return tuple(names)


class _Check:
    """One look at a form."""

    def __init__(self, form: Form) -> None:
        self.form, self.types = form, types_of(form)
        self.homes = {
            question.key: entry.key
            for entry in _entries(form.pages)
            for question in (*entry.questions, *entry.calculated)
        }
        self.pages = frozenset(entry.key for entry in _entries(form.pages))

    def found(self) -> Iterator[Found]:
        graphs: list[tuple[Run, Graph, frozenset[str]]] = []
        known_of: dict[str, frozenset[str]] = {}
        above, person = frozenset[str](), ""
        for section, run in self.form.runs:
            known = frozenset[str]()
            if section is not None:
                if section.by != person:
                    person, above = section.by, self._shown_to(section.by)
                known = self._shown_to(section.by).union(*(known_of[key] for key in section.after))
                yield from self._section(section, above)
            graphs += self._graphs(run, known)
            own = _asked(run.entries)
            known_of[section.key if section else ""] = known | own
            above |= own
        yield from self._people()
        yield from _out_of_reach(self.form)
        for _, graph, _ in graphs:
            yield from graph.found
        for run, graph, outer in graphs:
            for read in _reads(run, graph, outer):
                yield from self._misread(read)
            yield from self._photos(run, graph, outer)

    def _graphs(self, run: Run, outer: frozenset[str]) -> Iterator[tuple[Run, Graph, frozenset[str]]]:
        """The run with its ways and what is known when it begins, then the runs of its groups."""
        graph = graph_of(run, whole=PAGE not in self.form.lacks, known=self.pages)
        yield run, graph, outer
        for entry in run.entries:
            if isinstance(entry, Group):
                yield from self._graphs(entry.run, outer | _passed(run, graph, entry.key))

    def _people(self) -> Iterator[Found]:
        """Who takes part hangs on what whoever begins has answered."""
        own = self.form.part()
        known = frozenset((*own.questions, *own.groups))
        for one in self.form.people:
            if one.when is not None:
                yield from self._misread(_Read(one.when.expression, f"{one.key}@", ("when",), known))

    def _shown_to(self, person: str) -> frozenset[str]:
        """What a person's conditions may read of whoever began: answers they see. Lists are only shown."""
        if person not in {"", *(one.key for one in self.form.people)}:
            return frozenset((*self.form.questions, *self.form.groups))
        found = self.form.participant(person)
        return frozenset(found.sees).intersection(self.form.part().questions) if found else frozenset()

    def _section(self, section: Section, above: frozenset[str]) -> Iterator[Found]:
        """The condition of a section may read whatever is asked in a section above it."""
        if section.when is not None:
            yield from self._misread(_Read(section.when.expression, f"{section.key}/", ("when",), above))

    def _misread(self, read: _Read) -> Iterator[Found]:
        """What the type checker says, then what is asked too late, for one expression."""
        result, problems = feel.check(read.expression, self.types)
        for problem in problems:
            yield Found(read.page, problem.sentence, read.within, read.question)
        if not problems and _is_spent(read.expression):
            yield Found(read.page, TOO_MUCH, read.within, read.question)
        if not problems and not read.calculates and result.kind not in ("boolean", "any", "null"):
            sentence = (
                f"A condition must be true or false, and this is {result}. {self._compare(read.expression)}"
            )
            yield Found(read.page, sentence, read.within, read.question)
        if not problems and not feel.may_be(result, read.comes_to):
            sentence = (
                f"Money is a number of pounds, and this is {result}. Work out a number, or take ‘format’ out."
            )
            yield Found(read.page, sentence, ("format",), read.question)
        names = read.expression.names - read.known
        for name in sorted(names.intersection({*self.homes, *self.form.groups})):
            if sentence := self._too_early(name, read):
                yield Found(read.page, sentence, read.within, read.question)

    def _compare(self, expression: feel.Expression) -> str:
        name = expression.text.strip()
        options = self.types[name].choices if name in self.types else ()
        return f'Compare it, as in {name if name in self.types else "answer"} = "{options[0] if options else "…"}".'

    def _photos(self, run: Run, graph: Graph, outer: frozenset[str]) -> Iterator[Found]:
        """A place that may be where a photo was taken: the photo is asked for before it."""
        for entry in run.entries:
            for question in entry.questions:
                name = question.kind.takes_position_of
                photo = self.form.questions.get(name)
                if not name or (photo is None and QUESTION in self.form.lacks):
                    continue
                if photo is None or photo.kind.type != "photo":
                    sentence = f"There is no photo ‘{name}’. Write the key of a photo of an earlier page."
                elif name in outer | _passed(run, graph, entry.key):
                    continue
                else:
                    sentence = f"The photo ‘{name}’ is not asked for before this page. Move its page up."
                yield Found(entry.key, sentence, ("photo",), question.key)

    def _too_early(self, name: str, read: _Read) -> str:
        """Why `name` cannot be read; "" where it is an entry of the items of a list."""
        inside = [group for group in self.form.home(name) if group not in self._around(read.page)]
        if inside:
            if read.expression.names.intersection(inside):
                return ""
            group = self.form.groups[inside[0]]
            return (
                f"‘{name}’ is asked for each {group.each}, so there are several. "
                f"Write such as: some one in {group.key} satisfies one.{name} = …"
            )
        home = self.homes.get(name, name)
        if home == read.page:
            return (
                f"‘{name}’ is asked on this same page, so its answer is not known yet. "
                "Move what depends on it to a page of its own, further on."
            )
        sections = {entry.key: one.key for one in self.form.sections for entry in _entries(one.pages)}
        here = sections.get(read.page, read.page.rstrip("/"))
        if private := self._private(name, whose=sections.get(home, ""), read_in=here):
            return private
        if sections.get(home, here) != here:
            return (
                f"‘{name}’ is asked in the section ‘{sections[home]}’, which may not be answered yet. "
                f"Move that section up, and write `after: [{sections[home]}]`."
            )
        return (
            f"‘{name}’ is asked on the page ‘{home}’, which no way passes before this one. "
            "Move that page up, or ask about something earlier."
        )

    def _private(self, name: str, *, whose: str, read_in: str) -> str:
        """Why somebody's condition may not read another's answer; "" where both are of one part."""
        parts = {section.key: section.by for section in self.form.sections}
        asked_of, reader = parts.get(whose, ""), parts.get(read_in, "")
        if asked_of == reader:
            return ""
        if asked_of:
            return (
                f"‘{name}’ is asked in the part of ‘{asked_of}’, and nobody else sees what they answer. "
                "Ask about it in this part too, or take the condition away."
            )
        if name in self.form.groups:
            return (
                f"‘{name}’ is a list of whoever begins, which ‘{reader}’ can only be shown. "
                "Read an answer outside the list, or a calculated one."
            )
        return (
            f"‘{name}’ is asked of whoever begins, and ‘{reader}’ does not see it. "
            f"Write it under `sees:` of ‘{reader}’, or take the condition away."
        )

    def _around(self, page: str) -> tuple[str, ...]:
        """The groups that a page stands in."""
        return self.form.home(page) if page in self.pages else ()


#: Of an expression that is given up before anybody has answered anything.
TOO_MUCH = (
    "This asks for more work than any expression is given, so it never comes to anything. "
    "Make its range, list or text shorter."
)


def _is_spent(expression: feel.Expression) -> bool:
    """Is all the work that is allowed spent when nothing is answered yet: by a long range, say?"""
    try:
        expression.evaluate({})
    except feel.BudgetSpent:
        return True
    return False


def _out_of_reach(form: Form) -> Iterator[Found]:
    """What a link carried, and the page before the form, are known on its first page and nowhere else."""
    (_, run), *more = form.runs
    first = None if form.sections or more else run.first
    for entry in _entries(form.pages):
        for question in entry.questions:
            if not question.kind.arrives or (first is not None and entry.key == first.key):
                continue
            if first is None:
                sentence = (
                    "A form with sections begins with its list of tasks, and what brought somebody there is not known "
                    f"further on. Take ‘{question.key}’ out, or write `take: channel`."
                )
            else:
                sentence = (
                    "What brought somebody to the form is known on its first page alone. "
                    f"Move ‘{question.key}’ to the page ‘{first.key}’."
                )
            yield Found(entry.key, sentence, ("take",), question.key)


def _reads(run: Run, graph: Graph, outer: frozenset[str]) -> Iterator[_Read]:
    """Every expression of a run, but not of the groups in it."""
    for entry in run.entries:
        known = outer | _passed(run, graph, entry.key)
        after = known | _asked((entry,))
        if entry.when:
            yield _Read(entry.when.expression, entry.key, ("when",), known)
        for question in (*entry.questions, *entry.calculated):
            if question.when:
                yield _Read(question.when.expression, entry.key, ("when",), known, question.key)
        yield from _calculations(entry, known)
        for number, branch in enumerate(entry.next):
            if branch.condition:
                yield _Read(branch.condition.expression, entry.key, ("next", number, "if"), after)


def _calculations(entry: Entry, known: frozenset[str]) -> Iterator[_Read]:
    """What is worked out on a page sees its questions, and what was worked out above on it."""
    seen = known | {question.key for question in entry.questions}
    for question in entry.calculated:
        calculation = question.kind.calculation
        if calculation is not None:
            yield _Read(calculation, entry.key, ("value",), seen, question.key, True, question.kind.comes_to)
        seen |= {question.key}


def _passed(run: Run, graph: Graph, key: str) -> frozenset[str]:
    """What may have been answered in a run when one comes to the page `key`."""
    return _asked(tuple(run.entry(one) for one in graph.before[key]))


def _asked(entries: tuple[Entry, ...]) -> frozenset[str]:
    """What is known once these pages are passed: their answers, and groups as lists."""
    names = [one.key for entry in entries for one in (*_questions(entry),)]
    return frozenset([*names, *(entry.key for entry in entries if isinstance(entry, Group))])


def _questions(entry: Entry) -> tuple[Question, ...]:
    return (*entry.questions, *entry.calculated)


def _entries(entries: tuple[Entry, ...]) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        if isinstance(entry, Group):
            yield from _entries(entry.pages)
