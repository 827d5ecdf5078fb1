"""Other bodies that a case can be passed on to, from the council's bodies.yaml."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from moothall.apps.catalogue.api import (
    CouncilFile,
    CouncilSource,
    Plain,
    files_now,
    instead,
    mapping,
    sequence,
    text,
)
from moothall.kernel.actors import Actor

NAME: Final = "bodies"


@dataclass(frozen=True, slots=True)
class Body:
    """Somebody responsible for something that is not ours. It has an e-mail address, a page, or both.

    `contact`: it may be given the name and address of whoever asked.
    """

    code: str
    name: str
    responsible_for: str
    email: str = ""
    link: str = ""
    phone: str = ""
    services: tuple[str, ...] = ()
    contact: bool = False

    def takes(self, service: str) -> bool:
        return not self.services or service in self.services


def bodies(*, seen_by: Actor) -> tuple[Body, ...]:
    """The bodies of the council's file, in its order; none where it has no file, or one with a mistake."""
    found = files_now(NAME)
    if not found or found[0].mistakes:
        return ()
    return tuple(_body(mapping(one)) for one in sequence(found[0].file.data.get("bodies")))


def body_named(code: str, *, seen_by: Actor) -> Body | None:
    return next((one for one in bodies(seen_by=seen_by) if one.code == code), None)


def _body(said: dict[str, Plain]) -> Body:
    return Body(
        code=text(said.get("code")),
        name=text(said.get("name")),
        responsible_for=text(said.get("responsible_for")),
        email=text(said.get("email")),
        link=link if _is_web_page(link := text(said.get("link"))) else "",
        phone=text(said.get("phone")),
        services=tuple(text(one) for one in sequence(said.get("services"))),
        contact=said.get("contact") == "yes",
    )


def _is_web_page(link: str) -> bool:
    return link.startswith(("https://", "http://"))


def _look(source: CouncilSource) -> None:
    """Codes that are there twice, services that are not there, pages that are no web pages."""
    seen: set[str] = set()
    known = sorted(source.slugs)
    for number, one in enumerate(map(mapping, sequence(source.file.data.get("bodies")))):
        code = text(one.get("code"))
        if code and code in seen:
            sentence = f"There are two bodies called ‘{code}’. Write another code, or keep one."
            source.mistake(("bodies", number, "code"), sentence)
        seen.add(code)
        if (link := text(one.get("link"))) and not _is_web_page(link):
            sentence = f"‘{link}’ is no web page. Write an address that begins with https://."
            source.mistake(("bodies", number, "link"), sentence)
        for turn, slug in enumerate(map(text, sequence(one.get("services")))):
            if slug not in source.slugs:
                sentence = f"There is no service ‘{slug}’. {instead(slug, known)}"
                source.mistake(("bodies", number, "services", turn), sentence)


BODIES_FILE = CouncilFile(
    name=NAME,
    path="bodies.yaml",
    schema=json.loads(files("moothall.apps.cases").joinpath("bodies.schema.json").read_text("utf-8")),
    look=_look,
)
