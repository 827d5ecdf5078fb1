"""Marks that stand in drawn HTML where holes will be, and the drawing that puts them there."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping

from markupsafe import Markup

from moothall.ui.questions.compile.pieces import Block, Hole, Pieces
from moothall.ui.questions.render import Shown

#: Holes that stand right after a value attribute: whether that option is the one.
_AFTER_QUOTE = frozenset({"checked", "selected", "chosen"})


class Marks:
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
        """`checked` and `selected` follow the value attribute they were marked in."""
        return f'"{match[1]}' if self._holes[int(match[2])].what in _AFTER_QUOTE else match[0]


class Marking(Shown):
    """Draws a question with marks. `wrong`: with its error; `within`: the shape or row this is drawn in."""

    def __init__(self, marks: Marks, blocks: dict[str, Block], *, wrong: bool, within: str = "") -> None:
        self._marks, self._blocks, self._wrong, self._within = marks, blocks, wrong, within

    def value(self, field: str) -> str:
        return self._marks.put("attribute", field)

    def text(self, field: str) -> str:
        return self._marks.put("text", field)

    def option(self, field: str, value: str) -> tuple[str, bool]:
        return f"{value}{self._marks.put('checked', field, value)}", False

    def selected(self, field: str, value: str) -> tuple[str, bool]:
        return f"{value}{self._marks.put('selected', field, value)}", False

    def error(self, field: str) -> str | None:
        return self._marks.put("sentence", field) if self._wrong else None

    def part_class(self, question: str, part: str) -> str:
        return str(self._marks.put("part", question, part)) if self._wrong else ""

    def nested(self, field: str, draw: Callable[[Shown], Markup]) -> Markup:
        """The group is drawn once for right and wrong alike; each of its fields is a block of its own."""
        name = f"{self._within}{field} field"
        right, wrong = (draw(self._inner(wrong=each)) for each in (False, True))
        self._blocks[name] = Block(self._marks.pieces(right), self._marks.pieces(wrong))
        return self._marks.put("nested", field, name)

    def held(self, field: str, draw: Callable[[str], Markup]) -> Markup:
        return self._block("held", field, draw(self._marks.put("text", field)))

    def listed(self, field: str, draw: Callable[[list[tuple[str, str]]], Markup]) -> Markup:
        """The list with one hole for its lines, and one line with its own two."""
        drawn = str(draw([(self._marks.put("said", "key"), self._marks.put("said", "name"))]))
        start = drawn.index('<div class="govuk-summary-list__row">')
        end = drawn.rindex("</div>\n") + len("</div>\n")
        name = f"{field} listed"
        around = drawn[:start] + str(self._marks.put("lines")) + drawn[end:]
        self._blocks[name] = Block(self._marks.pieces(around), self._marks.pieces(drawn[start:end]))
        return self._marks.put("listed", field, name)

    def said(self, question: str, draw: Callable[[str], Markup]) -> Markup:
        return self._block("asks more", question, draw(self._marks.put("more said", question)))

    def mode(
        self, question: str, fields: tuple[str, ...], draws: Mapping[str, Callable[[Shown], Markup]]
    ) -> Markup:
        for mode, draw in draws.items():
            within = f"{question} {mode} "
            self._blocks[within] = Block(self._marks.pieces(draw(self._inner(within=within))), ())
        return self._marks.put("mode", question, " ".join([*draws, *(f"{field}?" for field in fields)]))

    def choices(self, field: str, draw: Callable[[list[tuple[str, str, bool]]], Markup]) -> Markup:
        """The list with one hole for its options, and one option with its own holes."""
        value = f"{self._marks.put('choice', 'value')}{self._marks.put('chosen')}"
        drawn = str(draw([(value, self._marks.put("choice", "label"), False)]))
        start = drawn.rfind("\n", 0, drawn.index("<option")) + 1
        end = drawn.index("</option>") + len("</option>\n")
        name = f"{self._within}{field} choices{' wrong' if self._wrong else ''}"
        around = drawn[:start] + str(self._marks.put("options", field, name)) + drawn[end:]
        self._blocks[name] = Block(self._marks.pieces(drawn[start:end]), ())
        return Markup(around)  # noqa: S704 — drawn by a macro that escapes

    def row(self, question: str, number: int, least: int, draw: Callable[[Shown], Markup]) -> Markup:
        within = f"{question} {number} "
        self._blocks[within] = Block(self._marks.pieces(draw(self._inner(within=within))), ())
        return self._marks.put("row", question, f"{number} {least}")

    def rows(self, question: str, least: int) -> str:
        return self._marks.put("rows", question, str(least))

    def _inner(self, *, wrong: bool = False, within: str = "") -> Marking:
        return Marking(self._marks, self._blocks, wrong=wrong, within=within or self._within)

    def _block(self, what: str, name: str, drawn: Markup) -> Markup:
        """A block that is there or not."""
        self._blocks[f"{name} {what}"] = Block(self._marks.pieces(drawn), ())
        return self._marks.put(what, name, f"{name} {what}")
