"""Patterns on an engine of our own that never goes back over a text.

Python's `re` tries one way after another and can take until the end of time over thirty letters. This
one follows all ways at once (Thompson's construction, Pike's machine): the work is at most the text's
length times the pattern's, whatever the pattern, and every step of it is paid for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from moothall.kernel.feel.meter import Meter

LONGEST_PATTERN = 500
_LARGEST_PROGRAM = 1_000
_DEEPEST = 20
_MOST_TIMES = 200
_MOST_GROUPS = 20
_VISITS_A_STEP = 32
_MOVES_A_CHARACTER = 6

Takes = Callable[[str], bool]
Slots = tuple[int | None, ...]


class PatternError(ValueError):
    """The text is no pattern of the subset; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction. `kind` is one of: takes, fork, jump, save, starts, ends, match; jumps are relative."""

    kind: str
    first: int = 0
    second: int = 0
    takes: Takes | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    program: tuple[Step, ...]
    groups: int
    many_lines: bool


@lru_cache(maxsize=256)
def read_pattern(text: str, flags: str = "") -> Pattern:
    """Flags: i capitals or not, s a full stop is also a line's end, m ^ and $ at every line, x spaces do not count.

    Raises PatternError.
    """
    if not set(flags) <= set("ismx"):
        raise PatternError("The flags of a pattern are i, s, m and x.")
    if len(text) > LONGEST_PATTERN:
        raise PatternError(f"A pattern has at most {LONGEST_PATTERN} characters.")
    reader = _Reader("".join(text.split()) if "x" in flags else text, "i" in flags, "s" in flags)
    body = reader.alternatives(0)
    if not reader.done():
        raise PatternError("A closing bracket has no opening one. Write \\) for a bracket itself.")
    program = (Step("save", 0), *body, Step("save", 1), Step("match"))
    return Pattern(program, reader.groups, "m" in flags)


def occurrences(pattern: Pattern, text: str, meter: Meter) -> Iterator[Slots]:
    """Every match from left to right: pairs of start and end, the whole first, then each group."""
    at = 0
    while at <= len(text):
        found = first_match(pattern, text, at, meter)
        if found is None:
            return
        yield found
        start, end = found[0] or 0, found[1] or 0
        at = end if end > start else end + 1


def first_match(pattern: Pattern, text: str, begin: int, meter: Meter) -> Slots | None:
    """The leftmost match at or after `begin`, the way a reader would expect: as long as its signs are greedy."""
    machine = _Machine(pattern, text, meter)
    meter.spend(1 + len(pattern.program) // _VISITS_A_STEP)
    threads: list[tuple[int, Slots]] = []
    best: Slots | None = None
    nothing: Slots = (None,) * (2 + 2 * pattern.groups)
    for at in range(begin, len(text) + 1):
        waiting, threads, seen = threads, [], set[int]()
        machine.visit(_MOVES_A_CHARACTER)
        for place, slots in waiting:
            machine.follow(place, at, slots, threads, seen)
        if best is None:
            machine.follow(0, at, nothing, threads, seen)
        matched = next(
            (n for n, (place, _) in enumerate(threads) if machine.program[place].kind == "match"), None
        )
        if matched is not None:
            best = threads[matched][1]
            del threads[matched:]
        if at == len(text) or (best is not None and not threads):
            break
        threads = machine.step(threads, text[at])
    return best


class _Machine:
    """All the places a match may have got to, in order of preference."""

    def __init__(self, pattern: Pattern, text: str, meter: Meter) -> None:
        self.program = pattern.program
        self.many_lines = pattern.many_lines
        self.text = text
        self.meter = meter
        self.visits = 0

    def visit(self, moves: int = 1) -> None:
        """Count moves; every 32 are a step."""
        self.visits += moves
        if self.visits >= _VISITS_A_STEP:
            self.visits -= _VISITS_A_STEP
            self.meter.spend(1)

    def step(self, threads: list[tuple[int, Slots]], character: str) -> list[tuple[int, Slots]]:
        """Those that take the character, moved past it."""
        moved = []
        for place, slots in threads:
            self.visit()
            takes = self.program[place].takes
            if takes is not None and takes(character):
                moved.append((place + 1, slots))
        return moved

    def follow(
        self, place: int, at: int, slots: Slots, threads: list[tuple[int, Slots]], seen: set[int]
    ) -> None:
        """Add every place reached from `place` without taking a character."""
        stack = [(place, slots)]
        while stack:
            place, slots = stack.pop()
            if place in seen:
                continue
            seen.add(place)
            self.visit()
            step = self.program[place]
            match step.kind:
                case "fork":
                    stack.append((place + step.second, slots))
                    stack.append((place + step.first, slots))
                case "jump":
                    stack.append((place + step.first, slots))
                case "save":
                    stack.append((place + 1, (*slots[: step.first], at, *slots[step.first + 1 :])))
                case "starts" | "ends":
                    if self._at_edge(step.kind, at):
                        stack.append((place + 1, slots))
                case _:
                    threads.append((place, slots))

    def _at_edge(self, kind: str, at: int) -> bool:
        if kind == "starts":
            return at == 0 or (self.many_lines and self.text[at - 1] == "\n")
        return at == len(self.text) or (self.many_lines and self.text[at] == "\n")


def _is_word(character: str) -> bool:
    return character == "_" or character.isalnum()


_CLASSES: dict[str, Takes] = {
    "d": str.isdecimal,
    "s": lambda character: character in " \t\n\r",
    "w": _is_word,
}
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t"}


def _no(takes: Takes) -> Takes:
    return lambda character: not takes(character)


def _exactly(wanted: str, any_case: bool) -> Takes:
    if any_case:
        folded = wanted.casefold()
        return lambda character: character.casefold() == folded
    return lambda character: character == wanted


def _from_to(low: str, high: str, any_case: bool) -> Takes:
    if low > high:
        raise PatternError(f"The range {low}-{high} runs backwards.")
    if any_case:
        return lambda one: low <= one.lower() <= high or low <= one.upper() <= high
    return lambda character: low <= character <= high


def _category(name: str) -> Takes:
    return lambda character: unicodedata.category(character).startswith(name)


class _Reader:
    """Reads a pattern straight into steps; as every jump is relative, pieces can be joined and repeated."""

    def __init__(self, text: str, any_case: bool, dot_takes_all: bool) -> None:
        self.text = text
        self.at = 0
        self.groups = 0
        self.any_case = any_case
        self.dot_takes_all = dot_takes_all

    def done(self) -> bool:
        return self.at >= len(self.text)

    def _peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def _next(self) -> str:
        character = self._peek()
        if not character:
            raise PatternError("The pattern stops before it is complete.")
        self.at += 1
        return character

    def _taken(self, wanted: str) -> bool:
        if self.text.startswith(wanted, self.at):
            self.at += len(wanted)
            return True
        return False

    def alternatives(self, depth: int) -> list[Step]:
        if depth > _DEEPEST:
            raise PatternError(f"A pattern is nested at most {_DEEPEST} deep.")
        ways = [self._sequence(depth)]
        while self._taken("|"):
            ways.append(self._sequence(depth))
        joined = ways.pop()
        while ways:
            one = ways.pop()
            joined = [Step("fork", 1, len(one) + 2), *one, Step("jump", len(joined) + 1), *joined]
        return _bounded(joined)

    def _sequence(self, depth: int) -> list[Step]:
        steps: list[Step] = []
        while self._peek() not in ("", "|", ")"):
            steps = _bounded([*steps, *self._repeated(self._atom(depth))])
        return steps

    def _repeated(self, piece: list[Step]) -> list[Step]:
        sign = self._peek()
        if sign not in ("*", "+", "?", "{") or not sign:
            return piece
        self.at += 1
        least, most = {"*": (0, None), "+": (1, None), "?": (0, 1), "{": (0, 0)}[sign]
        if sign == "{":
            least, most = self._times()
        lazy = self._taken("?")
        if self._peek() and self._peek() in "*+{":
            raise PatternError(f"{self._peek()} cannot follow another sign of repetition.")
        steps = piece * least
        if most is None:
            return _bounded([*steps, _fork(1, len(piece) + 2, lazy), *piece, Step("jump", -len(piece) - 1)])
        rest: list[Step] = []
        for _ in range(most - least):
            rest = [_fork(1, len(piece) + len(rest) + 1, lazy), *piece, *rest]
            _bounded(rest)
        return _bounded(steps + rest)

    def _times(self) -> tuple[int, int | None]:
        inside, closed, _ = self.text[self.at :].partition("}")
        low, comma, high = inside.partition(",")
        counts = [one for one in (low, high) if one]
        if (
            not closed
            or not low
            or not all(one.isascii() and one.isdigit() and len(one) < 4 for one in counts)
        ):
            raise PatternError("Between braces stand one or two numbers: {2}, {2,} or {2,5}.")
        self.at += len(inside) + 1
        least, most = int(low), int(high) if high else (None if comma else int(low))
        if least > _MOST_TIMES or (most is not None and not least <= most <= _MOST_TIMES):
            raise PatternError(f"A piece repeats at most {_MOST_TIMES} times, the smaller number first.")
        return least, most

    def _atom(self, depth: int) -> list[Step]:
        character = self._next()
        match character:
            case "(":
                return self._group(depth)
            case "[":
                return [Step("takes", takes=self._set())]
            case ".":
                takes: Takes = (lambda one: True) if self.dot_takes_all else (lambda one: one not in "\n\r")
                return [Step("takes", takes=takes)]
            case "^":
                return [Step("starts")]
            case "$":
                return [Step("ends")]
            case "\\":
                return [Step("takes", takes=self._escape())]
            case "*" | "+" | "?" | "{" | "}" | "]":
                raise PatternError(
                    f"{character} has nothing before it. Write \\{character} for the sign itself."
                )
        return [Step("takes", takes=_exactly(character, self.any_case))]

    def _group(self, depth: int) -> list[Step]:
        if self._taken("?:"):
            inside = self.alternatives(depth + 1)
        elif self._peek() == "?":
            raise PatternError("Looking ahead or back is not possible in a pattern.")
        else:
            self.groups += 1
            if self.groups > _MOST_GROUPS:
                raise PatternError(
                    f"A pattern has at most {_MOST_GROUPS} groups. Write (?:…) where none is referred to."
                )
            number = self.groups
            inside = [Step("save", 2 * number), *self.alternatives(depth + 1), Step("save", 2 * number + 1)]
        if not self._taken(")"):
            raise PatternError("An opening bracket is never closed. Write \\( for a bracket itself.")
        return inside

    def _escape(self) -> Takes:
        character = self._next()
        if character.lower() in _CLASSES:
            takes = _CLASSES[character.lower()]
            return _no(takes) if character.isupper() else takes
        if character in _CONTROLS:
            return _exactly(_CONTROLS[character], any_case=False)
        if character in "pP":
            name, closed, _ = self.text[self.at :].partition("}")
            if not closed or name[:1] != "{" or not 1 <= len(name[1:]) <= 2 or name[1] not in "LMNPSZC":
                raise PatternError(
                    "After \\p stands a kind of character: \\p{L} for letters, \\p{Lu} for capitals."
                )
            self.at += len(name) + 1
            return _no(_category(name[1:])) if character == "P" else _category(name[1:])
        if character.isalnum():
            raise PatternError(
                f"\\{character} means nothing in a pattern; groups cannot be referred back to."
            )
        return _exactly(character, any_case=False)

    def _set(self) -> Takes:
        negated = self._taken("^")
        members: list[Takes] = []
        while not members or self._peek() != "]":
            members.append(self._member())
        self.at += 1
        either = tuple(members)
        return (
            (lambda one: not any(takes(one) for takes in either))
            if negated
            else (lambda one: any(takes(one) for takes in either))
        )

    def _member(self) -> Takes:
        low = self._next()
        if low == "[":
            raise PatternError("A set cannot hold another. Write \\[ for a bracket itself.")
        if low == "\\":
            if self._peek() not in "\\-]^[." or not self._peek():
                return self._escape()
            low = self._next()
        if self._peek() == "-" and self.text[self.at + 1 : self.at + 2] not in ("]", ""):
            self.at += 1
            high = self._next()
            return _from_to(low, self._next() if high == "\\" else high, self.any_case)
        return _exactly(low, self.any_case)


def _fork(on: int, past: int, lazy: bool) -> Step:
    return Step("fork", past, on) if lazy else Step("fork", on, past)


def _bounded(steps: list[Step]) -> list[Step]:
    if len(steps) > _LARGEST_PROGRAM:
        raise PatternError("The pattern is too large. Repeat fewer things fewer times.")
    return steps
