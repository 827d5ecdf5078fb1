"""Templates: read from folders, checked with their places, found by moment."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from moothall.apps.catalogue import api as catalogue
from moothall.apps.messaging.markup import HOLE, LINK, LINKS, Compiled, compile_markdown
from moothall.apps.messaging.moments import MOMENTS, ROLES, Moment, facts_in_words
from moothall.kernel.actors import STAFF_CLASS, system

PART: Final = "messages"
DEFAULT_LANGUAGE: Final = "en"
_DEFAULTS = Path(__file__).parent / "defaults"
_READER = system("messaging")
_NO_SERVICE = catalogue.Service("", "", "", "", STAFF_CLASS)

SCHEMA: Final[dict[str, Any]] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "A message of a service: Markdown with front matter",
    "type": "object",
    "additionalProperties": False,
    "required": ["when", "subject", "body"],
    "properties": {
        "when": {
            "x-floats": True,
            "description": "The moment at which it is sent.",
            "enum": list(MOMENTS),
            "x-example": "case opened",
        },
        "subject": {
            "x-floats": True,
            "description": "The subject line; {{ facts }} may stand in it.",
            "type": "string",
            "minLength": 1,
            "maxLength": 150,
            "x-example": "We have your report {{ reference }}",
        },
        "to": {
            "x-floats": True,
            "description": "Who is told: reporter (mostly, when left out), on_behalf_of, co_applicant, subscriber or "
            "body; or a list of them. When a part of a form is asked for, whoever is asked.",
            "anyOf": [
                {"enum": list(ROLES)},
                {"type": "array", "items": {"enum": list(ROLES)}, "minItems": 1, "uniqueItems": True},
            ],
        },
        "body": {
            "x-floats": True,
            "description": f"The text below the front matter, in Markdown, with {{{{ facts }}}}. {facts_in_words()}",
            "type": "string",
            "minLength": 1,
            "maxLength": 20000,
        },
    },
}


@dataclass(frozen=True, slots=True)
class Template:
    """`name` is its file within the folder it came from; `to` the roles of a case's parties."""

    name: str
    language: str
    when: str
    to: tuple[str, ...]
    compiled: Compiled


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of one folder, by language and moment."""

    held: Mapping[tuple[str, str], tuple[Template, ...]]

    def at(self, moment: str, language: str) -> tuple[Template, ...]:
        return self.held.get((language, moment), ())


NONE = Templates({})


def templates_at(moment: str, *, service: str, language: str) -> tuple[Template, ...]:
    """What is said at `moment`: the service's own words, else the council's, else the shipped ones.

    In `language`, else in English. The words of today: wording floats.
    """
    folders = (_of_service(service), _of_council(), shipped())
    languages = (language,) if language == DEFAULT_LANGUAGE else (language, DEFAULT_LANGUAGE)
    for folder in folders:
        for tongue in languages:
            if found := folder.at(moment, tongue):
                return found
    return ()


def spoken_at(moment: str, *, service: str, language: str) -> str:
    """The language in which something is said at `moment` to whoever reads `language`."""
    found = templates_at(MOMENTS[moment].when, service=service, language=language)
    return found[0].language if found else DEFAULT_LANGUAGE


def template_named(name: str, moment: str, *, service: str, language: str) -> Template | None:
    """The template a message was queued with, or what is said at its moment now that the file is gone."""
    found = templates_at(moment, service=service, language=language)
    return next((template for template in found if template.name == name), found[0] if found else None)


def read_messages(source: catalogue.PartSource) -> Templates:
    """The part reader: every file is read, whatever is wrong with another."""
    held: dict[tuple[str, str], tuple[Template, ...]] = {}
    for file in source.files:
        template = _template(file.path, file.data)
        _check(source, file)
        key = (template.language, template.when)
        held[key] = (*held.get(key, ()), template)
    return Templates(held)


MESSAGES_PART = catalogue.PartReader(
    PART, files="messages/*/*.md", schema=SCHEMA, read=read_messages, order=30, floats=True
)


def _check(source: catalogue.PartSource, file: catalogue.PartFile) -> None:
    moment = MOMENTS.get(str(file.data.get("when", "")))
    for key in ("subject", "body"):
        said = str(file.data.get(key) or "")
        for found in HOLE.finditer(said):
            if not _is_fact(found[1], moment):
                place = file.at(key)
                line = place.line + said.count("\n", 0, found.start())
                source.mistakes.append(catalogue.Mistake(place.file, line, _unknown(found[1], moment)))
        _check_links(source, file, key, said)
        _check_braces(source, file, key, said)


def _check_braces(source: catalogue.PartSource, file: catalogue.PartFile, key: str, said: str) -> None:
    """What was meant to be filled in and is not, because a brace is missing: people would be sent the braces."""
    for at, line in enumerate(said.split("\n")):
        left = HOLE.sub("", line)
        sentence = ""
        if "{{" in left or "}}" in left:
            sentence = "A fact is not written as one. Write two braces on each side, such as {{ reference }}."
        elif "{%" in left or "%}" in left:
            sentence = "There is nothing but facts here: {% … %} would be sent as it stands. Take it out."
        if sentence:
            place = file.at(key)
            source.mistakes.append(catalogue.Mistake(place.file, place.line + at, sentence))


def _check_links(source: catalogue.PartSource, file: catalogue.PartFile, key: str, said: str) -> None:
    for at, line in enumerate(said.split("\n")):
        for found in HOLE.finditer(line):
            before = line[: found.start()].rstrip()
            if before.endswith("](") and found[1] not in LINKS:
                place = file.at(key)
                sentence = f"A link cannot go to {{{{ {found[1]} }}}}. Write {{{{ {LINK} }}}} or an address."
                source.mistakes.append(catalogue.Mistake(place.file, place.line + at, sentence))


def _is_fact(name: str, moment: Moment | None) -> bool:
    """Of a message whose moment cannot be read: whether any moment knows it."""
    return any(one.knows(name) for one in ([moment] if moment else MOMENTS.values()))


def _unknown(fact: str, moment: Moment | None) -> str:
    names = moment.names if moment else sorted({name for one in MOMENTS.values() for name in one.names})
    near = difflib.get_close_matches(fact, names, n=1)
    instead = f"Did you mean {{{{ {near[0]} }}}}?" if near else f"Write one of: {', '.join(names)}."
    when = f" when it is ‘{moment.when}’" if moment else ""
    return f"There is no {{{{ {fact} }}}}{when}. {instead}"


def _template(path: str, data: Mapping[str, object]) -> Template:
    moment = MOMENTS.get(str(data.get("when", "")))
    to = data.get("to") or (moment.to if moment else "reporter")
    parts = path.split("/")
    return Template(
        name=parts[-1],
        language=parts[-2] if len(parts) > 1 else DEFAULT_LANGUAGE,
        when=str(data.get("when", "")),
        to=tuple(str(role) for role in to) if isinstance(to, list) else (str(to),),
        compiled=compile_markdown(str(data.get("subject", "")), str(data.get("body", ""))),
    )


def _of_service(slug: str) -> Templates:
    try:
        part = catalogue.service_named(slug, seen_by=_READER).part(PART)
    except (catalogue.NoSuchService, KeyError):
        return NONE
    return part if isinstance(part, Templates) else NONE


@dataclass(slots=True)
class _Council:
    """The council's own templates, read again when the catalogue has read its folder again."""

    folder: catalogue.Council | None = None
    templates: Templates = NONE


_council = _Council()


def _of_council() -> Templates:
    council = catalogue.council()
    if _council.folder is not council:
        _council.templates = _read_folder(council.folder / PART)
        _council.folder = council
    return _council.templates


@cache
def shipped() -> Templates:
    """The plain words that always exist, so that nobody is left without an answer."""
    return _read_folder(_DEFAULTS)


def _read_folder(folder: Path) -> Templates:
    """The templates of a folder. One with a mistake is left out, as `moothall check` says: others are said instead."""
    held: dict[tuple[str, str], tuple[Template, ...]] = {}
    for path in sorted(folder.glob("*/*.md")):
        node, mistakes = catalogue.parsed(path)
        if node is None or mistakes or MESSAGES_PART.checker.check(node):
            continue
        file = catalogue.PartFile(f"{path.parent.name}/{path.name}", node)
        source = catalogue.PartSource(_NO_SERVICE, (file,))
        read = read_messages(source)
        for key, templates in read.held.items() if not source.mistakes else ():
            held[key] = (*held.get(key, ()), *templates)
    return Templates(held)
