"""Services and the council in another language: read once beside the first, with the same structure and version."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from moothall.apps.catalogue.definitions import Service
from moothall.apps.catalogue.folders import matching, parsed, shown
from moothall.apps.catalogue.formats import checker
from moothall.apps.catalogue.located.checking import Checker, Schema
from moothall.apps.catalogue.located.merging import merged
from moothall.apps.catalogue.located.nodes import Mistake, Node, mapping, text
from moothall.apps.catalogue.parts import PARTS, PartFile
from moothall.apps.catalogue.reading_service import Names, service_of
from moothall.apps.catalogue.resolving import Resolved, resolve
from moothall.apps.catalogue.translating import (
    OF_COUNCIL,
    OF_SERVICE,
    over,
    said_by,
    untranslated,
    words_schema,
)
from moothall.ui.languages import BASE, speaking

SERVICE = "service.yaml"
#: Words of one language: by the path of the file they stand beside.
Words = Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Told:
    """What a folder says in other languages: words by language, and what is wrong in them."""

    words: Mapping[str, Words] = field(default_factory=dict)
    mistakes: tuple[Mistake, ...] = ()


NOTHING = Told()
#: No folder at all: what does not fit an old version is nobody's mistake.
NOBODY = "\0"


@cache
def words_checker(name: str) -> Checker:
    """The checker of language files: of service.yaml, of council.yaml, or of a part's only file."""
    return Checker(schema_of(name))


@cache
def schema_of(name: str) -> Schema:
    """The schema of `form.cy.yaml` for `form`, and so on."""
    title = f"{name}.cy.yaml, and so on for other languages"
    if name == "council":
        return words_schema(checker(name).schema, OF_COUNCIL.__contains__, title=title)
    if name == "service":
        return words_schema(checker(name).schema, OF_SERVICE.__contains__, title=title)
    return words_schema(PARTS[name].schema, lambda way: True, title=title)


def translatable() -> dict[str, str]:
    """Every file of a service that may have others beside it in other languages: its path, and its format."""
    parts = {reader.files: reader.name for reader in PARTS.values() if reader.files.endswith(".yaml")}
    return {SERVICE: "service"} | {path: name for path, name in parts.items() if "*" not in path}


def languages_in(folder: Path) -> tuple[Path, ...]:
    """The language files of a folder: `form.cy.yaml` beside `form.yaml`."""
    found = (path for file in translatable() for path in matching(folder, f"{Path(file).stem}.*.yaml"))
    return tuple(sorted(path for path in found if path.name.count(".") == 2))


def told_by(folder: Path, base: Path | None = None) -> Told:
    """The words of a service's folder in other languages, over those of the service it extends."""
    words: dict[str, dict[str, Node]] = {}
    mistakes: list[Mistake] = []
    for source in (base, folder):
        for path in languages_in(source) if source else ():
            stem, language, _ = path.name.split(".")
            node, found = parsed(path)
            mistakes += found
            if node is None:
                continue
            looked = words_checker(translatable()[f"{stem}.yaml"]).look(node)
            mistakes += looked.mistakes
            if found or looked.mistakes:
                continue
            own = words.setdefault(language, {})
            name = f"{stem}.yaml"
            own[name] = merged(own[name], node)[0] if name in own else node
    return Told(words, tuple(mistakes))


def spoken(
    resolved: Resolved, digest: str, names: Names, language: str, words: Words, own: str = ""
) -> tuple[Service | None, tuple[Mistake, ...]]:
    """The service in `language`: the same structure, the words of `words` where they say something.

    What is wrong in the language files alone is reported; with a mistake there is no service in that language.
    """
    mistakes: list[Mistake] = []

    def said(file: PartFile) -> PartFile:
        if file.path not in words:
            return file
        node, found = over(file.node, words[file.path], own)
        mistakes.extend(found)
        return PartFile(file.path, node, file.refused)

    files = {name: tuple(said(file) for file in held) for name, held in resolved.files.items()}
    told = Resolved(resolved.slug, said(resolved.service), files, resolved.mistakes)
    with speaking(language):
        service, found = service_of(told, digest, names)
    told_in = {node.place.file for node in words.values()}
    mistakes += [one for one in found if one.file in told_in and one.file.startswith(own)]
    if service is None or mistakes:
        return None, tuple(mistakes)
    return replace(service, language=language), ()


