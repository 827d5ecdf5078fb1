"""A page of questions compiled: HTML made once, with holes for what differs from one showing to another.

Drawing a page with the macros takes 5 to 8 ms of processor time; joining a compiled one takes a hundredth of that.
Each question is drawn twice, right and wrong, with marks in the places of values; the text between the marks is
kept. What is put into a hole is escaped by what the hole is for.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypeAlias

from markupsafe import Markup, escape

from moothall.ui.questions import render
from moothall.ui.questions.outline import Outline
from moothall.ui.questions.render import Shown

Typed: TypeAlias = Mapping[str, tuple[str, ...]]


class Wrong(Protocol):
    """A problem to show: the sentence, the field it links to, and which parts of a date are wrong."""

    @property
    def question(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def parts(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What a layout is put around: `title` is the text of the browser's title, the rest is safe HTML."""

    main: Markup
    title: str
    before: Markup


Wrap: TypeAlias = Callable[[Parts], str]


class Hole(NamedTuple):
    """A place in a page. `what` says how it is filled; `name` of which field or question; `value` of which option."""

    what: str
    name: str = ""
    value: str = ""


Pieces: TypeAlias = tuple[str | Hole, ...]


class Block(NamedTuple):
    """A part of a page that looks different when it is wrong."""

    right: Pieces
    wrong: Pieces


@dataclass(frozen=True, slots=True)
class _Filling:
    """One showing of a page."""

    token: str
    typed: Typed
    problems: Sequence[Wrong]
    back: str
    action: str
    hidden: frozenset[str]
    by_question: Mapping[str, Wrong] = field(default_factory=dict)
    by_field: Mapping[str, Wrong] = field(default_factory=dict)

    def value(self, name: str) -> str:
        values = self.typed.get(name, ())
        return values[-1] if values else ""


@dataclass(frozen=True, slots=True)
class CompiledPage:
    """A whole page. `fill` costs microseconds and never fails."""

    outline: Outline
    _pieces: Pieces
    _blank: Pieces
    _blocks: Mapping[str, Block]

    def fill(
        self,
        *,
        token: str,
        typed: Typed | None = None,
        problems: Sequence[Wrong] = (),
        back: str = "",
        action: str = "",
        hidden: frozenset[str] = frozenset(),
    ) -> str:
        """The page as HTML. `token` is the CSRF token; `typed` what stands in the fields; `back` and `action` are
        addresses ("" for none, and for the page's own); `hidden` the questions this person is not asked."""
        if not typed and not problems and not hidden:
            filling = _Filling(token, {}, (), back, action, hidden)
            return "".join([p if type(p) is str else self._put(p, filling) for p in self._blank])  # type: ignore[arg-type]
        filling = _Filling(
            token, typed or {}, problems, back, action, hidden,
            {wrong.question: wrong for wrong in reversed(problems)},
            {wrong.field: wrong for wrong in reversed(problems)},
        )  # fmt: skip
        return self._join(self._pieces, filling)

    def _join(self, pieces: Pieces, filling: _Filling) -> str:
        return "".join([p if type(p) is str else self._put(p, filling) for p in pieces])  # type: ignore[arg-type]

    def _put(self, hole: Hole, filling: _Filling) -> str:
        return _FILLED[hole.what](self, hole, filling)


