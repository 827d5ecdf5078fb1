"""A page of questions compiled: HTML made once, with holes for what differs from one showing to another.

Drawing a page with the macros takes 5 to 8 ms of processor time; joining a compiled one takes a hundredth of that.
Each question is drawn twice, right and wrong, with marks in the places of values (`marks.py`); the text between the
marks is kept (`pieces.py`). What is put into a hole is escaped by what the hole is for (`page.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.ui.questions import render
from moothall.ui.questions.compile.marks import Marking, Marks
from moothall.ui.questions.compile.page import ALWAYS, BACK, SUMMARY, WRONG_PART, CompiledPage, Filling
from moothall.ui.questions.compile.pieces import Block, Hole, Parts, Pieces, Typed, Wrap, Wrong
from moothall.ui.questions.outline import SHOWN, Outline

__all__ = [
    "WRONG_PART", "CompiledPage", "Hole", "Parts", "Typed", "Wrap", "Wrong", "compile_page", "compile_questions",
    "main_part",
]  # fmt: skip


def compile_page(outline: Outline, wrap: Wrap | None = None) -> CompiledPage:
    """Compile `outline`; `wrap` puts the layout around it (left out: the main part alone)."""
    marks = Marks()
    blocks = _questions(outline, marks)
    blocks[BACK] = Block(marks.pieces(render.back_link(outline, marks.put("address"))), ())
    blocks[SUMMARY] = _summary_block(outline, marks)
    drawn = replace(outline, caption=marks.put("caption")) if outline.of_item else outline
    parts = Parts(
        main=Markup(main_part(drawn, _Frame(marks))),  # noqa: S704 — drawn by macros that escape
        title=f"{marks.put('prefix', value=error_prefix(outline))}{outline.title}",
        before=marks.put("back"),
        here=str(marks.put("here")),
    )
    pieces = marks.pieces(wrap(parts) if wrap else parts.main)
    bare = CompiledPage(outline, pieces, (), blocks)
    return CompiledPage(outline, pieces, _without_values(bare, pieces), blocks)


def compile_questions(outline: Outline) -> CompiledPage:
    """The questions of a page alone, to stand among those of others: no heading, form, button or summary.

    No question is the page's heading then: see `Outline.among`.
    """
    marks = Marks()
    blocks = _questions(outline, marks)
    pieces = marks.pieces("".join(marks.put("question", asked.key) for asked in outline.questions))
    return CompiledPage(outline, pieces, pieces, blocks)


def _questions(outline: Outline, marks: Marks) -> dict[str, Block]:
    """Each question drawn right and wrong."""
    blocks = dict[str, Block]()
    for asked in outline.questions:
        right, wrong = (
            marks.pieces(render.question(outline, asked, Marking(marks, blocks, wrong=each)))
            for each in (False, True)
        )
        blocks[asked.key] = Block(right, wrong)
    return blocks


def error_prefix(outline: Outline) -> str:
    """What stands before the browser's title when something is wrong."""
    return _("Error:") + " "


class _Frame:
    """The holes of the form around the questions."""

    def __init__(self, marks: Marks) -> None:
        self.summary = marks.put("summary")
        self.token = marks.put("token")
        self.action = marks.put("action")
        self.shown = Markup(f'<input type="hidden" name="{SHOWN}" value="{marks.put("shown")}">\n')  # noqa: S704 — our own words
        self.question = lambda key: marks.put("question", key)


class AroundQuestions(Protocol):
    summary: Markup
    token: Markup
    action: Markup
    shown: Markup
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
            around.shown,
            render.buttons(outline),
            "</form>\n</div>\n</div>\n",
        ]
    )


def _summary_block(outline: Outline, marks: Marks) -> Block:
    """The summary with one hole for its lines, and one line with its own two holes."""
    drawn = str(render.summary(outline, [(marks.put("said", "field"), marks.put("said", "sentence"))]))
    start = drawn.rfind("\n", 0, drawn.index("<li>")) + 1
    end = drawn.index("</li>") + len("</li>\n")
    lines = str(marks.put("lines"))
    return Block(marks.pieces(drawn[:start] + lines + drawn[end:]), marks.pieces(drawn[start:end]))


def _without_values(page: CompiledPage, pieces: Pieces) -> Pieces:
    """The page nobody has answered, as few pieces as can be."""
    empty = Filling("", {})
    filled = [p if isinstance(p, str) or p.what in ALWAYS else page._put(p, empty) for p in pieces]
    joined: list[str | Hole] = []
    for piece in filled:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        else:
            joined.append(piece)
    return tuple(joined)
