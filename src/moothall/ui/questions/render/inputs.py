"""What is typed: text inputs, text areas, dates; and what nobody sees."""

from __future__ import annotations

from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.ui.languages import BASE, words_language
from moothall.ui.questions.outline import DateInput, Hidden, TextArea, TextInput
from moothall.ui.questions.render.drawing import DRAWN, Place, given, macro
from moothall.ui.questions.render.shown import Shown

_DATE_PARTS = (("day", "2"), ("month", "2"), ("year", "4"))


def text_input(place: Place, widget: TextInput, shown: Shown) -> Markup:
    params = {
        "id": widget.name,
        "name": widget.name,
        "label": place.label,
        "type": widget.input_type,
        "value": shown.value(widget.name),
        "classes": f"govuk-!-width-{widget.width}" if "-" in widget.width else _width(widget.width),
    }
    optional = {
        "hint": place.hint,
        "errorMessage": place.message(shown, widget.name),
        "inputmode": widget.inputmode or None,
        "autocomplete": widget.autocomplete or None,
        "autocapitalize": widget.autocapitalize or None,
        "spellcheck": widget.spellcheck,
        "prefix": {"text": widget.prefix} if widget.prefix else None,
        "suffix": {"text": widget.suffix} if widget.suffix else None,
    }
    return macro("input")({**params, **given(optional)})


def _width(width: str) -> str:
    return f"govuk-input--width-{width}" if width else ""


def text_area(place: Place, widget: TextArea, shown: Shown) -> Markup:
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
    component = "textarea" if widget.max_length is None else "character-count"
    if widget.max_length is not None:
        params |= _counted(widget.max_length)
    return macro(component)({**params, **given(optional)})


def _counted(most: int) -> dict[str, object]:
    """What the character count says in a language that is not its own."""
    if words_language() == BASE:
        return {}
    return {
        "textareaDescriptionText": _("You can enter up to %(count)s characters") % {"count": most},
        "charactersUnderLimitText": {
            "one": _("You have %(count)s character remaining") % {"count": "%{count}"},
            "other": _("You have %(count)s characters remaining") % {"count": "%{count}"},
        },
        "charactersAtLimitText": _("You have 0 characters remaining"),
        "charactersOverLimitText": {
            "one": _("You have %(count)s character too many") % {"count": "%{count}"},
            "other": _("You have %(count)s characters too many") % {"count": "%{count}"},
        },
    }


def date(place: Place, widget: DateInput, shown: Shown) -> Markup:
    items = []
    for (part, width), label in zip(_DATE_PARTS, widget.labels, strict=True):
        item: dict[str, object] = {
            "name": part,
            "label": _(label),
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
    return macro("date-input")({**params, **given(optional)})


def hidden(place: Place, widget: Hidden, shown: Shown) -> Markup:
    return hidden_field(widget.name, shown.value(widget.name))


def hidden_field(name: str, value: str | None) -> Markup:
    """A field sent along unseen; `value` None or a whole attribute still to be filled in."""
    said = Markup(' value="{}"').format(value) if value else Markup()
    return Markup('<input type="hidden" id="{0}" name="{0}"{1}>\n').format(name, said)


DRAWN.update({TextInput: text_input, TextArea: text_area, DateInput: date, Hidden: hidden})
