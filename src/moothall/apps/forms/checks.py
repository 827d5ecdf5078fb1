"""What can be wrong with a form as a whole: ways that lead nowhere or in circles, conditions that read too early.

Pure: a `Form` in, findings out. `reader.py` knows at which line each stands.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from moothall.apps.forms.form import CHECK_ANSWERS, PAGE, QUESTION, Form, Page
from moothall.apps.forms.question import Condition
from moothall.kernel import feel

#: A form with more circles is looked at further when these are mended.
MOST_CIRCLES = 20
#: The way to a value in the file, from the top.
Step: TypeAlias = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A mistake on a page, or in one of its questions; `within`: keys and numbers below that place."""

    page: str
    sentence: str
    within: Step = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    """A condition with where it stands and which questions may have been answered when it is asked."""

    condition: Condition
    page: Page
    within: Step
    known: frozenset[str]
    question: str = ""


def mistakes_in(form: Form) -> tuple[Found, ...]:
    """Every finding, in the order of the file as far as possible."""
    ways = {page.key: _ways_from(form, page) for page in form.pages}
    found = [*_unused_branches(form)]
    cut: list[str] = []
    while circle := _circle(form, ways):
        last, first = circle[-1], circle[0]
        found.append(_in_circle(circle))
        if len(cut) == MOST_CIRCLES:
            return tuple(found)
        ways[last] = tuple(key for key in ways[last] if key != first)
        cut.append(last)
    if PAGE not in form.lacks:
        found += [*_dead_ends(form), *_unreachable(form, _passed_by(form, ways, cut))]
    before = _before(form, ways)
    types = _types(form)
    for read in _conditions(form, before):
        found += _misread(form, read, types)
    return tuple(found)


def _ways_from(form: Form, page: Page) -> tuple[str, ...]:
    """The pages that may come right after `page`, whatever is answered."""
    ways = [branch.go for branch in page.next if form.has_page(branch.go)]
    below = form.runs[0][1].after(page.key)
    known = (branch for branch in page.next if branch.go == CHECK_ANSWERS or form.has_page(branch.go))
    always = any(branch.condition is None for branch in known)
    if below is not None and not always:
        ways.append(below.key)
    return tuple(dict.fromkeys(ways))


def _dead_ends(form: Form) -> Iterator[Found]:
    known = [page.key for page in form.pages] + [CHECK_ANSWERS]
    for page in form.pages:
        for number, branch in enumerate(page.next):
            if branch.go not in known:
                sentence = f"There is no page ‘{branch.go}’. {_instead(branch.go, known)}"
                yield Found(page.key, sentence, ("next", number, "go"))


def _unused_branches(form: Form) -> Iterator[Found]:
    for page in form.pages:
        always = [number for number, branch in enumerate(page.next) if branch.condition is None]
        if always and always[0] < len(page.next) - 1:
            yield Found(
                page.key,
                "The branches below this one are never reached, because it has no `if`. Give it one, or move it last.",
                ("next", always[0]),
            )


def _types(form: Form) -> dict[str, feel.Type]:
    """What conditions may name. When the name of a question could not be read, any name may have been its."""
    types = {key: question.kind.condition_type() for key, question in form.questions.items()}
    if QUESTION in form.lacks:
        types = dict.fromkeys(form.read_by_conditions, feel.ANY) | types
    return types


