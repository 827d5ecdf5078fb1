"""From a council's folder to who the council is: council.yaml, teams.yaml, roles.yaml, closing-days.yaml,
staff.yaml and pages/*.md."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from moothall.apps.catalogue.contrast import SHAPE, TEXT, contrast
from moothall.apps.catalogue.definitions import (
    Colours,
    Contact,
    ContentPage,
    Council,
    DemoStaff,
    Hours,
    LifeArea,
)
from moothall.apps.catalogue.folders import checked, matching, misnamed, parsed, shown
from moothall.apps.catalogue.formats import FORMATS, checker
from moothall.apps.catalogue.located.nodes import Mistake, Plain, mapping, sequence, text
from moothall.apps.catalogue.located.words import instead
from moothall.apps.catalogue.markdown import html_of
from moothall.apps.catalogue.parts import PartFile
from moothall.apps.catalogue.reading_alert import alert_mistakes
from moothall.apps.catalogue.spoken import words_checker
from moothall.apps.catalogue.translating import over
from moothall.apps.teams.api import ABILITIES, Organisation, Role, TeamDetails
from moothall.kernel.calendar import ClosingDay, Division
from moothall.ui.languages import Language

WHITE = "#ffffff"
#: Text and what it stands on; shapes and what they stand on.
_READ = (("main_text", "main"), ("link", WHITE), ("link_hover", WHITE), ("button_text", "button"))
_SEEN = (("accent", WHITE), ("button", WHITE))


@dataclass(frozen=True, slots=True)
class CouncilRead:
    """What was read; `council` and `organisation` are None when a mistake stands in their way.

    `names` are what services may refer to: of each file that has no mistake itself, whatever is wrong in others.
    `unread_pages` are the pages left out for a mistake, as slug and language.
    """

    council: Council | None
    organisation: Organisation | None
    pages: tuple[ContentPage, ...]
    mistakes: tuple[Mistake, ...]
    names: Mapping[str, frozenset[str]]
    unread_pages: frozenset[tuple[str, str]]
    #: The council in its own words of another language.
    councils: Mapping[str, Council] = field(default_factory=dict)


def read_council(folder: Path, slugs: Collection[str] | None = None) -> CouncilRead:
    """Everything a council's folder says beside its services, and every mistake in it.

    `slugs` are the services there are; left out, names of services are not looked at.
    """
    mistakes: list[Mistake] = []
    files = {
        name: _file(folder, name, mistakes) for name in ("council", "teams", "roles", "closing-days", "staff")
    }
    wrong = frozenset(mistake.file for mistake in mistakes)
    mistakes += _crossed(files, wrong)
    pages, unread, more = _pages(folder)
    more = (*more, *_unknown_services(files["council"], slugs), *alert_mistakes(files["council"]))
    council, organisation = None, None
    if not mistakes:
        said = {name: file.data if file else {} for name, file in files.items()}
        council = _council(folder, said["council"], said["staff"])
        organisation = _organisation(said)
    councils, wrong_words = _spoken(folder, files, council)
    found = tuple(sorted({*mistakes, *more, *wrong_words}))
    return CouncilRead(council, organisation, pages, found, _names(files, wrong), unread, councils)


def _spoken(
    folder: Path, files: Mapping[str, PartFile | None], council: Council | None
) -> tuple[dict[str, Council], list[Mistake]]:
    """council.cy.yaml and so on: the council's own words in the other languages that it offers."""
    file, found, mistakes = files["council"], dict[str, Council](), list[Mistake]()
    if council is None or file is None:
        return found, mistakes
    for language in council.languages:
        path = folder / f"council.{language.code}.yaml"
        node, wrong = checked(path, words_checker("council")) if path.exists() else (None, ())
        mistakes += wrong
        if node is None or wrong:
            continue
        told, wrong = over(file.node, node)
        mistakes += wrong
        staff = files["staff"]
        found[language.code] = _council(folder, PartFile(file.path, told).data, staff.data if staff else {})
    return found, mistakes


def _file(folder: Path, name: str, mistakes: list[Mistake]) -> PartFile | None:
    path = folder / FORMATS[name]
    if not path.exists():
        if name in ("council", "teams", "roles"):
            sentence = (
                f"{FORMATS[name]} is missing. Write one, starting from that of the demonstration council."
            )
            mistakes.append(Mistake(shown(path), 1, sentence))
        return None
    node, found = parsed(path)
    mistakes += found
    if node is None:
        return None
    looked = checker(name).look(node)
    mistakes += looked.mistakes
    return PartFile(FORMATS[name], node, looked.refused)


def _names(files: Mapping[str, PartFile | None], wrong: Collection[str]) -> dict[str, frozenset[str]]:
    """What the folders may refer to, of each file that can be relied on."""
    names = {"abilities": frozenset(ABILITIES)}
    for file, listed, key in (
        ("teams", "teams", "code"),
        ("roles", "roles", "code"),
        ("council", "areas", "key"),
    ):
        found = files[file]
        if found is not None and found.node.place.file not in wrong:
            names[listed] = frozenset(text(mapping(one).get(key)) for one in sequence(found.data.get(listed)))
    return names


