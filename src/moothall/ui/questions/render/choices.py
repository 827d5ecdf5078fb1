"""What is chosen: radio buttons, checkboxes, selects."""

from __future__ import annotations

from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.ui.questions.outline import Checkboxes, Item, Radios, Select
from moothall.ui.questions.render.drawing import DRAWN, Place, given, macro
from moothall.ui.questions.render.shown import Shown


def radios(place: Place, widget: Radios, shown: Shown) -> Markup:
    params = {
        "name": widget.name,
        "idPrefix": widget.name,
        "fieldset": {"legend": place.legend},
        "items": [choice(widget.name, item, shown) for item in widget.items],
        "classes": "govuk-radios--inline" if widget.inline else "",
    }
    optional = {"hint": place.hint, "errorMessage": place.message(shown, widget.name)}
    return macro("radios")({**params, **given(optional)})


def checkboxes(place: Place, widget: Checkboxes, shown: Shown) -> Markup:
    items: list[dict[str, object]] = []
    for item in widget.items:
        if item.exclusive and items:
            items.append({"divider": _(widget.divider)})
        behaviour = {"behaviour": "exclusive"} if item.exclusive else {}
        items.append({**choice(widget.name, item, shown), **behaviour})
    params = {"name": widget.name, "idPrefix": widget.name, "items": items}
    optional = {
        "fieldset": place.fieldset,
        "hint": place.hint,
        "errorMessage": place.message(shown, widget.name),
    }
    return macro("checkboxes")({**params, **given(optional)})


def choice(name: str, item: Item, shown: Shown) -> dict[str, object]:
    """One radio button or checkbox as the macros want it."""
    value, checked = shown.option(name, item.value)
    drawn: dict[str, object] = {"value": value, "text": item.label, "checked": checked}
    return {**drawn, "hint": {"text": item.hint}} if item.hint else drawn


def select(place: Place, widget: Select, shown: Shown) -> Markup:
    items: list[dict[str, object]] = [{"value": "", "text": widget.empty}]
    for item in widget.items:
        value, chosen = shown.selected(widget.name, item.value)
        items.append({"value": value, "text": item.label, "selected": chosen})
    params = {"id": widget.name, "name": widget.name, "label": place.label, "items": items}
    optional = {"hint": place.hint, "errorMessage": place.message(shown, widget.name)}
    return macro("select")({**params, **given(optional)})


DRAWN.update({Radios: radios, Checkboxes: checkboxes, Select: select})
