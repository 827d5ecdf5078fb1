"""From a resolved folder, or the stored content of a version, to a `Service`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from moothall.apps.catalogue.approvals import approval_mistakes
from moothall.apps.catalogue.definitions import (
    Codes,
    Drafts,
    Holding,
    LegalBasis,
    NotOurs,
    Outcome,
    Pause,
    Retention,
    Season,
    Service,
    Target,
    TwoPersons,
)
from moothall.apps.catalogue.located.nodes import Mistake, Plain, mapping, sequence, text
from moothall.apps.catalogue.located.words import instead
from moothall.apps.catalogue.markdown import words
from moothall.apps.catalogue.parts import PartFile, PartReader, PartSource, part_readers
from moothall.apps.catalogue.resolving import Resolved
from moothall.kernel.actors import STAFF_CLASS, team_class

Names = Mapping[str, frozenset[str]]
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
          "November", "December")  # fmt: skip
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def service_of(resolved: Resolved, digest: str, names: Names) -> tuple[Service | None, tuple[Mistake, ...]]:
    """The service with every part read, when nothing is wrong, and all mistakes in file and line order.

    What no schema can see is looked for in all that the schemas have left to be read, whatever is wrong beside it.
    """
    said = resolved.service
    mistakes = [*resolved.mistakes, *_unknown(said, "team", names), *_unknown(said, "area", names)]
    mistakes += [*_twice(said), *_days(said), *_elsewhere(said, names), *approval_mistakes(said, names)]
    service = _without_parts(resolved.slug, said.data, digest)
    for reader in part_readers():
        files = resolved.files.get(reader.name, ())
        if not files and reader.required:
            continue
        source = PartSource(service, files, names, [])
        part = _read(reader, source)
        if part is not None:
            service = replace(service, parts={**service.parts, reader.name: part})
        mistakes += source.mistakes
    return (None if mistakes else service), tuple(sorted(set(mistakes)))


def _read(reader: PartReader, source: PartSource) -> object:
    """What the reader makes of its files; None where it stumbled over what its schema has refused."""
    try:
        return reader.read(source)
    except Exception:
        if not any(file.refused for file in source.files):
            raise
        return None


def _without_parts(slug: str, said: dict[str, Plain], digest: str) -> Service:
    """What service.yaml says, and the usual where it says nothing that can be read."""
    team = text(said.get("team"))
    targets = tuple(
        Target(text(t.get("name")), _whole(t.get("working_days"), 0), text(t.get("words")))
        for t in map(mapping, sequence(said.get("targets")))
    )
    return Service(
        slug=slug,
        digest=digest,
        name=text(said.get("name")),
        team=team,
        confidentiality=team_class(team) if said.get("confidentiality") == "team" else STAFF_CLASS,
        targets=targets,
        outcomes=_outcomes(said),
        reopen_days=_whole(said.get("reopen_within_days"), 28),
        summary=text(said.get("summary")),
        audience=_texts(said.get("audience")),
        keywords=_texts(said.get("keywords")),
        responsible_body=text(said.get("responsible_body")),
        legal_basis=_legal_basis(said),
        lawful_basis=text(said.get("lawful_basis")),
        purposes=_texts(said.get("purposes")),
        retention=_retention(mapping(said.get("retention"))),
        codes=_codes(mapping(said.get("codes"))),
        drafts=_drafts(mapping(said.get("drafts"))),
        season=_season(said.get("season")),
        pause=_pause(said.get("pause")),
        published=said.get("published") != "no",
        emergency=words(text(said.get("emergency"))),
        not_ours=_not_ours(said),
        before_you_start=words(text(said.get("before_you_start"))),
        promise=_promise(text(said.get("promise")), targets),
        area=text(said.get("area")),
        public=said.get("public") == "yes",
        public_photos=said.get("public") == said.get("public_photos") == "yes",
        hold=_hold(mapping(said.get("hold"))),
        approvals=tuple(_two_persons(mapping(one)) for one in sequence(said.get("approvals"))),
    )


def _outcomes(said: dict[str, Plain]) -> tuple[Outcome, ...]:
    listed = map(mapping, sequence(said.get("outcomes")))
    return tuple(
        Outcome(text(o.get("code")), text(o.get("name")), text(o.get("words")), o.get("gives_back") == "yes")
        for o in listed
    )


def _hold(said: dict[str, Plain]) -> Holding:
    return Holding(said.get("stops_clock") == "yes", said.get("tell") == "yes")


def _two_persons(said: dict[str, Plain]) -> TwoPersons:
    above = said.get("above")
    return TwoPersons(
        verb=text(said.get("for")),
        role=text(said.get("role")),
        outcomes=_texts(said.get("outcomes")),
        above=Decimal(str(above)) if isinstance(above, int | float) else None,
        amount=text(said.get("amount")),
        words=text(said.get("words")),
    )


def _texts(value: Plain) -> tuple[str, ...]:
    return tuple(text(item) for item in sequence(value))


def _whole(value: Plain, otherwise: int) -> int:
    return value if isinstance(value, int) else otherwise


def _legal_basis(said: dict[str, Plain]) -> tuple[LegalBasis, ...]:
    listed = map(mapping, sequence(said.get("legal_basis")))
    return tuple(LegalBasis(text(item.get("law")), text(item.get("says"))) for item in listed)


def _not_ours(said: dict[str, Plain]) -> tuple[NotOurs, ...]:
    listed = map(mapping, sequence(said.get("not_ours")))
    return tuple(
        NotOurs(
            text(item.get("words")),
            text(item.get("link")),
            text(item.get("link_words")),
            text(item.get("service")),
        )
        for item in listed
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


def _drafts(said: dict[str, Plain]) -> Drafts:
    return Drafts(_whole(said.get("keep_days"), 28), said.get("finish_on_old_form") == "yes")


def _promise(promise: str, targets: tuple[Target, ...]) -> str:
    days = targets[0].working_days if targets else 0
    return promise.replace("{working_days}", str(days))


def _day_of_year(written: Plain) -> tuple[int, int] | None:
    """(month, day) of “1 March”; None for what is no such day."""
    number, _, month = text(written).partition(" ")
    return (MONTHS.index(month) + 1, int(number)) if month in MONTHS and number.isdigit() else None


def _season(value: Plain) -> Season | None:
    said = mapping(value)
    opens, closes = _day_of_year(said.get("from")), _day_of_year(said.get("to"))
    return Season(opens, closes, text(said.get("sentence"))) if opens and closes else None


def _day(written: Plain) -> date | None:
    try:
        return date.fromisoformat(text(written))
    except ValueError:
        return None


def _pause(value: Plain) -> Pause | None:
    said = mapping(value)
    if not said:
        return None
    return Pause(text(said.get("sentence")), _day(said.get("since")), _day(said.get("until")))


_WHERE = {"team": "in teams.yaml", "area": "of life in council.yaml"}


def _unknown(service: PartFile, key: str, names: Names) -> list[Mistake]:
    """A team or an area of life that the council does not have. Nothing is said where the council is not known."""
    known = names.get(f"{key}s")
    written = text(service.data.get(key))
    if known is None or not written or written in known:
        return []
    sentence = f"There is no {key} ‘{written}’ {_WHERE[key]}. {instead(written, sorted(known))}"
    return [_mistake(service, (key,), sentence)]


def _elsewhere(service: PartFile, names: Names) -> list[Mistake]:
    """A service that residents are sent to and that is not there. Nothing is said where the services are not known."""
    known, mistakes = names.get("services"), list[Mistake]()
    for number, item in enumerate(sequence(service.data.get("not_ours"))):
        written = text(mapping(item).get("service"))
        if known is not None and written and written not in known:
            sentence = f"There is no service ‘{written}’. {instead(written, sorted(known))}"
            mistakes.append(_mistake(service, ("not_ours", number, "service"), sentence))
    return mistakes


def _mistake(service: PartFile, path: tuple[str | int, ...], sentence: str) -> Mistake:
    place = service.at(*path)
    return Mistake(place.file, place.line, sentence)


def _twice(service: PartFile) -> list[Mistake]:
    """Keys of targets and outcomes that are written twice."""
    mistakes = []
    for name, key in (("targets", "name"), ("outcomes", "code")):
        seen: set[str] = set()
        for number, item in enumerate(sequence(service.data.get(name))):
            written = text(mapping(item).get(key))
            if written and written in seen:
                sentence = f"There are two {name} called ‘{written}’. Write another {key}, or keep one."
                mistakes.append(_mistake(service, (name, number, key), sentence))
            seen.add(written)
    return mistakes


def _days(service: PartFile) -> list[Mistake]:
    """Days that are not in any calendar, a pause that ends before it begins, holes in the promise."""
    said = service.data
    mistakes = []
    for key in ("from", "to"):
        month, day = _day_of_year(mapping(said.get("season")).get(key)) or (1, 1)
        if day > _LONGEST[month - 1]:
            right = f"{_LONGEST[month - 1]} {MONTHS[month - 1]}"
            sentence = f"{MONTHS[month - 1]} has no day {day}. Write {right}."
            mistakes.append(_mistake(service, ("season", key), sentence))
    pause = _pause(said.get("pause"))
    if pause and pause.since and pause.until and pause.until <= pause.since:
        sentence = "The pause ends before it begins. Write a day after ‘since’."
        mistakes.append(_mistake(service, ("pause", "until"), sentence))
    for hole in re.findall(r"\{[^}]*\}?", text(said.get("promise"))):
        if hole != "{working_days}":
            sentence = f"There is nothing to fill ‘{hole}’ with. Write {{working_days}}, or the words."
            mistakes.append(_mistake(service, ("promise",), sentence))
    return mistakes