def _organisation(said: Mapping[str, dict[str, Plain]]) -> Organisation:
    teams = tuple(
        TeamDetails(text(t["code"]), text(t["name"]), text(t.get("email")), text(t.get("about")))
        for t in map(mapping, sequence(said["teams"]["teams"]))
    )
    roles = tuple(
        Role(
            text(r["code"]),
            text(r["name"]),
            frozenset(_texts(r["abilities"])),
            frozenset(_texts(r.get("sees_teams"))),
            own_team_only=text(r.get("sees")) == "own-team",
        )
        for r in map(mapping, sequence(said["roles"]["roles"]))
    )
    days = tuple(
        ClosingDay(date.fromisoformat(text(d["day"])), text(d["name"]))
        for d in map(mapping, sequence(said["closing-days"].get("closing_days")))
    )
    return Organisation(teams, roles, Division(text(said["council"]["division"])), days)


def _texts(value: Plain) -> tuple[str, ...]:
    return tuple(text(item) for item in sequence(value))


def _council(folder: Path, said: dict[str, Plain], staff: dict[str, Plain]) -> Council:
    return Council(
        name=text(said["name"]),
        short_name=text(said["short_name"]),
        prefix=text(said["reference_prefix"]),
        division=text(said["division"]),
        colours=_colours(mapping(said["colours"])),
        contact=_contact(mapping(said["contact"])),
        domain=text(said["domain"]),
        languages=tuple(
            Language(text(item["code"]), text(item["name"]))
            for item in map(mapping, sequence(said["languages"]))
        ),
        areas=tuple(_area(mapping(item)) for item in sequence(said["areas"])),
        folder=folder,
        website=text(said.get("website")),
        strapline=text(said.get("strapline")),
        demonstration=said.get("demonstration") == "yes",
        not_offered=frozenset(_texts(said.get("not_offered"))),
        staff=tuple(_person(mapping(item)) for item in sequence(staff.get("staff"))),
        often=_texts(said.get("often")),
    )


def _area(said: dict[str, Plain]) -> LifeArea:
    return LifeArea(
        text(said["key"]), text(said["name"]), text(said.get("summary")), _texts(said["services"])
    )


def _person(said: dict[str, Plain]) -> DemoStaff:
    places = tuple((text(p["team"]), text(p["role"])) for p in map(mapping, sequence(said["places"])))
    return DemoStaff(text(said["name"]), text(said["email"]), places)


def _colours(said: dict[str, Plain]) -> Colours:
    main, link = text(said["main"]), text(said["link"])
    return Colours(
        main=main,
        main_text=text(said["main_text"]),
        link=link,
        link_hover=text(said.get("link_hover")) or link,
        button=text(said["button"]),
        button_text=text(said["button_text"]),
        accent=text(said.get("accent")) or main,
    )


def _contact(said: dict[str, Plain]) -> Contact:
    return Contact(
        phone=text(said["phone"]),
        email=text(said["email"]),
        address=_texts(said["address"]),
        hours=tuple(
            Hours(text(h["days"]), text(h["times"])) for h in map(mapping, sequence(said.get("hours")))
        ),
        emergency_phone=text(said.get("emergency_phone")),
    )


def _crossed(files: Mapping[str, PartFile | None], wrong: Collection[str]) -> list[Mistake]:
    """Mistakes between the files, and those no schema can see. A file that is `wrong` may lack what others name."""
    mistakes: list[Mistake] = []
    council, teams, roles, staff = (files[name] for name in ("council", "teams", "roles", "staff"))
    if council is not None:
        mistakes += _unreadable_colours(council)
        _codes_of(council, "areas", "key", mistakes)
    team_codes = _codes_of(teams, "teams", "code", mistakes) if teams else None
    role_codes = _codes_of(roles, "roles", "code", mistakes) if roles else None
    team_codes = None if teams and teams.node.place.file in wrong else team_codes
    role_codes = None if roles and roles.node.place.file in wrong else role_codes
    if roles is not None:
        mistakes += _unknown_in_roles(roles, team_codes)
    if staff is not None:
        mistakes += _unknown_in_staff(staff, team_codes, role_codes)
    return mistakes


def _unknown_in_roles(roles: PartFile, teams: list[str] | None) -> list[Mistake]:
    mistakes: list[Mistake] = []
    for number, role in enumerate(map(mapping, sequence(roles.data.get("roles")))):
        at = ("roles", number)
        mistakes += _unknown(roles, (*at, "abilities"), role.get("abilities"), "ability", list(ABILITIES))
        if teams is not None:
            mistakes += _unknown(roles, (*at, "sees_teams"), role.get("sees_teams"), "team", teams)
    return mistakes


