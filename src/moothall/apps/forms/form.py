"""A form: pages of questions, and the ways between them. Frozen, built by `reader.py`, walked by `walk.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from moothall.apps.forms.question import Condition, Question

#: The last page of every form, whatever its folder says.
CHECK_ANSWERS = "check-your-answers"
#: What a form may lack a name of, because its file has a mistake there.
PAGE, QUESTION = "page", "question"


@dataclass(frozen=True, slots=True)
class Branch:
    """Go to the page `go` when `condition` holds (None: always)."""

    go: str
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page. `next` is tried in order; when no branch holds, the page below it in the file follows."""

    key: str
    title: str
    questions: tuple[Question, ...]
    caption: str = ""
    intro: tuple[str, ...] = ()
    when: Condition | None = None
    next: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Every page of a form in the order of its file. `digest` names the version it was read from.

    `fee` names the decision that says what a request costs, "" where it costs nothing.
    `lacks`: the file has a page or a question whose name could not be read. Such a form is checked and never shown.
    """

    pages: tuple[Page, ...]
    digest: str = ""
    language: str = "en"
    lacks: frozenset[str] = frozenset()
    fee: str = ""
    _pages: Mapping[str, int] = field(init=False, repr=False, compare=False)
    _questions: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    _read: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        asked = [question for page in self.pages for question in page.questions]
        object.__setattr__(self, "_pages", {page.key: number for number, page in enumerate(self.pages)})
        object.__setattr__(self, "_questions", {question.key: question for question in asked})
        names = frozenset[str]().union(*(condition.names for condition in conditions_of(self.pages)))
        object.__setattr__(self, "_read", names)

    @property
    def questions(self) -> Mapping[str, Question]:
        """Every question by key, in the order of the file."""
        return self._questions

    @property
    def read_by_conditions(self) -> frozenset[str]:
        """The names that some condition reads: nothing else is worth converting for FEEL."""
        return self._read

    def page(self, key: str) -> Page:
        """Raises KeyError for a page that is not there; check-your-answers is not one."""
        return self.pages[self._pages[key]]

    def has_page(self, key: str) -> bool:
        return key in self._pages

    def after(self, key: str) -> Page | None:
        """The page below `key` in the file; None when check-your-answers follows."""
        number = self._pages[key] + 1
        return self.pages[number] if number < len(self.pages) else None

    def bound(self, binding: str) -> tuple[Question, ...]:
        """The questions carrying `binding`, in order: `form.bound("person.email")`."""
        return tuple(question for question in self._questions.values() if question.binding == binding)


def conditions_of(pages: tuple[Page, ...]) -> Iterator[Condition]:
    """Every condition in `pages`, in order."""
    for page in pages:
        found = [page.when, *(question.when for question in page.questions)]
        found += [branch.condition for branch in page.next]
        yield from (condition for condition in found if condition is not None)
