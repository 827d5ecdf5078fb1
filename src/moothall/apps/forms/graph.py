"""The ways between the pages of a run, whatever is answered: where they lead nowhere, in a circle, or never."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from moothall.apps.forms.form import CHECK_ANSWERS, Entry, Run

#: A run with more circles is looked at further when these are mended.
MOST_CIRCLES = 20
#: The way to a value in the file, from the top.
Step: TypeAlias = tuple[str | int, ...]
Ways: TypeAlias = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A mistake on a page, or in one of its questions; `within`: keys and numbers below that place."""

    page: str
    sentence: str
    within: Step = ()
    question: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """`before`: for each page, the pages that some way passes before it."""

    found: tuple[Found, ...]
    before: Mapping[str, frozenset[str]]


def graph_of(run: Run, *, whole: bool, known: frozenset[str] = frozenset()) -> Graph:
    """What is wrong with the ways of a run. `whole`: the name of every page could be read; `known` are the pages of
    other runs, for a sentence that says so."""
    ways = {entry.key: _ways_from(run, entry) for entry in run.entries}
    found = [*_unused_branches(run)]
    cut: list[str] = []
    while circle := _circle(run, ways):
        last, first = circle[-1], circle[0]
        found.append(_in_circle(circle))
        if len(cut) == MOST_CIRCLES:
            return Graph(tuple(found), dict.fromkeys(ways, frozenset()))
        ways[last] = tuple(key for key in ways[last] if key != first)
        cut.append(last)
    if whole:
        found += [*_dead_ends(run, known), *_unreachable(run, _passed_by(run, ways, cut))]
    return Graph(tuple(found), _before(run, ways))


def _ways_from(run: Run, entry: Entry) -> tuple[str, ...]:
    """The pages that may come right after `entry`, whatever is answered. At an end the way stops, if it is shown."""
    if entry.end and entry.when is None:
        return ()
    ways = [branch.go for branch in entry.next if branch.go in run]
    known = (branch for branch in entry.next if branch.go == CHECK_ANSWERS or branch.go in run)
    below = run.after(entry.key)
    if below is not None and all(branch.condition is not None for branch in known):
        ways.append(below.key)
    return tuple(dict.fromkeys(ways))


def _dead_ends(run: Run, elsewhere: frozenset[str]) -> Iterator[Found]:
    known = [entry.key for entry in run.entries] + [CHECK_ANSWERS]
    for entry in run.entries:
        for number, branch in enumerate(entry.next):
            at: Step = ("next", number, "go")
            if branch.go in elsewhere and branch.go not in run:
                sentence = f"‘{branch.go}’ is in another section or group. Go to a page of this one."
                yield Found(entry.key, sentence, at)
            elif branch.go not in known:
                yield Found(entry.key, f"There is no page ‘{branch.go}’. {_instead(branch.go, known)}", at)


def _unused_branches(run: Run) -> Iterator[Found]:
    for entry in run.entries:
        always = [number for number, branch in enumerate(entry.next) if branch.condition is None]
        if always and always[0] < len(entry.next) - 1:
            yield Found(
                entry.key,
                "The branches below this one are never reached, because it has no `if`. Give it one, or move it last.",
                ("next", always[0]),
            )


def _circle(run: Run, ways: Ways) -> list[str]:
    """The first circle of pages, the last of which leads up in the file to the first; empty when there is none."""
    done: set[str] = set()
    for start in ways:
        trail: list[str] = []
        back = _back_from(start, ways, trail, done)
        if back:
            return _turned(run, trail[trail.index(back) :])
    return []


def _turned(run: Run, circle: list[str]) -> list[str]:
    """The circle begun where it leads up in the file: there somebody has written the page that is wrong."""
    lines = [entry.key for entry in run.entries]
    while lines.index(circle[0]) > lines.index(circle[-1]):
        circle = [circle[-1], *circle[:-1]]
    return circle


def _in_circle(circle: list[str]) -> Found:
    around = " → ".join(f"‘{key}’" for key in [*circle, circle[0]])
    sentence = f"These pages lead in a circle: {around}. Let ‘{circle[-1]}’ go to a page further on."
    return Found(circle[-1], sentence, ("next",))


def _passed_by(run: Run, ways: Ways, cut: list[str]) -> dict[str, tuple[str, ...]]:
    """The ways as they may be once circles are mended: a page that led back leads to the one below it."""
    mended = dict(ways)
    for key in cut:
        below = run.after(key)
        mended[key] = (*mended[key], *([below.key] if below else []))
    return mended


def _back_from(start: str, ways: Ways, trail: list[str], done: set[str]) -> str:
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


def _unreachable(run: Run, ways: Ways) -> Iterator[Found]:
    reached = {run.first.key} if run.first else set()
    waiting = list(reached)
    while waiting:
        for key in ways[waiting.pop()]:
            if key not in reached:
                reached.add(key)
                waiting.append(key)
    for entry in run.entries:
        if entry.key not in reached:
            what = "group" if hasattr(entry, "each") else "page"
            sentence = (
                f"No way leads to the {what} ‘{entry.key}’. Let an earlier page go there, or take it out."
            )
            yield Found(entry.key, sentence, (what,))


def _before(run: Run, ways: Ways) -> dict[str, frozenset[str]]:
    """For each page, the pages that some way passes before it. The ways hold no circle."""
    before: dict[str, set[str]] = {entry.key: set() for entry in run.entries}
    for key in _in_order(ways):
        for following in ways[key]:
            before[following] |= before[key] | {key}
    return {key: frozenset(earlier) for key, earlier in before.items()}


def _in_order(ways: Ways) -> list[str]:
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


def _instead(written: str, known: list[str]) -> str:
    close = difflib.get_close_matches(written, known, n=1)
    if close:
        return f"Did you mean ‘{close[0]}’?"
    return f"Write {', '.join(f'‘{key}’' for key in known[:-1])} or ‘{known[-1]}’."
