"""A page of questions drawn with GOV.UK's own macros: slowly, exactly.

`compile.py` draws each question a few times through this with marks where values go; a test draws whole pages
through it to see that a compiled page is the same to the letter.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from markupsafe import Markup

from moothall.ui.environment import components
from moothall.ui.questions.outline import (
    Asked,
    Checkboxes,
    DateInput,
    FileInput,
    InputGroup,
    Item,
    Outline,
    Radios,
    TextArea,
    TextInput,
)

#: The words around the questions that no form says, by language.
WORDS = {
    "en": {"problem": "There is a problem", "error": "Error", "back": "Back", "remove": "yes"},
}
_DATE_PARTS = (("day", "2"), ("month", "2"), ("year", "4"))


class Shown(ABC):
    """What goes into the places of a page that differ from one showing to another."""

    @abstractmethod
    def value(self, field: str) -> str | None:
        """The value attribute of a field; None for an empty one."""

    @abstractmethod
    def text(self, field: str) -> str:
        """The text in a field of several lines."""

    @abstractmethod
    def option(self, field: str, value: str) -> tuple[str, bool]:
        """The value attribute of a radio button or checkbox, and whether it is chosen."""

    @abstractmethod
    def error(self, field: str) -> str | None:
        """The sentence that stands at a field or question, if one does."""

    @abstractmethod
    def part_class(self, question: str, part: str) -> str:
        """An extra class of one field of a date: whether it is this one that is wrong."""

    @abstractmethod
    def nested(self, field: str, draw: Callable[[Shown], Markup]) -> Markup:
        """One input of a group, which is right or wrong by itself."""

    @abstractmethod
    def held(self, field: str, draw: Callable[[str], Markup]) -> Markup:
        """What says which file is there already, drawn from the file's name; empty when none is."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A question with how it is headed: as the page's h1, or as one of several."""

    asked: Asked
    heading: bool
    words: dict[str, str]

    @property
    def label(self) -> dict[str, object]:
        size = "l" if self.heading else "m"
        return {"text": self.asked.label, "classes": f"govuk-label--{size}", "isPageHeading": self.heading}

    @property
    def legend(self) -> dict[str, object]:
        size = "l" if self.heading else "m"
        return {
            "text": self.asked.label,
            "classes": f"govuk-fieldset__legend--{size}",
            "isPageHeading": self.heading,
        }

    @property
    def hint(self) -> dict[str, str] | None:
        return {"text": self.asked.hint} if self.asked.hint else None

    def message(self, shown: Shown, field: str) -> dict[str, str] | None:
        sentence = shown.error(field)
        return {"text": sentence, "visuallyHiddenText": self.words["error"]} if sentence else None


def question(outline: Outline, asked: Asked, shown: Shown) -> Markup:
    """One question, with its error if `shown` has one."""
    place = _Place(asked, outline.heading_is_question, words_in(outline.language))
    draw = _DRAWN[type(asked.widget)]
    return draw(place, asked.widget, shown)


def _text_input(place: _Place, widget: TextInput, shown: Shown) -> Markup:
    return _input(
        widget, shown, label=place.label, hint=place.hint, message=place.message(shown, widget.name)
    )


def _input(widget: TextInput, shown: Shown, *, label: object, hint: object, message: object) -> Markup:
    params = {
        "id": widget.name,
        "name": widget.name,
        "label": label,
        "type": widget.input_type,
        "value": shown.value(widget.name),
        "classes": f"govuk-!-width-{widget.width}" if "-" in widget.width else _width(widget.width),
    }
    optional = {
        "hint": hint,
        "errorMessage": message,
        "inputmode": widget.inputmode or None,
        "autocomplete": widget.autocomplete or None,
        "autocapitalize": widget.autocapitalize or None,
        "spellcheck": widget.spellcheck,
    }
    return _macro("input")({**params, **_given(optional)})


def _width(width: str) -> str:
    return f"govuk-input--width-{width}" if width else ""


def _text_area(place: _Place, widget: TextArea, shown: Shown) -> Markup:
    params = {
        "id": widget.name,
        "name": widget.name,
        "label": place.label,
        "rows": widget.rows,
        "value": shown.text(widget.name),
    }
    optional = {
        "hint": place.hint,
        "errorMessage": place.message(shown, widget.name),
        "spellcheck": widget.spellcheck,
        "autocomplete": widget.autocomplete or None,
        "maxlength": widget.max_length,
    }
    macro = "textarea" if widget.max_length is None else "character-count"
    return _macro(macro)({**params, **_given(optional)})


def _radios(place: _Place, widget: Radios, shown: Shown) -> Markup:
    items = [_item(widget.name, item, shown) for item in widget.items]
    params = {
        "name": widget.name,
        "idPrefix": widget.name,
        "fieldset": {"legend": place.legend},
        "items": items,
        "classes": "govuk-radios--inline" if widget.inline else "",
    }
    optional = {"hint": place.hint, "errorMessage": place.message(shown, widget.name)}
    return _macro("radios")({**params, **_given(optional)})


def _checkboxes(place: _Place, widget: Checkboxes, shown: Shown) -> Markup:
    items: list[dict[str, object]] = []
    for item in widget.items:
        if item.exclusive and items:
            items.append({"divider": widget.divider})
        behaviour = {"behaviour": "exclusive"} if item.exclusive else {}
        items.append({**_item(widget.name, item, shown), **behaviour})
    params = {
        "name": widget.name,
        "idPrefix": widget.name,
        "fieldset": {"legend": place.legend},
        "items": items,
    }
    optional = {"hint": place.hint, "errorMessage": place.message(shown, widget.name)}
    return _macro("checkboxes")({**params, **_given(optional)})


def _item(name: str, item: Item, shown: Shown) -> dict[str, object]:
    value, checked = shown.option(name, item.value)
    drawn: dict[str, object] = {"value": value, "text": item.label, "checked": checked}
    return {**drawn, "hint": {"text": item.hint}} if item.hint else drawn


def _date(place: _Place, widget: DateInput, shown: Shown) -> Markup:
    items = []
    for (part, width), label in zip(_DATE_PARTS, widget.labels, strict=True):
        item: dict[str, object] = {
            "name": part,
            "label": label,
            "classes": f"govuk-input--width-{width}{shown.part_class(widget.name, part)}",
            "value": shown.value(f"{widget.name}-{part}"),
        }
        items.append({**item, "autocomplete": f"bday-{part}"} if widget.birthday else item)
    params = {
        "id": widget.name,
        "namePrefix": widget.name,
        "fieldset": {"legend": place.legend},
        "items": items,
    }
    optional = {"hint": place.hint, "errorMessage": place.message(shown, widget.name)}
    return _macro("date-input")({**params, **_given(optional)})


def _group(place: _Place, widget: InputGroup, shown: Shown) -> Markup:
    drawn = []
    for labelled in widget.inputs:

        def draw(inner: Shown, labelled: Any = labelled) -> Markup:
            message = place.message(inner, labelled.input.name)
            return _input(labelled.input, inner, label={"text": labelled.label}, hint=None, message=message)

        drawn.append(shown.nested(labelled.input.name, draw))
    hint_id = f"{widget.name}-hint"
    hint = _macro("hint")({"id": hint_id, "text": place.asked.hint}) if place.hint else Markup()
    params = {"legend": place.legend, "html": Markup("\n").join([hint, *drawn])}
    return _macro("fieldset")({**params, "describedBy": hint_id} if place.hint else params)


def _file(place: _Place, widget: FileInput, shown: Shown) -> Markup:
    params = {
        "id": widget.name,
        "name": widget.name,
        "label": place.label,
        "attributes": {"accept": widget.accept} if widget.accept else {},
    }
    optional = {"hint": place.hint, "errorMessage": place.message(shown, widget.name)}

    def draw(name: str) -> Markup:
        said = Markup("{}: <strong>{}</strong>").format(widget.held_label, name)
        inset = _macro("inset-text")({"html": said})
        return inset + _removal(place, widget, shown) if widget.optional else inset

    return _macro("file-upload")({**params, **_given(optional)}) + shown.held(widget.name, draw)


def _removal(place: _Place, widget: FileInput, shown: Shown) -> Markup:
    remove = f"{widget.name}-remove"
    item = _item(remove, Item(value=place.words["remove"], label=widget.remove_label), shown)
    return _macro("checkboxes")(
        {"name": remove, "idPrefix": remove, "classes": "govuk-checkboxes--small", "items": [item]}
    )


def summary(outline: Outline, problems: Sequence[tuple[str, str]]) -> Markup:
    """The error summary of (field, sentence)."""
    links = [{"href": f"#{field}", "text": sentence} for field, sentence in problems]
    words = words_in(outline.language)
    return _macro("error-summary")({"titleText": words["problem"], "errorList": links})


def back_link(outline: Outline, href: str) -> Markup:
    return _macro("back-link")({"href": href, "text": words_in(outline.language)["back"]})


def button(outline: Outline) -> Markup:
    return _macro("button")({"text": outline.button, "preventDoubleClick": True})


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


def words_in(language: str) -> dict[str, str]:
    return WORDS.get(language, WORDS["en"])


def _given(params: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in params.items() if value is not None}


@cache
def _macro(component: str) -> Callable[[object], Markup]:
    """GOV.UK's macro of a component: `date-input` is `govukDateInput`."""
    name = "govuk" + "".join(word.capitalize() for word in component.split("-"))
    template = components().get_template(f"govuk_frontend_jinja/components/{component}/macro.html")
    macro = getattr(template.module, name)

    def call(params: object) -> Markup:
        return Markup(str(macro(params)).strip() + "\n")  # noqa: S704 — the macros escape what they are given

    return call


_DRAWN: dict[type, Callable[[_Place, Any, Shown], Markup]] = {
    TextInput: _text_input,
    TextArea: _text_area,
    Radios: _radios,
    Checkboxes: _checkboxes,
    DateInput: _date,
    InputGroup: _group,
    FileInput: _file,
}
