"""A page of questions drawn with GOV.UK's own macros: slowly, exactly.

`compile/` draws each question a few times through this with marks where values go; a test draws whole pages
through it to see that a compiled page is the same to the letter. A widget is drawn by its family: `inputs`,
`choices`, `groups`, `files`.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.ui.questions.outline import LATER, Asked, Outline
from moothall.ui.questions.render import choices, files, groups, inputs
from moothall.ui.questions.render.drawing import DRAWN, Place, macro
from moothall.ui.questions.render.shown import Shown

__all__ = [
    "FAMILIES", "Shown", "back_link", "buttons", "heading", "question", "summary",
]  # fmt: skip

#: Each adds its widgets to `DRAWN` when it is imported.
FAMILIES = (inputs, choices, groups, files)


def question(outline: Outline, asked: Asked, shown: Shown) -> Markup:
    """One question, with its error if `shown` has one."""
    place = Place(asked, "l" if outline.heading_is_question else "m")
    return DRAWN[type(asked.widget)](place, asked.widget, shown)


def summary(outline: Outline, problems: Sequence[tuple[str, str]]) -> Markup:
    """The error summary of (field, sentence)."""
    links = [{"href": f"#{field}", "text": sentence} for field, sentence in problems]
    return macro("error-summary")({"titleText": _("There is a problem"), "errorList": links})


def back_link(outline: Outline, href: str) -> Markup:
    return macro("back-link")({"href": href, "text": _("Back")})


def buttons(outline: Outline) -> Markup:
    """The button onward, first so that the Enter key presses it; and perhaps the quieter one beside it."""
    onward = macro("button")({"text": outline.button or _("Continue"), "preventDoubleClick": True})
    if not outline.later:
        return onward
    later = macro("button")(
        {"text": outline.later, "classes": "govuk-button--secondary", "name": LATER, "value": "yes"}
    )
    note = (
        Markup('<p class="govuk-hint">{}</p>\n').format(outline.later_note)
        if outline.later_note
        else Markup()
    )
    return Markup('<div class="govuk-button-group">\n') + onward + later + Markup("</div>\n") + note


def heading(outline: Outline) -> Markup:
    """What stands above the questions: caption, h1 (unless the question is it) and introduction."""
    caption = (
        Markup('<span class="govuk-caption-l">{}</span>\n').format(outline.caption)
        if outline.caption
        else Markup()
    )
    if outline.heading_is_question:
        return caption
    title = Markup('<h1 class="govuk-heading-l">{}</h1>\n').format(outline.title)
    paragraphs = [Markup('<p class="govuk-body">{}</p>\n').format(text) for text in outline.intro]
    return caption + title + Markup().join(paragraphs)
