"""The council-wide alert of council.yaml: what it says, from when and until when."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta

from moothall.apps.catalogue.definitions import Alert
from moothall.apps.catalogue.located.nodes import Mistake, Plain, mapping, sequence, text
from moothall.apps.catalogue.parts import PartFile
from moothall.kernel.clock import LOCAL_ZONE


def alert_of(value: Plain) -> Alert | None:
    """The alert as council.yaml says it; None where it says none, or none that can be read."""
    said = mapping(value)
    until = _moment(text(said.get("until")), last=True)
    if not said or until is None:
        return None
    alert = Alert(
        sentence=text(said.get("sentence")),
        until=until,
        begins=_moment(text(said.get("from"))),
        link=text(said.get("link")),
        link_words=text(said.get("link_words")),
        urgent=text(said.get("kind")) == "emergency",
    )
    others = (
        replace(
            alert,
            sentence=text(one.get("sentence")),
            link_words=text(one.get("link_words")) or alert.link_words,
            language=text(one.get("code")),
        )
        for one in map(mapping, sequence(said.get("others")))
    )
    return replace(alert, others=tuple(others))


def alert_mistakes(council: PartFile | None) -> list[Mistake]:
    """Days that are in no calendar, and an alert that ends before it begins."""
    said = mapping(council.data.get("alert")) if council else {}
    if council is None or not said:
        return []
    mistakes = []
    for key in ("from", "until"):
        written = text(said.get(key))
        if written and _moment(written) is None:
            sentence = f"‘{written}’ is no day. Write one such as 2026-12-24, or 2026-12-24 18:00."
            mistakes.append(_mistake(council, key, sentence))
    alert = alert_of(said)
    if alert and alert.begins and alert.until <= alert.begins:
        mistakes.append(_mistake(council, "until", "The alert ends before it begins. Write a later ‘until’."))
    if bool(text(said.get("link"))) != bool(text(said.get("link_words"))):
        sentence = "‘link’ and ‘link_words’ belong together. Write both, or neither."
        mistakes.append(_mistake(council, "link" if said.get("link") else "link_words", sentence))
    return mistakes


def _mistake(council: PartFile, key: str, sentence: str) -> Mistake:
    place = council.at("alert", key)
    return Mistake(place.file, place.line, sentence)


def _moment(written: str, *, last: bool = False) -> datetime | None:
    """A day, or a day and a time, as people here read the clock; a day alone that is the `last` counts whole."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    if found.tzinfo is None:
        found = found.replace(tzinfo=LOCAL_ZONE)
    only_a_day = len(written) <= len("2026-12-24") and found.time() == time()
    return found + timedelta(days=1) if last and only_a_day else found
