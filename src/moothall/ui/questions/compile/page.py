"""A compiled page: pieces of HTML, and how each hole in it is filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import escape

from moothall.ui.questions.compile.pieces import Block, Hole, Pieces, Typed, Wrong
from moothall.ui.questions.outline import More, Outline

#: The blocks that belong to no question; no key has a space in it.
BACK, SUMMARY = "back link", "error summary"
#: What a wrong field of a date is given.
WRONG_PART = " govuk-input--error"
#: Holes that must be filled anew even on a page nobody has answered.
ALWAYS = frozenset({"token", "action", "shown", "back", "address", "caption", "here"})


@dataclass(frozen=True, slots=True)
class Filling:
    """One showing of a page."""

    token: str
    typed: Typed
    problems: Sequence[Wrong] = ()
    back: str = ""
    action: str = ""
    hidden: frozenset[str] = frozenset()
    more: Mapping[str, More] = field(default_factory=dict)
    shown: str = ""
    caption: str = ""
    here: str = ""
    by_question: Mapping[str, Wrong] = field(default_factory=dict)
    by_field: Mapping[str, Wrong] = field(default_factory=dict)

    def value(self, name: str) -> str:
        values = self.typed.get(name, ())
        return values[-1] if values else ""

    def rows(self, question: str, least: int) -> int:
        """How many rows of a question are shown."""
        asked = self.more.get(question)
        if asked is not None and asked.rows:
            return asked.rows
        said = self.value(f"{question}-rows")
        return max(least, int(said)) if said.isascii() and said.isdigit() and len(said) < 4 else least


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
        more: Sequence[More] = (),
        back: str = "",
        action: str = "",
        hidden: frozenset[str] = frozenset(),
        shown: str = "",
        caption: str = "",
        here: str = "",
    ) -> str:
        """The page as HTML. `token` is the CSRF token; `typed` what stands in the fields; `more` what is asked next on
        the same page; `back` and `action` are addresses ("" for none, and for the page's own); `hidden` the questions
        this person is not asked; `shown` comes back with what is typed; `caption` says of which item it is asked;
        `here` is the page's address without a language."""
        if not typed and not problems and not hidden and not more:
            filling = Filling(token, {}, (), back, action, shown=shown, caption=caption, here=here)
            return "".join([p if type(p) is str else self._put(p, filling) for p in self._blank])  # type: ignore[arg-type]  # as `isinstance`, in half its time
        in_turn = tuple(reversed(problems))
        set_here = {name: (value,) for each in more for name, value in each.fields}
        filling = Filling(
            token, {**(typed or {}), **set_here}, problems, back, action, hidden,
            {each.question: each for each in more},
            shown,
            caption,
            here,
            {wrong.question: wrong for wrong in in_turn} | {w.cell: w for w in in_turn if w.cell},
            {wrong.field: wrong for wrong in in_turn},
        )  # fmt: skip
        return self._join(self._pieces, filling)

    def _join(self, pieces: Pieces, filling: Filling) -> str:
        return "".join([p if type(p) is str else self._put(p, filling) for p in pieces])  # type: ignore[arg-type]  # as `isinstance`, in half its time

    def _put(self, hole: Hole, filling: Filling) -> str:
        return _FILLED[hole.what](self, hole, filling)


def _token(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return str(escape(filling.token))


def _action(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return f' action="{escape(filling.action)}"' if filling.action else ""


def _shown(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return str(escape(filling.shown))


def _caption(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return str(escape(filling.caption or page.outline.caption))


def _here(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return str(escape(filling.here))


def _back(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return page._join(page._blocks[BACK].right, filling) if filling.back else ""


def _address(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return str(escape(filling.back))


def _prefix(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return hole.value if filling.problems else ""


def _summary(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    if not filling.problems:
        return ""
    around, link = page._blocks[SUMMARY]
    lines = []
    for wrong in filling.problems:
        said = {"field": str(escape(wrong.field)), "sentence": str(escape(wrong.sentence))}
        lines.append("".join([p if isinstance(p, str) else said[p.name] for p in link]))
    return "".join([p if isinstance(p, str) else "".join(lines) for p in around])


def _question(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    if hole.name in filling.hidden:
        return ""
    block = page._blocks[hole.name]
    return page._join(block.wrong if hole.name in filling.by_question else block.right, filling)


def _nested(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    block = page._blocks[hole.value]
    wrong = hole.name in filling.by_field or hole.name in filling.by_question
    return page._join(block.wrong if wrong else block.right, filling)


def _held(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return page._join(page._blocks[hole.value].right, filling) if filling.value(hole.name) else ""


def _listed(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    names, keys = filling.typed.get(hole.name, ()), filling.typed.get(f"{hole.name}-held", ())
    if not names:
        return ""
    around, line = page._blocks[hole.value]
    lines = []
    for key, name in zip(keys, names, strict=False):
        said = {"key": str(escape(key)), "name": str(escape(name))}
        lines.append("".join([p if isinstance(p, str) else said[p.name] for p in line]))
    return "".join([p if isinstance(p, str) else "".join(lines) for p in around])


def _asks_more(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    asked = filling.more.get(hole.name)
    return page._join(page._blocks[hole.value].right, filling) if asked and asked.said else ""


def _more_said(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return str(escape(filling.more[hole.name].said))


def _mode(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    """The shape a question has come to; the last one as soon as one of its own fields holds something."""
    words = hole.value.split(" ")
    modes = [word for word in words if not word.endswith("?")]
    asked = filling.more.get(hole.name)
    filled = any(filling.value(word[:-1]).strip() for word in words if word.endswith("?"))
    mode = asked.mode if asked and asked.mode in modes else modes[-1] if filled else modes[0]
    return page._join(page._blocks[f"{hole.name} {mode} "].right, filling)


def _options(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    (line, _), chosen = page._blocks[hole.value], filling.value(hole.name)
    asked = filling.more.get(hole.name.rpartition("-")[0])
    lines = []
    for value, label in asked.choices if asked else ():
        said = {"value": str(escape(value)), "label": str(escape(label))}
        marked = " selected" if value and value == chosen else ""
        lines += [p if isinstance(p, str) else said[p.name] if p.what == "choice" else marked for p in line]
    return "".join(lines)


def _row(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    number, least = hole.value.split(" ")
    shown = int(number) <= filling.rows(hole.name, int(least))
    return page._join(page._blocks[f"{hole.name} {number} "].right, filling) if shown else ""


def _rows(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return str(filling.rows(hole.name, int(hole.value)))


def _attribute(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    value = filling.value(hole.name)
    return f' value="{escape(value)}"' if value else ""


def _text(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return str(escape(filling.value(hole.name)))


def _checked(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return " checked" if hole.value in filling.typed.get(hole.name, ()) else ""


def _selected(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    return " selected" if hole.value in filling.typed.get(hole.name, ()) else ""


def _sentence(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    wrong = filling.by_field.get(hole.name) or filling.by_question[hole.name]
    return str(escape(wrong.sentence))


def _part(page: CompiledPage, hole: Hole, filling: Filling) -> str:
    parts = filling.by_question[hole.name].parts
    return WRONG_PART if not parts or hole.value in parts else ""


_FILLED: dict[str, Callable[[CompiledPage, Hole, Filling], str]] = {
    "token": _token,
    "action": _action,
    "caption": _caption,
    "here": _here,
    "shown": _shown,
    "back": _back,
    "address": _address,
    "prefix": _prefix,
    "summary": _summary,
    "question": _question,
    "nested": _nested,
    "held": _held,
    "listed": _listed,
    "asks more": _asks_more,
    "more said": _more_said,
    "mode": _mode,
    "options": _options,
    "row": _row,
    "rows": _rows,
    "attribute": _attribute,
    "text": _text,
    "checked": _checked,
    "selected": _selected,
    "sentence": _sentence,
    "part": _part,
}
