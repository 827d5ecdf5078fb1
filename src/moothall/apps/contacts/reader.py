"""From the council's `contacts.yaml` to its arrangements, and what no schema can see in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import time
from importlib.resources import files

from moothall.apps.catalogue.api import (
    CouncilFile,
    CouncilSource,
    Plain,
    files_now,
    html_of,
    instead,
    mapping,
    sequence,
    text,
)
from moothall.apps.contacts.definitions import Arrangements, DeskPlan, Line, Opening, Reason, Script, WrapUp

NAME = "contacts"
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def look(source: CouncilSource) -> None:
    """Services and reasons that nobody has written, names that are there twice, hours that end before they begin."""
    said = source.file.data
    reasons = _codes(source, "reasons", "code")
    _codes(source, "wrap_up", "code")
    _codes(source, "scripts", "key")
    known = sorted(source.slugs)
    for part in ("reasons", "scripts"):
        for at, one in enumerate(map(mapping, sequence(said.get(part)))):
            _unknown(source, (part, at, "services"), one.get("services"), "service", known)
            _unknown(source, (part, at, "reasons"), one.get("reasons"), "reason", reasons)
    usual = [
        at for at, one in enumerate(map(mapping, sequence(said.get("wrap_up")))) if one.get("usual") == "yes"
    ]
    for at in usual[1:]:
        source.mistake(("wrap_up", at, "usual"), "Only one result can be the usual one. Take the others out.")
    desk = mapping(said.get("desk"))
    for at, one in enumerate(map(mapping, sequence(desk.get("opening")))):
        opens, closes = _time(one.get("from")), _time(one.get("to"))
        if opens and closes and opens >= closes:
            sentence = f"The desk closes at {text(one['to'])}, before it opens. Write a later time."
            source.mistake(("desk", "opening", at, "to"), sentence)


def _codes(source: CouncilSource, part: str, key: str) -> list[str]:
    seen: list[str] = []
    for at, one in enumerate(map(mapping, sequence(source.file.data.get(part)))):
        code = text(one.get(key))
        if code and code in seen:
            source.mistake((part, at, key), f"‘{code}’ is there twice. Write another {key}, or keep one.")
        seen.append(code)
    return seen


def _unknown(
    source: CouncilSource, at: tuple[str | int, ...], said: Plain, what: str, known: list[str]
) -> None:
    for number, name in enumerate(sequence(said)):
        if text(name) not in known:
            source.mistake((*at, number), f"There is no {what} ‘{text(name)}’. {instead(text(name), known)}")


CONTACTS_FILE = CouncilFile(
    name=NAME,
    path="contacts.yaml",
    schema=json.loads(files("moothall.apps.contacts").joinpath("contacts.schema.json").read_text("utf-8")),
    look=look,
)

_DEFAULT = Arrangements()
_held: list[tuple[object, Arrangements]] = []


def arrangements() -> Arrangements:
    """What the council's file says now; as it was before while it has a mistake, and the usual where there is none."""
    found = files_now(NAME)
    if not found:
        return _DEFAULT
    file = found[0]
    if _held and _held[0][0] is file:
        return _held[0][1]
    if file.mistakes:
        return _held[0][1] if _held else _DEFAULT
    _held[:] = [(file, _arrangements(file.file.data))]
    return _held[0][1]


def _arrangements(said: Mapping[str, Plain]) -> Arrangements:
    months = said.get("keep_months")
    return Arrangements(
        reasons=tuple(_reason(one) for one in map(mapping, sequence(said.get("reasons")))),
        wrap_ups=tuple(
            WrapUp(text(one.get("code")), text(one.get("name")), one.get("usual") == "yes")
            for one in map(mapping, sequence(said.get("wrap_up")))
        ),
        scripts=tuple(_script(one) for one in map(mapping, sequence(said.get("scripts")))),
        keep_months=months if isinstance(months, int) else _DEFAULT.keep_months,
        desk=_desk(mapping(said.get("desk"))),
    )


def _reason(said: Mapping[str, Plain]) -> Reason:
    return Reason(
        text(said.get("code")),
        text(said.get("name")),
        _texts(said.get("services")),
        said.get("often") == "yes",
        said.get("online") == "yes",
    )


def _script(said: Mapping[str, Plain]) -> Script:
    markdown = text(said.get("say"))
    return Script(
        key=text(said.get("key")),
        title=text(said.get("title")),
        html=html_of(markdown),
        words=markdown,
        channels=_texts(said.get("channels")),
        reasons=_texts(said.get("reasons")),
        services=_texts(said.get("services")),
    )


def _desk(said: Mapping[str, Plain]) -> DeskPlan:
    minutes = said.get("appointment_minutes")
    lines = tuple(
        Line(text(one.get("letter")), text(one.get("name")))
        for one in map(mapping, sequence(said.get("lines")))
    )
    return DeskPlan(
        desks=_texts(said.get("desks")),
        lines=lines or (Line("A", "All enquiries"),) * bool(said),
        opening=tuple(_opening(one) for one in map(mapping, sequence(said.get("opening")))),
        minutes=minutes if isinstance(minutes, int) else 20,
    )


def _opening(said: Mapping[str, Plain]) -> Opening:
    days = frozenset(_DAYS.index(day) for day in _texts(said.get("days")))
    return Opening(days, _time(said.get("from")) or time.min, _time(said.get("to")) or time.max)


def _time(said: Plain) -> time | None:
    hours, _, minutes = text(said).partition(":")
    try:
        return time(int(hours), int(minutes))
    except ValueError:
        return None


def _texts(said: Plain) -> tuple[str, ...]:
    return tuple(text(one) for one in sequence(said))
