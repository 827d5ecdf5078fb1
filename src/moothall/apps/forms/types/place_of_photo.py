"""Where a photo was taken, offered as the answer of a place: filled in when somebody asks, sent when they go on."""

from __future__ import annotations

from collections.abc import Mapping

from moothall.apps.forms.question import Question
from moothall.apps.forms.text import length_of
from moothall.apps.forms.types.place_typed import Point, place_in
from moothall.apps.places import api as places
from moothall.ui.questions.outline import More

#: What the button sends, after the question's key: where the photo was taken.
PHOTO = "photo"
_MOST = 60
SENTENCES: Mapping[str, str] = {
    "photo": "Your photo says where it was taken. We do not keep that unless you choose it.",
    "photo_in_ward": "Your photo says that it was taken in {ward} ward. We do not keep that unless you choose it.",
    "photo_near": "Your photo says that it was taken near {address}. We do not keep that unless you choose it.",
    "use_photo": "Use the place where the photo was taken",
    "photo_used": "This is where your photo was taken. If it is right, continue. If it is not, change it.",
    "photo_used_in_ward": "Your photo was taken here, in {ward} ward. If that is right, continue. If not, change it.",
    "photo_used_near": "Your photo was taken near {address}. If that is right, continue. If not, change it.",
}
#: As far from an address a place is still told by it, in metres.
NEAR = 50


def near(lon: float, lat: float) -> str:
    """“3 Mill Lane, Marketbury”, where a place is so near to it; "" where nothing is."""
    found = places.nearest_address(lon, lat, within=NEAR)
    return ", ".join(filter(None, (found.line, found.town))) if found else ""


def offered(question: Question, position: str, *, inside: bool) -> More | None:
    """The offer; None where the position is no place, or none that `inside` accepts."""
    said = _said(question, position, "photo", inside=inside)
    if not said:
        return None
    return More(question=question.key, said=said, fields=((f"{question.key}-{PHOTO}", position),))


def taken(question: Question, position: str, *, inside: bool) -> More | None:
    """The button was pressed: the place is filled in, and they look at it before they go on."""
    said = _said(question, position, "photo_used", inside=inside)
    if not said:
        return None
    filled = ((question.key, position.replace(",", ", ")), (f"{question.key}-{PHOTO}", ""))
    return More(question=question.key, said=said, fields=filled)


def _said(question: Question, position: str, code: str, *, inside: bool) -> str:
    point = place_in(position) if length_of(position) <= _MOST else None
    if not isinstance(point, Point):
        return ""
    ward = places.ward_at(point.lon, point.lat)
    outside = inside and not ward and bool(places.wards())
    if not outside and (address := near(point.lon, point.lat)):
        return question.say(f"{code}_near", address=address)
    if ward:
        return question.say(f"{code}_in_ward", ward=places.ward_name(ward))
    return "" if outside else question.say(code)
