"""What is sent as a file."""

from __future__ import annotations

from django.utils.translation import gettext as _
from markupsafe import Markup

from moothall.ui.questions.outline import FileInput, Item
from moothall.ui.questions.render.choices import choice
from moothall.ui.questions.render.drawing import DRAWN, Place, given, macro, unseen_button
from moothall.ui.questions.render.shown import Shown


def file(place: Place, widget: FileInput, shown: Shown) -> Markup:
    if widget.several:
        return _several(place, widget, shown)
    params = {
        "id": widget.name,
        "name": widget.name,
        "label": place.label,
        "attributes": {"accept": widget.accept} if widget.accept else {},
    }
    optional = {"hint": place.hint, "errorMessage": place.message(shown, widget.name)}

    def draw(name: str) -> Markup:
        said = Markup("{}: <strong>{}</strong>").format(_(widget.held_label), name)
        inset = macro("inset-text")({"html": said})
        return inset + _removal(place, widget, shown) if widget.optional else inset

    return macro("file-upload")({**params, **given(optional)}) + shown.held(widget.name, draw)


def _several(place: Place, widget: FileInput, shown: Shown) -> Markup:
    """GOV.UK's file upload, the list of what has been added, and a button that adds without going on."""
    params = {
        "id": widget.name,
        "name": widget.name,
        "label": place.label,
        "multiple": True,
        "attributes": {"accept": widget.accept},
    }
    optional = {"hint": place.hint, "errorMessage": place.message(shown, widget.name)}
    add = {
        "text": _(widget.add_label),
        "classes": "govuk-button--secondary",
        "name": f"{widget.name}-add",
        "value": "yes",
    }

    def draw(held: list[tuple[str, str]]) -> Markup:
        lines = Markup().join(_line(widget, key, name) for key, name in held)
        return Markup(
            '<h2 class="govuk-heading-m">{}</h2>\n<dl class="govuk-summary-list">\n{}</dl>\n'
        ).format(_(widget.held_label), lines)

    return (
        unseen_button()
        + macro("file-upload")({**params, **given(optional)})
        + macro("button")(add)
        + (shown.listed(widget.name, draw))
    )


def _line(widget: FileInput, key: str, name: str) -> Markup:
    return Markup(
        '<div class="govuk-summary-list__row">\n<dt class="govuk-summary-list__key">{name}</dt>\n'
        '<dd class="govuk-summary-list__actions"><button type="submit" name="{field}-remove" value="{key}" '
        'class="govuk-button govuk-button--secondary govuk-!-margin-bottom-0" data-module="govuk-button">{remove}'
        "</button></dd>\n</div>\n"
    ).format(name=name, key=key, field=widget.name, remove=_remove(name))


def _remove(name: str) -> Markup:
    words = _('Remove<span class="govuk-visually-hidden"> %(item)s</span>')
    return Markup(words) % {"item": name}  # noqa: S704 — a sentence of ours


def _removal(place: Place, widget: FileInput, shown: Shown) -> Markup:
    remove = f"{widget.name}-remove"
    item = choice(remove, Item(value="yes", label=_(widget.remove_label)), shown)
    return macro("checkboxes")(
        {"name": remove, "idPrefix": remove, "classes": "govuk-checkboxes--small", "items": [item]}
    )


DRAWN[FileInput] = file
