"""What is sent as a file."""

from __future__ import annotations

from markupsafe import Markup

from moothall.ui.questions.outline import FileInput, Item
from moothall.ui.questions.render.choices import choice
from moothall.ui.questions.render.drawing import DRAWN, Place, given, macro
from moothall.ui.questions.render.shown import Shown


def file(place: Place, widget: FileInput, shown: Shown) -> Markup:
    params = {
        "id": widget.name,
        "name": widget.name,
        "label": place.label,
        "attributes": {"accept": widget.accept} if widget.accept else {},
    }
    optional = {"hint": place.hint, "errorMessage": place.message(shown, widget.name)}

    def draw(name: str) -> Markup:
        said = Markup("{}: <strong>{}</strong>").format(widget.held_label, name)
        inset = macro("inset-text")({"html": said})
        return inset + _removal(place, widget, shown) if widget.optional else inset

    return macro("file-upload")({**params, **given(optional)}) + shown.held(widget.name, draw)


def _removal(place: Place, widget: FileInput, shown: Shown) -> Markup:
    remove = f"{widget.name}-remove"
    item = choice(remove, Item(value=place.words["remove"], label=widget.remove_label), shown)
    return macro("checkboxes")(
        {"name": remove, "idPrefix": remove, "classes": "govuk-checkboxes--small", "items": [item]}
    )


DRAWN[FileInput] = file