def read_spoken(
    folder: Path, bases: Mapping[str, Path], service: Service, names: Names, languages: Collection[str] | None
) -> tuple[dict[str, Service], Told]:
    """A service in every other language that its folder, or the one it extends, has words of.

    `languages`: those that are offered; None for all that there are. Nothing is read twice where there are none.
    """
    own, _ = parsed(folder / SERVICE)
    base = bases.get(text(mapping(own.plain()).get("extends"))) if own else None
    told = told_by(folder, base)
    wanted = {code: words for code, words in told.words.items() if languages is None or code in languages}
    if not wanted:
        return {}, Told({}, told.mistakes)
    resolved = resolve(folder, bases)
    if isinstance(resolved, tuple):
        return {}, Told({}, told.mistakes)
    found, mistakes = dict[str, Service](), list(told.mistakes)
    for code, words in sorted(wanted.items()):
        made, more = spoken(resolved, service.digest, names, code, words, shown(folder))
        mistakes += more
        if made is not None:
            found[code] = made
    return found, Told(wanted, tuple(mistakes))


def made_by_machine(
    resolved: Resolved, digest: str, language: str, change: Callable[[str], str]
) -> Service | None:
    """The service in a language that `change` makes of the first: to look at pages in it."""
    formats = translatable()
    words = {
        file.path: said_by(file.node, schema_of(formats[file.path]), change)
        for file in (resolved.service, *(one for held in resolved.files.values() for one in held))
        if file.path in formats
    }
    return spoken(resolved, digest, {}, language, words)[0]


def untold_in(folder: Path, bases: Mapping[str, Path]) -> tuple[Mistake, ...]:
    """What a service's folder has begun to say in other languages and does not say to the end."""
    begun = {path.name.split(".")[1] for path in languages_in(folder)}
    begun |= {path.parent.name for path in matching(folder, "messages/*/*.md")} - {BASE}
    if not begun:
        return ()
    own, _ = parsed(folder / SERVICE)
    base = bases.get(text(mapping(own.plain()).get("extends"))) if own else None
    told, resolved = told_by(folder, base), resolve(folder, bases)
    if told.mistakes or isinstance(resolved, tuple) or resolved.mistakes:
        return ()
    found = [_untold(resolved, code, told.words.get(code, {}), folder) for code in sorted(begun)]
    return tuple(one for each in found for one in each)


def _untold(resolved: Resolved, language: str, words: Words, folder: Path) -> Iterator[Mistake]:
    formats = translatable()
    for file in (resolved.service, *(one for held in resolved.files.values() for one in held)):
        if file.path in formats:
            beside = f"{Path(file.path).stem}.{language}.yaml"
            schema = schema_of(formats[file.path])
            yield from untranslated(file.node, words.get(file.path), schema, beside, shown(folder))
    held = {path.relative_to(folder).as_posix() for path in matching(folder, "messages/*/*.md")}
    for path in sorted(held):
        other = path.replace(f"messages/{BASE}/", f"messages/{language}/")
        if path.startswith(f"messages/{BASE}/") and other not in held:
            yield Mistake(shown(folder / path), 1, f"This is not said in {other} yet. Write it there.")


def not_offered(folder: Path, offered: Collection[str]) -> tuple[Mistake, ...]:
    """Language files of a language that the council does not offer: nobody would ever read them."""
    paths = [(path, path.name.split(".")[1]) for path in matching(folder, "council.*.yaml")]
    for inner in (folder, *(path.parent for path in matching(folder, "services/*/service.yaml"))):
        paths += [(path, path.name.split(".")[1]) for path in languages_in(inner)]
        for pattern in ("messages/*/*.md", "pages/*/*.md"):
            paths += [(path, path.parent.name) for path in matching(inner, pattern)]
    return tuple(
        Mistake(
            shown(path),
            1,
            f"The council does not offer ‘{code}’. Write it in `languages:`, or take the file away.",
        )
        for path, code in paths
        if code not in offered and code != BASE
    )
