"""Several fields under one legend: groups, rows of groups, the look-up of an address."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from moothall.ui.questions.outline import (
    CHOOSE,
    FIND,
    HAND,
    AddressLookup,
    Asked,
    FieldGroup,
    GroupField,
    InputGroup,
    LabelledInput,
    Row,
    Rows,
    SimpleWidget,
)
from moothall.ui.questions.render.drawing import DRAWN, Place, given, macro, unseen_button
from moothall.ui.questions.render.inputs import hidden_field, text_input
from moothall.ui.questions.render.shown import Shown


def input_group(place: Place, widget: InputGroup, shown: Shown) -> Markup:
    return _fieldset(place, widget.name, _inputs(place, widget.inputs, shown))


def field_group(place: Place, widget: FieldGroup, shown: Shown) -> Markup:
    stated = [Markup('<p class="govuk-body">{}</p>\n').format(text) for text in widget.statement]
    return _fieldset(place, widget.name, [*stated, *_fields(place, widget.fields, shown)])


def rows(place: Place, widget: Rows, shown: Shown) -> Markup:
    drawn = []
    for number, row in enumerate(widget.rows, start=1):

        def draw(inner: Shown, row: Row = row) -> Markup:
            fields = Markup('<div class="row-of-fields">\n{}</div>\n').format(
                Markup().join(_fields(place, row.fields, inner))
            )
            legend = {"text": row.legend, "classes": "govuk-fieldset__legend--s"}
            return macro("fieldset")({"legend": legend, "html": fields, "classes": "row"})

        drawn.append(shown.row(widget.name, number, widget.shown, draw))
    if widget.more:
        drawn.append(_more(widget, shown))
    return _fieldset(place, widget.name, drawn)


def _more(widget: Rows, shown: Shown) -> Markup:
    """How many rows there are, and the button for another."""
    button = {
        "text": widget.more,
        "classes": "govuk-button--secondary",
        "name": f"{widget.name}-more",
        "value": "yes",
    }
    return hidden_field(f"{widget.name}-rows", shown.rows(widget.name, widget.shown)) + (
        unseen_button() + macro("button")(button)
    )


def address_lookup(place: Place, widget: AddressLookup, shown: Shown) -> Markup:
    shared = {labelled.input.name for labelled in widget.find}
    rest = tuple(labelled for labelled in widget.hand if labelled.input.name not in shared)

    def find(inner: Shown) -> Markup:
        return _joined([*_inputs(place, widget.find, inner), *details(inner)])

    def choose(inner: Shown) -> Markup:
        listed = inner.nested(widget.choice, lambda within: _listed(place, widget, within))
        return _joined([*_inputs(place, widget.find, inner), *carried(inner), listed, *details(inner)])

    def hand(inner: Shown) -> Markup:
        chosen = hidden_field(widget.choice, inner.value(widget.choice))
        return _joined([*carried(inner), chosen, *_inputs(place, widget.hand, inner)])

    def carried(inner: Shown) -> list[Markup]:
        return [hidden_field(name, inner.value(name)) for name in widget.carried]

    def details(inner: Shown) -> list[Markup]:
        if not rest:
            return []
        fields = _joined(_inputs(place, rest, inner))
        return [macro("details")({"summaryText": widget.by_hand, "html": fields})]

    said = shown.said(widget.name, lambda sentence: _said(widget, sentence, shown))
    modes: dict[str, Callable[[Shown], Markup]] = {FIND: find, CHOOSE: choose}
    drawn = shown.mode(
        widget.name,
        tuple(labelled.input.name for labelled in rest),
        {**modes, HAND: hand} if widget.hand else modes,
    )
    return _fieldset(place, widget.name, [said, drawn])


def _said(widget: AddressLookup, sentence: str, shown: Shown) -> Markup:
    """What is said, and what may be taken from a photo with one press."""
    inset = macro("inset-text")({"text": sentence})
    if not widget.offer:
        return inset
    button = {"text": widget.offer, "classes": "govuk-button--secondary", "name": f"{widget.name}-photo"}
    taken = shown.held(f"{widget.name}-photo", lambda held: macro("button")({**button, "value": held}))
    return unseen_button() + inset + taken


def _listed(place: Place, widget: AddressLookup, shown: Shown) -> Markup:
    name = widget.choice

    def draw(options: list[tuple[str, str, bool]]) -> Markup:
        items = [{"value": value, "text": label, "selected": chosen} for value, label, chosen in options]
        params = {"id": name, "name": name, "label": {"text": widget.chosen}, "items": items}
        return macro("select")({**params, **given({"errorMessage": place.message(shown, name)})})

    return shown.choices(name, draw)


def _inputs(place: Place, inputs: tuple[LabelledInput, ...], shown: Shown) -> list[Markup]:
    drawn = []
    for labelled in inputs:

        def draw(inner: Shown, labelled: LabelledInput = labelled) -> Markup:
            asked = Asked(
                key=labelled.input.name, label=labelled.label, hint=labelled.hint, widget=labelled.input
            )
            return text_input(Place(asked, ""), labelled.input, inner)

        drawn.append(shown.nested(labelled.input.name, draw))
    return drawn


def _fields(place: Place, fields: tuple[GroupField, ...], shown: Shown) -> list[Markup]:
    return [shown.nested(field.key, _drawer(place, field)) for field in fields]


def _drawer(place: Place, field: GroupField) -> Callable[[Shown], Markup]:
    widget: SimpleWidget = field.widget
    inner_place = Place(Asked(key=field.key, label=field.label, hint=field.hint, widget=widget), "")
    draw = DRAWN[type(widget)]
    return lambda inner: draw(inner_place, widget, inner)


def _fieldset(place: Place, name: str, drawn: list[Markup]) -> Markup:
    hint_id = f"{name}-hint"
    hint = macro("hint")({"id": hint_id, "text": place.asked.hint}) if place.hint else Markup()
    params = {"legend": place.legend, "html": _joined([hint, *drawn])}
    return macro("fieldset")({**params, "describedBy": hint_id} if place.hint else params)


def _joined(drawn: list[Markup]) -> Markup:
    return Markup("\n").join(drawn)


DRAWN.update({InputGroup: input_group, FieldGroup: field_group, Rows: rows, AddressLookup: address_lookup})
