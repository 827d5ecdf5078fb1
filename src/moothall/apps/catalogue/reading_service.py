"""From a resolved folder, or the stored content of a version, to a `Service`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from moothall.apps.catalogue.definitions import (
    Codes,
    LegalBasis,
    NotOurs,
    Outcome,
    Pause,
    Retention,
    Season,
    Service,
    Target,
)
from moothall.apps.catalogue.located.nodes import Mistake, Node, Plain, mapping, sequence, text
from moothall.apps.catalogue.located.words import instead
from moothall.apps.catalogue.markdown import words
from moothall.apps.catalogue.parts import PartSource, part_readers
from moothall.apps.catalogue.resolving import Resolved
from moothall.kernel.actors import STAFF_CLASS, team_class

Names = Mapping[str, frozenset[str]]
#: Parts from this turn on (journeys) refer to all others, and are read when those have no mistake.
LATE = 90
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def service_of(resolved: Resolved, digest: str, names: Names) -> tuple[Service | None, tuple[Mistake, ...]]:
    """The service with every part read, when nothing is wrong, and all mistakes in file and line order.

    What no schema can see is looked for in every file that is as its schema says, whatever is wrong in others.
    """
    wrong = frozenset(mistake.file for mistake in resolved.mistakes)
    mistakes = [*resolved.mistakes, *_unknown_team(resolved.service, names)]
    service = Service(resolved.slug, digest, resolved.slug, "", STAFF_CLASS)
    if not any(file.endswith("service.yaml") for file in wrong):
        more = [*_twice(resolved.service), *_days(resolved.service)]
        mistakes += more
        service = service if more else _without_parts(resolved, digest)
    for reader in part_readers():
        files = resolved.files.get(reader.name, ())
        right = tuple(file for file in files if file.node.place.file not in wrong or not file.node.place.file)
        if (mistakes and reader.order >= LATE) or (not right and (files or reader.required)):
            continue
        source = PartSource(service, right, names, [])
        service = replace(service, parts={**service.parts, reader.name: reader.read(source)})
        mistakes += source.mistakes
    return (None if mistakes else service), tuple(sorted(set(mistakes)))


def _without_parts(resolved: Resolved, digest: str) -> Service:
    said = mapping(resolved.service.plain())
    team = text(said.get("team"))
    days = _whole(said.get("reopen_within_days"), 28)
    targets = tuple(
        Target(text(t["name"]), _whole(t["working_days"], 0), text(t.get("words")))
        for t in map(mapping, sequence(said.get("targets")))
    )
    outcomes = tuple(
        Outcome(text(o["code"]), text(o["name"]), text(o["words"]))
        for o in map(mapping, sequence(said.get("outcomes")))
    )
    return Service(
        slug=resolved.slug,
        digest=digest,
        name=text(said.get("name")),
        team=team,
        confidentiality=team_class(team) if said.get("confidentiality") == "team" else STAFF_CLASS,
        targets=targets,
        outcomes=outcomes,
        reopen_days=days,
        summary=text(said.get("summary")),
        audience=_texts(said.get("audience")),
        keywords=_texts(said.get("keywords")),
        responsible_body=text(said.get("responsible_body")),
        legal_basis=_legal_basis(said),
        lawful_basis=text(said.get("lawful_basis")),
        purposes=_texts(said.get("purposes")),
        retention=_retention(mapping(said.get("retention"))),
        codes=_codes(mapping(said.get("codes"))),
        season=_season(said.get("season")),
        pause=_pause(said.get("pause")),
        published=said.get("published") != "no",
        emergency=words(text(said.get("emergency"))),
        not_ours=_not_ours(said),
        before_you_start=words(text(said.get("before_you_start"))),
        promise=_promise(text(said.get("promise")), targets),
        area=text(said.get("area")),
    )


def _texts(value: Plain) -> tuple[str, ...]:
    return tuple(text(item) for item in sequence(value))


def _whole(value: Plain, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def _legal_basis(said: dict[str, Plain]) -> tuple[LegalBasis, ...]:
    listed = map(mapping, sequence(said.get("legal_basis")))
    return tuple(LegalBasis(text(item["law"]), text(item.get("says"))) for item in listed)


def _not_ours(said: dict[str, Plain]) -> tuple[NotOurs, ...]:
    listed = map(mapping, sequence(said.get("not_ours")))
    return tuple(
        NotOurs(text(item["words"]), text(item.get("link")), text(item.get("link_words"))) for item in listed
    )


def _retention(said: dict[str, Plain]) -> Retention:
    return Retention(_whole(said.get("months"), 24), text(said.get("after")), text(said.get("reason")))


def _codes(said: dict[str, Plain]) -> Codes:
    lgsl, lgil = said.get("lgsl"), said.get("lgil")
    return Codes(
        lgsl if isinstance(lgsl, int) else None,
        lgil if isinstance(lgil, int) else None,
        text(said.get("open311")),
    )


def _promise(promise: str, targets: tuple[Target, ...]) -> str:
    days = targets[0].working_days if targets else 0
    return promise.replace("{working_days}", str(days))


def _day_of_year(written: Plain) -> tuple[int, int]:
    """(month, day) of “1 March”."""
    number, month = text(written).split(" ")
    return MONTHS.index(month) + 1, int(number)


def _season(value: Plain) -> Season | None:
    said = mapping(value)
    if not said:
        return None
    return Season(_day_of_year(said["from"]), _day_of_year(said["to"]), text(said["sentence"]))


def _pause(value: Plain) -> Pause | None:
    said = mapping(value)
    if not said:
        return None
    since, until = (date.fromisoformat(text(said[k])) if k in said else None for k in ("since", "until"))
    return Pause(text(said["sentence"]), since, until)


def _unknown_team(service: Node, names: Names) -> list[Mistake]:
    teams = names.get("teams")
    team = text(mapping(service.plain()).get("team"))
    if teams is None or not team or team in teams:
        return []
    place = service.at(["team"])
    sentence = f"There is no team ‘{team}’ in teams.yaml. {instead(team, sorted(teams))}"
    return [Mistake(place.file, place.line, sentence)]


def _twice(service: Node) -> list[Mistake]:
    """Keys of targets and outcomes that are written twice."""
    mistakes = []
    for name, key in (("targets", "name"), ("outcomes", "code")):
        seen: set[str] = set()
        for number, item in enumerate(sequence(mapping(service.plain()).get(name))):
            written = text(mapping(item)[key])
            if written in seen:
                place = service.at([name, number, key])
                sentence = f"There are two {name} called ‘{written}’. Write another {key}, or keep one."
                mistakes.append(Mistake(place.file, place.line, sentence))
            seen.add(written)
    return mistakes


def _days(service: Node) -> list[Mistake]:
    """Days that are not in any calendar, a pause that ends before it begins, holes in the promise."""
    said = mapping(service.plain())
    mistakes = []
    for key in ("from", "to") if "season" in said else ():
        month, day = _day_of_year(mapping(said["season"])[key])
        if day > _LONGEST[month - 1]:
            sentence = (
                f"{MONTHS[month - 1]} has no day {day}. Write {_LONGEST[month - 1]} {MONTHS[month - 1]}."
            )
            place = service.at(["season", key])
            mistakes.append(Mistake(place.file, place.line, sentence))
    pause = _pause(said.get("pause"))
    if pause and pause.since and pause.until and pause.until <= pause.since:
        place = service.at(["pause", "until"])
        sentence = "The pause ends before it begins. Write a day after ‘since’."
        mistakes.append(Mistake(place.file, place.line, sentence))
    for hole in re.findall(r"\{[^}]*\}?", text(said.get("promise"))):
        if hole != "{working_days}":
            place = service.at(["promise"])
            sentence = f"There is nothing to fill ‘{hole}’ with. Write {{working_days}}, or the words."
            mistakes.append(Mistake(place.file, place.line, sentence))
    return mistakes
