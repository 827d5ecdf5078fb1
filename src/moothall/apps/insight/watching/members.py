"""The council's elected members, from members.yaml of its folder: looks at their affairs are listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from moothall.apps.catalogue.api import CouncilFile, CouncilSource, files_now, mapping, sequence, text

NAME: Final = "members"
_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "members.yaml",
    "description": "The elected members of the council: looks at requests of theirs are listed for those who watch.",
    "type": "object",
    "additionalProperties": False,
    "required": ["members"],
    "properties": {
        "members": {
            "description": "Every councillor.",
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name"],
                "properties": {
                    "name": {
                        "description": "First name and surname, without titles.",
                        "type": "string",
                        "minLength": 2,
                        "maxLength": 120,
                    },
                    "email": {
                        "description": "The address they write from.",
                        "type": "string",
                        "minLength": 3,
                        "maxLength": 254,
                    },
                    "ward": {
                        "description": "The code of the ward they stand for.",
                        "type": "string",
                        "maxLength": 40,
                    },
                },
            },
        }
    },
}


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    email: str


def members() -> tuple[Member, ...]:
    """The members of the council's file; none where it has no file, or one with a mistake."""
    found = files_now(NAME)
    if not found or found[0].mistakes:
        return ()
    said = (mapping(one) for one in sequence(found[0].file.data.get("members")))
    return tuple(Member(text(one.get("name")), text(one.get("email")).casefold()) for one in said)


def _look(source: CouncilSource) -> None:
    """Somebody who is there twice."""
    seen: set[str] = set()
    for number, one in enumerate(map(mapping, sequence(source.file.data.get("members")))):
        name = text(one.get("name"))
        if name and name.casefold() in seen:
            source.mistake(("members", number, "name"), f"‘{name}’ is there twice. Keep one.")
        seen.add(name.casefold())


MEMBERS_FILE = CouncilFile(NAME, "members.yaml", _SCHEMA, _look)
