"""A place in one field: a postcode, a street, coordinates or a grid reference; with the ward it lies in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, cast

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Question, Typed
from moothall.apps.forms.text import clean_line, length_of
from moothall.apps.forms.types import place_of_photo
from moothall.apps.forms.types.figures import digits_in
from moothall.apps.forms.types.place_of_photo import PHOTO
from moothall.apps.forms.types.place_typed import Point, Postcode, Unusable, place_in
from moothall.apps.places import api as places
from moothall.kernel import feel
from moothall.ui.questions.outline import CHOOSE, OTHER, AddressLookup, LabelledInput, More, TextInput, Widget

_MOST = 200
_TEXTS = ("text", "kind", "postcode", "street", "town", "near", "ward", "ward_name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Kind):
    type: ClassVar[str] = "place"
    about: ClassVar[str] = (
        "Where something is, typed into one field: a postcode, a street, “52.1, -1.2”, a link from a map, or an "
        "Ordnance Survey grid reference such as SP 5123 0623. The ward is found; a street in several wards is asked "
        "about. Words that are none of these are kept as words. Three-word addresses are not understood, because "
        "their list is not open."
    )
    example: ClassVar[str] = """\
ask: spot
type: place
label: Where is the pothole?
name: where the pothole is
binding: place.point
"""
    feel_type: ClassVar[feel.Type] = feel.CONTEXT
    layout: ClassVar[Layout] = Layout.LINE
    seconds: ClassVar[int] = 40
    settles: ClassVar[bool] = True
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "inside": {
            "enum": ["yes", "no"],
            "description": "yes: it must lie in the council’s area, as far as the wards tell.",
        },
        "exact": {
            "enum": ["yes", "no"],
            "description": "yes: words that are no known street, postcode or point are not enough.",
        },
        "photo": {
            "type": "string",
            "description": "The key of a photo of an earlier page. Where it was taken is offered with a button, and "
            "used only when that is pressed and the page is sent.",
        },
    }
    bindings: ClassVar[frozenset[str]] = frozenset({"place.point", "place.postcode"})
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Enter {name}",
        "wrong": "Enter a postcode, a street name or a grid reference, like SP 5123 0623",
        "unknown": "We do not know that street. Check the spelling, or enter a postcode or a grid reference",
        "too_long": "{Name} must be {most} characters or less",
        "three_words": "We cannot use what3words. Enter a postcode, a street name or a grid reference",
        "link": "We cannot read a place from this link. Enter a postcode, a street name or a grid reference",
        "far": "Enter a place in the United Kingdom",
        "outside": "Enter a place in our area. This one is outside it",
        "not_chosen": "Select which {street} you mean",
        "other": "None of these",
        **place_of_photo.SENTENCES,
    }
    usual_name: ClassVar[str] = "where it is"

    inside: bool = False
    exact: bool = False
    photo: str = ""

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        chosen = {name: settings.get(name) == "yes" for name in ("inside", "exact")}
        return cls(**chosen, photo=settings.get("photo", ""))

    def fields(self, question: Question) -> tuple[str, ...]:
        parts = ("pick", "listed", PHOTO) if self.photo else ("pick", "listed")
        return (question.key, *(f"{question.key}-{part}" for part in parts))

    @property
    def takes_position_of(self) -> str:
        return self.photo

    def offer(self, question: Question, position: str) -> More | None:
        return place_of_photo.offered(question, position, inside=self.inside)

    def read(self, question: Question, entry: Entry) -> Outcome:
        pressed = clean_line(entry.text(f"{question.key}-{PHOTO}")) if self.photo else ""
        if pressed and (more := place_of_photo.taken(question, pressed, inside=self.inside)):
            return Outcome(ask_more=more)
        typed = clean_line(entry.text(question.key))
        if not typed:
            return question.left_blank()
        if length_of(typed) > _MOST or len(typed) > 4 * _MOST:
            return question.refuse("too_long", most=_MOST)
        found = place_in(typed)
        if isinstance(found, Unusable):
            return question.refuse(found.code)
        if isinstance(found, Postcode):
            return self._settled(question, {"kind": "postcode", "text": found.text, "postcode": found.text})
        if isinstance(found, Point):
            at: dict[str, JSON] = {"lon": found.lon, "lat": found.lat}
            tidy = typed if "°" not in typed and "/" not in typed else f"{found.lat:.6f}, {found.lon:.6f}"
            if near := place_of_photo.near(found.lon, found.lat):
                at["near"] = near
            return self._settled(question, {"kind": "point", "text": digits_in(tidy).upper(), **at})
        return self._street(question, entry, typed)

    def _street(self, question: Question, entry: Entry, typed: str) -> Outcome:
        streets = places.streets_named(typed.partition(",")[0])
        pick, listed = entry.text(f"{question.key}-pick"), entry.text(f"{question.key}-listed")
        picked = [street for street in streets if _key(street) == pick]
        if len(streets) == 1 or picked:
            return self._settled(question, _as_answer((picked or list(streets))[0], typed))
        if not streets or (pick == OTHER and listed == typed):
            if self.exact:
                return question.refuse("unknown")
            return self._settled(question, {"kind": "words", "text": typed})
        more = self._choice(question, streets, typed)
        if listed != typed:
            return Outcome(ask_more=more)
        problem = question.problem("not_chosen", "pick", street=streets[0].name)
        return Outcome(problems=(problem,), ask_more=more)

    def _choice(self, question: Question, streets: tuple[places.Street, ...], typed: str) -> More:
        choices = [("", f"{len(streets)} found"), *((_key(street), _named(street)) for street in streets)]
        return More(
            question=question.key,
            mode=CHOOSE,
            choices=(*choices, (OTHER, question.say("other"))),
            fields=((f"{question.key}-listed", typed),),
        )

    def _settled(self, question: Question, value: dict[str, JSON]) -> Outcome:
        """With its ward, once that is known; outside all wards there is none."""
        ward = value.get("ward") or _ward_of(value)
        if ward:
            return Outcome({**value, "ward": ward, "ward_name": places.ward_name(str(ward))})
        if value["kind"] in ("postcode", "point") and places.wards():
            return question.refuse("outside") if self.inside else Outcome({**value, "outside": True})
        return Outcome(value)

    def answer_schema(self) -> dict[str, JSON]:
        texts: dict[str, JSON] = {key: {"type": "string", "maxLength": 4 * _MOST} for key in _TEXTS}
        return {
            "type": "object",
            "required": ["text", "kind"],
            "additionalProperties": False,
            "properties": {
                **texts,
                "kind": {"enum": ["postcode", "street", "point", "words"]},
                "lon": {"type": "number", "minimum": -180, "maximum": 180},
                "lat": {"type": "number", "minimum": -90, "maximum": 90},
                "outside": {"const": True},
            },
        }

    def feel_value(self, value: JSON) -> feel.Value:
        if not isinstance(value, dict):
            return None
        return {**{key: str(value.get(key, "")) for key in _TEXTS}, "outside": value.get("outside") is True}

    def condition_type(self) -> feel.Type:
        return feel.context_of({**dict.fromkeys(_TEXTS, feel.TEXT), "outside": feel.BOOLEAN})

    def words(self, value: JSON) -> tuple[str, ...]:
        held = value if isinstance(value, dict) else {}
        first = ", ".join(str(held[key]) for key in ("text", "town") if held.get(key)) or str(value)
        near = _("Near {address}").format(address=held["near"]) if held.get("near") else ""
        ward = _("{ward} ward").format(ward=held["ward_name"]) if held.get("ward_name") else ""
        return tuple(filter(None, (near, first, ward)))

    def search_text(self, value: JSON) -> str:
        held = value if isinstance(value, dict) else {}
        return " ".join([*self.words(value), str(held.get("postcode", "")).replace(" ", "")]).strip()

    def second_look(self, value: JSON) -> str:
        if isinstance(value, dict) and value.get("outside"):
            return _("This seems to be outside our area. Is it right?")
        return ""

    def retype(self, question: Question, value: JSON) -> Typed:
        held = value if isinstance(value, dict) else {}
        typed: dict[str, tuple[str, ...]] = {question.key: (str(held.get("text", "")),)}
        if held.get("kind") == "street":
            typed[f"{question.key}-pick"] = (f"{held.get('town', '')}|{held.get('ward', '')}",)
        if held.get("kind") == "words":
            typed[f"{question.key}-pick"] = (OTHER,)
            typed[f"{question.key}-listed"] = typed[question.key]
        return typed

    def widget(self, question: Question) -> Widget:
        label = _("Postcode, street name or grid reference")
        return AddressLookup(
            name=question.key,
            find=(LabelledInput(label=label, input=TextInput(name=question.key, spellcheck=False)),),
            choice=f"{question.key}-pick",
            chosen=_("Select which one you mean"),
            carried=(f"{question.key}-listed",),
            offer=question.say("use_photo") if self.photo else "",
        )


def _as_answer(street: places.Street, typed: str) -> dict[str, JSON]:
    """The street as our list has it; a house number typed with it stays."""
    said = typed if any(char.isdigit() for char in typed) else street.name
    town: dict[str, JSON] = {"town": street.town} if street.town else {}
    ward: dict[str, JSON] = {"ward": street.ward} if street.ward else {}
    return {"kind": "street", "text": said, "street": street.name, **town, **ward}


def _ward_of(value: Mapping[str, JSON]) -> str:
    if value["kind"] == "postcode":
        return places.ward_of_postcode(str(value["postcode"])) or ""
    if value["kind"] == "point":
        return places.ward_at(cast(float, value["lon"]), cast(float, value["lat"])) or ""
    return ""


def _key(street: places.Street) -> str:
    return f"{street.town}|{street.ward}"


def _named(street: places.Street) -> str:
    ward = f" ({places.ward_name(street.ward)} ward)" if street.ward else ""
    return ", ".join(filter(None, (street.name, street.town))) + ward
