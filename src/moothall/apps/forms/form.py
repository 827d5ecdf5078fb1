"""A form: pages of questions, groups that repeat, sections of a task list, and the ways between them.

Frozen, built by `reader.py`, walked by `walk.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from moothall.apps.forms.question import Condition, Question

#: The last page of every form, whatever its folder says; and the list of its sections, where it has any.
CHECK_ANSWERS, TASKS = "check-your-answers", "tasks"
#: What a form may lack a name of, because its file has a mistake there.
PAGE, QUESTION = "page", "question"
#: No group has more items than this, whatever its folder says.
MOST_ITEMS = 30


@dataclass(frozen=True, slots=True)
class Branch:
    """Go to the page `go` when `condition` holds (None: always)."""

    go: str
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page. `next` is tried in order; when no branch holds, the page below it in the file follows.

    `calculated` are values worked out once it is answered. A page that is an `end` asks nothing: the way ends there
    and nothing is sent; `body` is Markdown, `instead` a service's slug or an address.
    """

    key: str
    title: str
    questions: tuple[Question, ...]
    caption: str = ""
    intro: tuple[str, ...] = ()
    when: Condition | None = None
    next: tuple[Branch, ...] = ()
    calculated: tuple[Question, ...] = ()
    end: bool = False
    body: str = ""
    instead: str = ""
    #: Whether everybody who comes here is asked the same.
    plain: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", all(question.when is None for question in self.questions))

    @property
    def by_branch_only(self) -> bool:
        """An end without a condition is where branches lead; nobody comes to it from the page above."""
        return self.end and self.when is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Pages asked again for each of several things. `each` is what one of them is called, such as “person”.

    `summary` are the keys of the questions that name an item; `errors` sentences of its own, by code.
    """

    key: str
    title: str
    each: str
    pages: tuple[Entry, ...]
    at_least: int = 0
    at_most: int = MOST_ITEMS
    summary: tuple[str, ...] = ()
    caption: str = ""
    intro: tuple[str, ...] = ()
    when: Condition | None = None
    next: tuple[Branch, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)
    run: Run = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "run", Run(self.pages))

    @property
    def questions(self) -> tuple[Question, ...]:
        """Its list of items asks no question of the form."""
        return ()

    @property
    def calculated(self) -> tuple[Question, ...]:
        return ()

    @property
    def end(self) -> bool:
        return False

    @property
    def by_branch_only(self) -> bool:
        return False


#: What stands in a list of pages.
Entry: TypeAlias = Page | Group


@dataclass(frozen=True, slots=True)
class Run:
    """Pages in a row: a whole form, a section, or what a group asks for each of its items. Ways stay inside."""

    entries: tuple[Entry, ...]
    _numbers: Mapping[str, int] = field(init=False, repr=False, compare=False)
    _below: Mapping[str, Entry | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_numbers", {entry.key: at for at, entry in enumerate(self.entries)})
        below, found = dict[str, Entry | None](), None
        for entry in reversed(self.entries):
            below[entry.key] = found
            found = found if entry.by_branch_only else entry
        object.__setattr__(self, "_below", below)

    def __contains__(self, key: str) -> bool:
        return key in self._numbers

    def entry(self, key: str) -> Entry:
        return self.entries[self._numbers[key]]

    @property
    def first(self) -> Entry | None:
        return next((entry for entry in self.entries if not entry.by_branch_only), None)

    def after(self, key: str) -> Entry | None:
        """The page below `key` in the file; None when the run ends there."""
        return self._below[key]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A task of a task list. `after`: sections to be finished first; `by`: whose part it is, "" for whoever began."""

    key: str
    title: str
    pages: tuple[Entry, ...]
    when: Condition | None = None
    after: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Somebody who takes part besides whoever begins. `name` says who they are to them: “the other applicant”.

    `email` is the question whose answer is their address, `named` the one that names them; `sees` the answers of
    whoever began that they are shown. They take part where `when` holds.
    """

    key: str
    name: str
    email: str
    named: str = ""
    when: Condition | None = None
    sees: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Every page of a form in the order of its file. `digest` names the version it was read from.

    `fee` names the decision that says what a request costs, "" where it costs nothing.
    `sections`: the tasks that the pages are divided among; none for a plain form.
    `lacks`: the file has a page or a question whose name could not be read. Such a form is checked and never shown.
    `people`: who takes part besides whoever begins; their sections come last, in their order. Each
    fills in a `part`, a form of its own with the sections that are theirs; a part knows the `whole` it is of, and
    whose it is (`person`, "" for whoever began).
    """

    pages: tuple[Entry, ...]
    digest: str = ""
    language: str = "en"
    lacks: frozenset[str] = frozenset()
    fee: str = ""
    sections: tuple[Section, ...] = ()
    people: tuple[Participant, ...] = ()
    person: str = ""
    _whole: Form | None = field(default=None, repr=False, compare=False)
    #: The first run of pages of each section, or of the whole form.
    runs: tuple[tuple[Section | None, Run], ...] = field(init=False, repr=False, compare=False)
    _pages: Mapping[str, Entry] = field(init=False, repr=False, compare=False)
    _questions: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    _homes: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _read: frozenset[str] = field(init=False, repr=False, compare=False)
    _parts: Mapping[str, Form] = field(init=False, repr=False, compare=False)
    #: Whether any question, whoever is asked it, takes a file.
    takes_files: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        every = list(_every(self.pages, ()))
        questions = [(one, way) for entry, way in every for one in (*entry.questions, *entry.calculated)]
        homes = {entry.key: way for entry, way in every} | {one.key: way for one, way in questions}
        runs: tuple[tuple[Section | None, Run], ...] = tuple(
            (section, Run(section.pages)) for section in self.sections
        )
        conditions = [*conditions_of(self.pages), *(one.when for one in self.sections if one.when)]
        conditions += [one.when for one in self.whole.people if one.when and not self.person]
        names = frozenset[str]().union(*(condition.names for condition in conditions))
        worked_out = (one.kind.calculation for one, _ in questions)
        names = names.union(*(found.names for found in worked_out if found is not None))
        for entry, way in every:
            if names.intersection((*way, *([entry.key] if isinstance(entry, Group) else []))):
                names |= {entry.key, *(one.key for one in (*entry.questions, *entry.calculated))}
        for name, value in (
            ("runs", runs or ((None, Run(self.pages)),)),
            ("_pages", {entry.key: entry for entry, _ in every}),
            ("_questions", {one.key: one for one, _ in questions}),
            ("_homes", homes),
            ("_read", names),
            ("_parts", {}),
            ("takes_files", any(one.kind.is_file for one, _ in questions)),
        ):
            object.__setattr__(self, name, value)
        if self.people:
            keys = ("", *(one.key for one in self.people))
            object.__setattr__(self, "_parts", {key: self._part(key) for key in keys})

    def _part(self, person: str) -> Form:
        own = tuple(section for section in self.sections if section.by == person)
        return Form(
            tuple(page for section in own for page in section.pages),
            self.digest,
            self.language,
            self.lacks,
            "" if person else self.fee,
            own,
            person=person,
            _whole=self,
        )

    @property
    def whole(self) -> Form:
        """The form that this is a part of; itself, where it is none."""
        return self if self._whole is None else self._whole

    def part(self, person: str = "") -> Form:
        """What one person fills in; itself, where nobody else takes part. Raises KeyError for nobody of this form."""
        if person == self.person and (self._whole is not None or not self.people):
            return self
        return self.whole._parts[person]

    def participant(self, person: str) -> Participant | None:
        return next((one for one in self.whole.people if one.key == person), None)

    @property
    def shown(self) -> Mapping[str, Question]:
        """The questions of whoever began whose answers this person sees."""
        found = self.participant(self.person)
        asked = self.whole.questions
        return {key: asked[key] for key in found.sees if key in asked} if found else {}

    @property
    def questions(self) -> Mapping[str, Question]:
        """Every question by key, in the order of the file, those of groups too."""
        return self._questions

    @property
    def groups(self) -> Mapping[str, Group]:
        """Every repeating group by key."""
        return {key: entry for key, entry in self._pages.items() if isinstance(entry, Group)}

    @property
    def read_by_conditions(self) -> frozenset[str]:
        """The names that some condition reads: nothing else is worth converting for FEEL."""
        return self._read

    def page(self, key: str) -> Entry:
        """Raises KeyError for a page that is not there; check-your-answers is not one."""
        return self._pages[key]

    def has_page(self, key: str) -> bool:
        return key in self._pages

    def home(self, key: str) -> tuple[str, ...]:
        """The groups that the page, group or question `key` stands in, outermost first. Raises KeyError."""
        return self._homes[key]

    def question_at(self, way: str) -> Question | None:
        """The question of an answer, `people_in_home/0198…/their_age`; None when this form has none there."""
        steps = way.split("/")
        question = self._questions.get(steps[-1])
        return question if question and self._homes[question.key] == tuple(steps[:-1:2]) else None

    def group_at(self, way: str) -> Group | None:
        """The group of a group's own answer, as `question_at`."""
        steps = way.split("/")
        group = self._pages.get(steps[-1])
        return group if isinstance(group, Group) and self._homes[group.key] == tuple(steps[:-1:2]) else None

    def bound(self, binding: str) -> tuple[Question, ...]:
        """The questions carrying `binding`, in order: `form.bound("person.email")`."""
        return tuple(question for question in self._questions.values() if question.binding == binding)


def _every(entries: tuple[Entry, ...], way: tuple[str, ...]) -> Iterator[tuple[Entry, tuple[str, ...]]]:
    """Every page and group, however deep, with the groups it stands in."""
    for entry in entries:
        yield entry, way
        if isinstance(entry, Group):
            yield from _every(entry.pages, (*way, entry.key))


def conditions_of(entries: tuple[Entry, ...]) -> Iterator[Condition]:
    """Every condition in `entries`, in order, those inside groups too."""
    for entry, _ in _every(entries, ()):
        found = [entry.when, *(question.when for question in (*entry.questions, *entry.calculated))]
        found += [branch.condition for branch in entry.next]
        yield from (condition for condition in found if condition is not None)