def _token(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    return str(escape(filling.token))


def _action(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    return f' action="{escape(filling.action)}"' if filling.action else ""


def _back(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    return page._join(page._blocks[BACK].right, filling) if filling.back else ""


def _address(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    return str(escape(filling.back))


def _prefix(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    return hole.value if filling.problems else ""


def _summary(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    if not filling.problems:
        return ""
    around, link = page._blocks[SUMMARY]
    lines = []
    for wrong in filling.problems:
        said = {"field": str(escape(wrong.field)), "sentence": str(escape(wrong.sentence))}
        lines.append("".join([p if isinstance(p, str) else said[p.name] for p in link]))
    return "".join([p if isinstance(p, str) else "".join(lines) for p in around])


def _question(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    if hole.name in filling.hidden:
        return ""
    block = page._blocks[hole.name]
    return page._join(block.wrong if hole.name in filling.by_question else block.right, filling)


def _nested(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    block = page._blocks[hole.name]
    return page._join(block.wrong if hole.name in filling.by_field else block.right, filling)


def _held(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    return page._join(page._blocks[hole.value].right, filling) if filling.value(hole.name) else ""


def _attribute(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    value = filling.value(hole.name)
    return f' value="{escape(value)}"' if value else ""


def _text(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    return str(escape(filling.value(hole.name)))


def _checked(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    return " checked" if hole.value in filling.typed.get(hole.name, ()) else ""


def _sentence(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    wrong = filling.by_field.get(hole.name) or filling.by_question[hole.name]
    return str(escape(wrong.sentence))


def _part(page: CompiledPage, hole: Hole, filling: _Filling) -> str:
    parts = filling.by_question[hole.name].parts
    return WRONG_PART if not parts or hole.value in parts else ""


#: The blocks that belong to no question; no key has a space in it.
BACK, SUMMARY = "back link", "error summary"
#: What a wrong field of a date is given.
WRONG_PART = " govuk-input--error"

_FILLED: dict[str, Callable[[CompiledPage, Hole, _Filling], str]] = {
    "token": _token,
    "action": _action,
    "back": _back,
    "address": _address,
    "prefix": _prefix,
    "summary": _summary,
    "question": _question,
    "nested": _nested,
    "held": _held,
    "attribute": _attribute,
    "text": _text,
    "checked": _checked,
    "sentence": _sentence,
    "part": _part,
}
#: Holes that must be filled anew even on a page nobody has answered.
_ALWAYS = frozenset({"token", "action", "back", "address"})


class _Marks:
    """Marks put into HTML while it is drawn, and found again in it: letters of a private area with a secret number,
    so that no form's own text can be taken for one."""

    def __init__(self) -> None:
        self._holes: list[Hole] = []
        secret = secrets.token_hex(4)
        self._open, self._close = f"\ue000{secret}.", "\ue001"
        mark = f"{self._open}([0-9]+){self._close}"
        self._mark = re.compile(mark)
        self._attribute = re.compile(f' value="({mark})"')
        self._before_quote = re.compile(f'({mark})"')

    def put(self, what: str, name: str = "", value: str = "") -> Markup:
        self._holes.append(Hole(what, name, value))
        return Markup(f"{self._open}{len(self._holes) - 1}{self._close}")  # noqa: S704 — made of our own letters

    def pieces(self, html: str) -> Pieces:
        """The text between the marks, and the holes in their places."""
        html = self._attribute.sub(self._whole_attribute, html)
        html = self._before_quote.sub(self._after_quote, html)
        split = self._mark.split(html)
        return tuple(
            part if number % 2 == 0 else self._holes[int(part)]
            for number, part in enumerate(split)
            if part or number % 2
        )

    def _whole_attribute(self, match: re.Match[str]) -> str:
        """A text field's value attribute is there only when it has a value."""
        return match[1] if self._holes[int(match[2])].what == "attribute" else match[0]

    def _after_quote(self, match: re.Match[str]) -> str:
        """`checked` follows the value attribute it was marked in."""
        return f'"{match[1]}' if self._holes[int(match[2])].what == "checked" else match[0]


class _Marking(Shown):
    """Draws a question with marks. `wrong`: with its error."""

    def __init__(self, marks: _Marks, blocks: dict[str, Block], *, wrong: bool) -> None:
        self._marks, self._blocks, self._wrong = marks, blocks, wrong

    def value(self, field: str) -> str:
        return self._marks.put("attribute", field)

    def text(self, field: str) -> str:
        return self._marks.put("text", field)

    def option(self, field: str, value: str) -> tuple[str, bool]:
        return f"{value}{self._marks.put('checked', field, value)}", False

    def error(self, field: str) -> str | None:
        return self._marks.put("sentence", field) if self._wrong else None

    def part_class(self, question: str, part: str) -> str:
        return str(self._marks.put("part", question, part)) if self._wrong else ""

    def nested(self, field: str, draw: Callable[[Shown], Markup]) -> Markup:
        """The group is drawn once for right and wrong alike; each of its inputs is a block of its own."""
        right, wrong = (draw(_Marking(self._marks, self._blocks, wrong=each)) for each in (False, True))
        self._blocks[field] = Block(self._marks.pieces(right), self._marks.pieces(wrong))
        return self._marks.put("nested", field)

    def held(self, field: str, draw: Callable[[str], Markup]) -> Markup:
        name = f"{field} held"
        self._blocks[name] = Block(self._marks.pieces(draw(self._marks.put("text", field))), ())
        return self._marks.put("held", field, name)


def compile_page(outline: Outline, wrap: Wrap | None = None) -> CompiledPage:
    """Compile `outline`; `wrap` puts the layout around it (left out: the main part alone)."""
    marks, blocks = _Marks(), dict[str, Block]()
    for asked in outline.questions:
        right, wrong = (
            marks.pieces(render.question(outline, asked, _Marking(marks, blocks, wrong=each)))
            for each in (False, True)
        )
        blocks[asked.key] = Block(right, wrong)
    blocks[BACK] = Block(marks.pieces(render.back_link(outline, marks.put("address"))), ())
    blocks[SUMMARY] = _summary_block(outline, marks)
    parts = Parts(
        main=Markup(main_part(outline, _Frame(marks))),  # noqa: S704 — drawn by macros that escape
        title=f"{marks.put('prefix', value=error_prefix(outline))}{outline.title}",
        before=marks.put("back"),
    )
    pieces = marks.pieces(wrap(parts) if wrap else parts.main)
    bare = CompiledPage(outline, pieces, (), blocks)
    return CompiledPage(outline, pieces, _without_values(bare, pieces), blocks)


def error_prefix(outline: Outline) -> str:
    """What stands before the browser's title when something is wrong."""
    return f"{render.words_in(outline.language)['error']}: "


class _Frame:
    """The holes of the form around the questions."""

    def __init__(self, marks: _Marks) -> None:
        self.summary = marks.put("summary")
        self.token = marks.put("token")
        self.action = marks.put("action")
        self.question = lambda key: marks.put("question", key)


class AroundQuestions(Protocol):
    summary: Markup
    token: Markup
    action: Markup
    question: Callable[[str], Markup]


def main_part(outline: Outline, around: AroundQuestions) -> str:
    """The page's main part: error summary, heading, the form with its questions and its button."""
    files = ' enctype="multipart/form-data"' if outline.has_files else ""
    return "".join(
        [
            '<div class="govuk-grid-row">\n<div class="govuk-grid-column-two-thirds">\n',
            around.summary,
            render.heading(outline),
            f'<form method="post"{around.action}{files} novalidate>\n',
            f'<input type="hidden" name="csrfmiddlewaretoken" value="{around.token}">\n',
            *(around.question(asked.key) for asked in outline.questions),
            render.button(outline),
            "</form>\n</div>\n</div>\n",
        ]
    )


def _summary_block(outline: Outline, marks: _Marks) -> Block:
    """The summary with one hole for its lines, and one line with its own two holes."""
    drawn = str(render.summary(outline, [(marks.put("said", "field"), marks.put("said", "sentence"))]))
    start = drawn.rfind("\n", 0, drawn.index("<li>")) + 1
    end = drawn.index("</li>") + len("</li>\n")
    lines = str(marks.put("lines"))
    return Block(marks.pieces(drawn[:start] + lines + drawn[end:]), marks.pieces(drawn[start:end]))


def _without_values(page: CompiledPage, pieces: Pieces) -> Pieces:
    """The page nobody has answered, as few pieces as can be."""
    empty = _Filling("", {}, (), "", "", frozenset())
    filled = [p if isinstance(p, str) or p.what in _ALWAYS else page._put(p, empty) for p in pieces]
    joined: list[str | Hole] = []
    for piece in filled:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(joined)
