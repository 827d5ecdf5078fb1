"""Snippets: words that officers write again and again, in the council's folder and in a service's: `snippets/*.md`.

An officer puts one into a reply and changes it there; what is sent is what they then send.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from moothall.apps.catalogue import api as catalogue
from moothall.apps.messaging.markup import HOLE
from moothall.kernel.actors import STAFF_CLASS, system

PART: Final = "snippets"
_READER = system("messaging")
_NO_SERVICE = catalogue.Service("", "", "", "", STAFF_CLASS)

#: What a snippet may name.
FACTS: Final[Mapping[str, str]] = {
    "name": "The name the person gave, or “resident”.",
    "reference": "The reference, such as BAR-7K4-M9Q-XT8.",
    "service_name": "What the service is called.",
    "due_on": "The day by which it is to be finished, such as Thursday 9 April 2026; empty where none is promised.",
    "opened_on": "The day the request was made.",
    "officer_name": "The name of the officer who writes.",
    "team_name": "What the officer’s team is called.",
    "council_name": "The council’s name.",
    "council_phone": "The telephone number of the council’s contact centre.",
}

SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A snippet: words that officers put into a reply. Markdown with front matter",
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "body"],
    "properties": {
        "title": {
            "x-floats": True,
            "description": "What officers choose it by.",
            "type": "string",
            "minLength": 1,
            "maxLength": 100,
            "x-example": "We need a photo",
        },
        "whole": {
            "x-floats": True,
            "description": "yes: it is a whole reply, a template; left out, it is a part of one.",
            "enum": ["yes", "no"],
        },
        "words": {
            "x-floats": True,
            "description": "Other words by which officers look for it.",
            "type": "array",
            "items": {"type": "string", "minLength": 1, "maxLength": 60},
            "maxItems": 20,
        },
        "language": {
            "x-floats": True,
            "description": "The language it is written in, such as cy; left out, English.",
            "type": "string",
            "pattern": "^[a-z]{2,3}$",
            "x-instead": "Write the code of a language, such as cy.",
        },
        "body": {
            "x-floats": True,
            "description": "The text below the front matter, as it is put into the reply, with {{ facts }}: "
            + ", ".join(f"`{fact}`" for fact in FACTS)
            + ".",
            "type": "string",
            "minLength": 1,
            "maxLength": 4000,
        },
    },
}


@dataclass(frozen=True, slots=True)
class Snippet:
    """`name` is its file; `whole`: a whole reply. `body` has holes, which `filled` fills."""

    name: str
    title: str
    body: str
    whole: bool = False
    words: tuple[str, ...] = ()
    language: str = "en"

    def filled(self, facts: Mapping[str, str]) -> str:
        """Its words with the facts; what fills a hole is text and is not read again."""
        return HOLE.sub(lambda found: facts.get(found[1], ""), self.body).strip()

    def says(self, wanted: str) -> bool:
        """Whether all words of `wanted` stand in it."""
        said = " ".join((self.title, *self.words, self.body)).casefold()
        return all(word in said for word in wanted.casefold().split())


def snippets_for(service: str, *, words: str = "") -> tuple[Snippet, ...]:
    """The snippets of a service, then the council's, whole replies first; with `words`, those that say them.

    A service's own replaces the council's of the same file name.
    """
    own, shared = _of_service(service), _of_council()
    known = {one.name for one in own}
    found = (*own, *(one for one in shared if one.name not in known))
    ordered = sorted(found, key=lambda one: (not one.whole, one.title.casefold()))
    return tuple(one for one in ordered if one.says(words))


def facts_unknown(words: str) -> tuple[str, ...]:
    """A sentence for each hole in the words of a reply that no fact fills."""
    return tuple(_unknown(found[1]) for found in HOLE.finditer(words) if found[1] not in FACTS)


def read_snippets(source: catalogue.PartSource) -> tuple[Snippet, ...]:
    """The part reader: every file is read, whatever is wrong with another."""
    found = []
    for file in source.files:
        _check(source, file)
        found.append(_snippet(file.path, file.data))
    return tuple(found)


SNIPPETS_PART = catalogue.PartReader(
    PART, files="snippets/*.md", schema=SCHEMA, read=read_snippets, order=31, floats=True
)


def _check(source: catalogue.PartSource, file: catalogue.PartFile) -> None:
    said = str(file.data.get("body") or "")
    place = file.at("body")
    for at, line in enumerate(said.split("\n")):
        for found in HOLE.finditer(line):
            if found[1] not in FACTS:
                source.mistakes.append(catalogue.Mistake(place.file, place.line + at, _unknown(found[1])))
        left = HOLE.sub("", line)
        if "{{" in left or "}}" in left:
            sentence = "A fact is not written as one. Write two braces on each side, such as {{ reference }}."
            source.mistakes.append(catalogue.Mistake(place.file, place.line + at, sentence))


def _unknown(fact: str) -> str:
    near = difflib.get_close_matches(fact, FACTS, n=1)
    instead = f"Did you mean {{{{ {near[0]} }}}}?" if near else f"Write one of: {', '.join(FACTS)}."
    return f"There is no {{{{ {fact} }}}} in a snippet. {instead}"


def _snippet(path: str, data: Mapping[str, object]) -> Snippet:
    words = data.get("words")
    return Snippet(
        name=path.rpartition("/")[2].removesuffix(".md"),
        title=str(data.get("title") or ""),
        body=str(data.get("body") or ""),
        whole=data.get("whole") == "yes",
        words=tuple(str(one) for one in words) if isinstance(words, list) else (),
        language=str(data.get("language") or "en"),
    )


def _of_service(slug: str) -> tuple[Snippet, ...]:
    try:
        part = catalogue.service_named(slug, seen_by=_READER).part(PART)
    except (catalogue.NoSuchService, KeyError):
        return ()
    return part if isinstance(part, tuple) else ()


@dataclass(slots=True)
class _Council:
    """The council's own, read again when the catalogue has read its folder again."""

    folder: catalogue.Council | None = None
    snippets: tuple[Snippet, ...] = ()


_council = _Council()


def _of_council() -> tuple[Snippet, ...]:
    council = catalogue.council()
    if _council.folder is not council:
        _council.snippets = _read_folder(council.folder / PART)
        _council.folder = council
    return _council.snippets


def _read_folder(folder: Path) -> tuple[Snippet, ...]:
    """The snippets of a folder. One with a mistake is left out, as `moothall check` says."""
    found: list[Snippet] = []
    for path in sorted(folder.glob("*.md")):
        node, mistakes = catalogue.parsed(path)
        if node is None or mistakes or SNIPPETS_PART.checker.check(node):
            continue
        source = catalogue.PartSource(_NO_SERVICE, (catalogue.PartFile(f"{PART}/{path.name}", node),))
        read = read_snippets(source)
        found += read if not source.mistakes else ()
    return tuple(found)