def _unknown_in_staff(staff: PartFile, teams: list[str] | None, roles: list[str] | None) -> list[Mistake]:
    """`teams` and `roles` are None when their own file has a mistake: what they name is not known then."""
    mistakes: list[Mistake] = []
    for number, person in enumerate(sequence(staff.data.get("staff"))):
        for turn, place in enumerate(map(mapping, sequence(mapping(person).get("places")))):
            for key, known in (("team", teams), ("role", roles)):
                if known is not None:
                    at = ("staff", number, "places", turn, key)
                    mistakes += _unknown(staff, at, place.get(key), key, known)
    return mistakes


def _unknown_services(council: PartFile | None, slugs: Collection[str] | None) -> list[Mistake]:
    """Services that council.yaml names and nobody has written. The council can be used all the same."""
    if council is None or slugs is None:
        return []
    said, known = council.data, sorted(slugs)
    mistakes = _unknown(council, ("not_offered",), said.get("not_offered"), "service", known)
    mistakes += _unknown(council, ("often",), said.get("often"), "service", known)
    for number, area in enumerate(map(mapping, sequence(said.get("areas")))):
        at = ("areas", number, "services")
        mistakes += _unknown(council, at, area.get("services"), "service", known)
    return mistakes


def _codes_of(file: PartFile, name: str, key: str, mistakes: list[Mistake]) -> list[str]:
    """The keys of a list, each once."""
    seen: list[str] = []
    for number, item in enumerate(sequence(file.data.get(name))):
        code = text(mapping(item).get(key))
        if code and code in seen:
            sentence = f"There are two {name} called ‘{code}’. Write another {key}, or keep one."
            mistakes.append(_mistake(file, (name, number, key), sentence))
        seen.append(code)
    return seen


def _mistake(file: PartFile, path: tuple[str | int, ...], sentence: str) -> Mistake:
    place = file.at(*path)
    return Mistake(place.file, place.line, sentence)


def _unknown(
    file: PartFile, path: tuple[str | int, ...], written: Plain, what: str, known: list[str]
) -> list[Mistake]:
    """Names in a list (or one name) that are not known."""
    listed = list(enumerate(written)) if isinstance(written, list) else [(None, written)]
    mistakes = []
    for number, name in listed:
        if name is not None and text(name) not in known:
            sentence = f"There is no {what} ‘{text(name)}’. {instead(name, known)}"
            mistakes.append(_mistake(file, path if number is None else (*path, number), sentence))
    return mistakes


def _unreadable_colours(council: PartFile) -> list[Mistake]:
    """Pairs of colours that are too near to each other for WCAG 2.2."""
    said = {key: text(colour) for key, colour in mapping(council.data.get("colours")).items() if colour}
    mistakes = []
    for pairs, least, what in ((_READ, TEXT, "Text"), (_SEEN, SHAPE, "A shape")):
        for above, under in pairs:
            below = under if under == WHITE else said.get(under)
            if above not in said or below is None:
                continue
            ratio = contrast(said[above], below)
            if ratio < least:
                ground = "white" if under == WHITE else f"‘{under}’ ({below})"
                sentence = (
                    f"{what} in ‘{above}’ ({said[above]}) cannot be read on {ground}: contrast "
                    f"{ratio:.1f}:1, and at least {least}:1 is needed. Write a darker or lighter one."
                )
                mistakes.append(_mistake(council, ("colours", above), sentence))
    return mistakes


def _pages(
    folder: Path,
) -> tuple[tuple[ContentPage, ...], frozenset[tuple[str, str]], tuple[Mistake, ...]]:
    """pages/<slug>.md in the council's first language, pages/<language>/<slug>.md in another."""
    pages: list[ContentPage] = []
    mistakes: list[Mistake] = []
    unread: set[tuple[str, str]] = set()
    for path in (*matching(folder, "pages/*.md"), *matching(folder, "pages/*/*.md")):
        node, found = checked(path, checker("page"))
        found = (*found, *misnamed(path, path.stem, "contact-us.md"))
        mistakes += found
        language = path.parent.name if path.parent.parent.name == "pages" else "en"
        if node is None or found:
            unread.add((path.stem, language))
            continue
        said = mapping(node.plain())
        order = said.get("order")
        markdown = text(said["body"])
        pages.append(
            ContentPage(
                slug=path.stem,
                title=text(said["title"]),
                summary=text(said.get("summary")),
                html=html_of(markdown),
                markdown=markdown,
                footer=said.get("footer") == "yes",
                order=order if isinstance(order, int) else 500,
                language=language,
                keywords=_texts(said.get("keywords")),
                answer=said.get("answer") == "yes",
                service=text(said.get("service")),
            )
        )
    return tuple(sorted(pages, key=lambda page: (page.order, page.title))), frozenset(unread), tuple(mistakes)