def _circle(form: Form, ways: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The first circle of pages, the last of which leads up in the file to the first; empty when there is none."""
    done: set[str] = set()
    for start in ways:
        trail: list[str] = []
        back = _back_from(start, ways, trail, done)
        if back:
            return _turned(form, trail[trail.index(back) :])
    return []


def _turned(form: Form, circle: list[str]) -> list[str]:
    """The circle begun where it leads up in the file: there somebody has written the page that is wrong."""
    lines = [page.key for page in form.pages]
    while lines.index(circle[0]) > lines.index(circle[-1]):
        circle = [circle[-1], *circle[:-1]]
    return circle


def _in_circle(circle: list[str]) -> Found:
    around = " → ".join(f"‘{key}’" for key in [*circle, circle[0]])
    sentence = f"These pages lead in a circle: {around}. Let ‘{circle[-1]}’ go to a page further on."
    return Found(circle[-1], sentence, ("next",))


def _passed_by(form: Form, ways: Mapping[str, tuple[str, ...]], cut: list[str]) -> dict[str, tuple[str, ...]]:
    """The ways as they may be once circles are mended: a page that led back leads to the one below it."""
    mended = dict(ways)
    for key in cut:
        below = form.runs[0][1].after(key)
        mended[key] = (*mended[key], *([below.key] if below else []))
    return mended


def _back_from(start: str, ways: Mapping[str, tuple[str, ...]], trail: list[str], done: set[str]) -> str:
    """The page that some way from `start` comes back to, with the way there in `trail`; "" when none does."""
    stack = [(start, iter(ways[start]))]
    trail.append(start)
    while stack:
        key, rest = stack[-1]
        following = next(rest, None)
        if following is None:
            stack.pop()
            trail.pop()
            done.add(key)
        elif following in trail:
            return following
        elif following not in done:
            trail.append(following)
            stack.append((following, iter(ways[following])))
    return ""


def _unreachable(form: Form, ways: Mapping[str, tuple[str, ...]]) -> Iterator[Found]:
    reached = {form.pages[0].key} if form.pages else set()
    waiting = list(reached)
    while waiting:
        for key in ways[waiting.pop()]:
            if key not in reached:
                reached.add(key)
                waiting.append(key)
    for page in form.pages:
        if page.key not in reached:
            sentence = f"No way leads to the page ‘{page.key}’. Let an earlier page go there, or take it out."
            yield Found(page.key, sentence, ("page",))


def _before(form: Form, ways: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """For each page, the pages that some way passes before it. The ways hold no circle."""
    before: dict[str, set[str]] = {page.key: set() for page in form.pages}
    for key in _in_order(ways):
        for following in ways[key]:
            before[following] |= before[key] | {key}
    return {key: frozenset(earlier) for key, earlier in before.items()}


def _in_order(ways: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The pages so that each comes after all that may come before it."""
    left = dict.fromkeys(ways, 0)
    for further in ways.values():
        for key in further:
            left[key] += 1
    ready = [key for key, many in left.items() if not many]
    order: list[str] = []
    while ready:
        key = ready.pop()
        order.append(key)
        for following in ways[key]:
            left[following] -= 1
            if not left[following]:
                ready.append(following)
    return order


def _conditions(form: Form, before: Mapping[str, frozenset[str]]) -> Iterator[_Read]:
    asked = {page.key: frozenset(question.key for question in page.questions) for page in form.pages}
    for page in form.pages:
        known = frozenset[str]().union(*(asked[key] for key in before[page.key]))
        if page.when:
            yield _Read(page.when, page, ("when",), known)
        for question in page.questions:
            if question.when:
                yield _Read(question.when, page, ("when",), known, question.key)
        for number, branch in enumerate(page.next):
            if branch.condition:
                yield _Read(branch.condition, page, ("next", number, "if"), known | asked[page.key])


def _misread(form: Form, read: _Read, types: Mapping[str, feel.Type]) -> Iterator[Found]:
    """What the type checker says, then what is asked too late, for one condition."""
    result, problems = feel.check(read.condition.expression, types)
    for problem in problems:
        yield Found(read.page.key, problem.sentence, read.within, read.question)
    if not problems and result.kind not in ("boolean", "any", "null"):
        sentence = (
            f"A condition must be true or false, and this is {result}. {_compare(read.condition, types)}"
        )
        yield Found(read.page.key, sentence, read.within, read.question)
    homes = {question.key: page.key for page in form.pages for question in page.questions}
    for name in sorted(read.condition.names - read.known):
        if name in homes:
            yield Found(read.page.key, _too_early(name, homes[name], read), read.within, read.question)


def _compare(condition: Condition, types: Mapping[str, feel.Type]) -> str:
    name = condition.text.strip()
    options = types[name].choices if name in types else ()
    return f'Compare it, as in {name if name in types else "answer"} = "{options[0] if options else "…"}".'


def _too_early(name: str, home: str, read: _Read) -> str:
    if home == read.page.key:
        return (
            f"‘{name}’ is asked on this same page, so its answer is not known yet. "
            "Move what depends on it to a page of its own, further on."
        )
    return (
        f"‘{name}’ is asked on the page ‘{home}’, which no way passes before this one. "
        "Move that page up, or ask about something earlier."
    )


def _instead(written: str, known: list[str]) -> str:
    close = difflib.get_close_matches(written, known, n=1)
    if close:
        return f"Did you mean ‘{close[0]}’?"
    return f"Write {', '.join(f'‘{key}’' for key in known[:-1])} or ‘{known[-1]}’."
