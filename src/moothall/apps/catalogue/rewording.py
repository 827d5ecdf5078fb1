"""Changing the words of a service on the staff site: into the council's folder, as somebody would by hand.

A shipped service is never written to: the council's own folder of the same name says what differs (`extends:`). What is
written is read again as `moothall check` would, before anything is kept; comments and order of a file stay.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.db import transaction

from moothall.apps.catalogue.definitions import NoSuchService, Service
from moothall.apps.catalogue.events import WordsPublished
from moothall.apps.catalogue.folders import subfolders
from moothall.apps.catalogue.library import (
    current,
    mark_published,
    names_for,
    read_again,
    read_service,
    service_folders,
)
from moothall.apps.catalogue.located.nodes import Mistake, Node
from moothall.apps.catalogue.models import WordsChange
from moothall.apps.catalogue.policies import SERVICES_REWORD
from moothall.apps.catalogue.putting import nearest, put
from moothall.apps.catalogue.reading_council import read_council
from moothall.apps.catalogue.resolving import Resolved, resolve
from moothall.apps.catalogue.rewording_laid import begin, lay, lay_message
from moothall.apps.catalogue.rewording_spoken import Begun, begun_in
from moothall.apps.catalogue.services import load_again
from moothall.apps.catalogue.spoken import read_spoken, schema_of, translatable
from moothall.apps.catalogue.translating import name_of, wording_in
from moothall.ground.events.api import last_sequence, record
from moothall.kernel import clock
from moothall.kernel.actors import Actor
from moothall.kernel.ids import new_id
from moothall.kernel.rules import Refused
from moothall.ui.languages import BASE

LONGEST = 5_000
#: Of what a change belongs to the nearest is kept.
_MOST_WHAT = 200
#: A message that is not there in another language yet: its subject, an empty line, its words.
WHOLE = "whole message"


@dataclass(frozen=True, slots=True)
class Wording:
    """Something a service says. `where` is its address: the file, and the way to it by names and numbers.

    `of` is what it belongs to (a page, a question, an outcome; empty for the service), `what` the kind of words.
    `lines`: it is a list, a line each. `own`: the council says it itself. `language` is empty for the first language,
    else the code of another; there `text` may be empty, and `file` is the one of the first that it stands beside.
    """

    where: str
    file: str
    of: str
    what: str
    text: str
    lines: bool
    own: bool
    language: str = ""
    language_name: str = ""


def wordings_of(slug: str, *, seen_by: Actor) -> tuple[Wording, ...]:
    """Everything a service says, in the order of its files, each text with those of other languages behind it.

    Raises NoSuchService, Refused.
    """
    SERVICES_REWORD.demand(seen_by)
    resolved, found = _resolved(slug), list[Wording]()
    others = begun_in(service_folders(*_folders())[slug], _bases(), resolved)
    for path, way, root, leaf in _leaves(resolved):
        first = _wording(path, way, root, leaf)
        found.append(first)
        for one in others:
            if not one.lacks(path):
                found.append(_spoken(first, one, way, root, leaf))
            elif way == ("body",):
                found.append(_unwritten(first, one))
    return tuple(found)


def wording_at(slug: str, where: str, *, seen_by: Actor) -> Wording:
    """One of them. Raises NoSuchService also for an address that is none of this service's."""
    found = next((one for one in wordings_of(slug, seen_by=seen_by) if one.where == where), None)
    if found is None:
        raise NoSuchService(slug)
    return found


@dataclass(frozen=True, slots=True)
class NewWords:
    """Words for one place. `before` is what stood there when somebody began."""

    where: str
    text: str
    before: str


def reworded(slug: str, said: NewWords, *also: NewWords, by: Actor) -> Service:
    """The service as it would be with other words: for a preview. Nothing is written.

    `also` are the same words in other languages. Raises Refused with what `moothall check` would say, or CAT-11 when
    somebody else has changed one of them meanwhile; NoSuchService.
    """
    with _written(slug, _found(slug, (said, *also), by)) as (_, service):
        return service


def publish_words(slug: str, said: NewWords, *also: NewWords, by: Actor) -> None:
    """Write the words into the council's folder; every process says them within seconds.

    `also` are the same words in other languages, published together with them or not at all. Raises Refused (CAT-10
    to CAT-14; CAT-11 when somebody else has changed one of them meanwhile), NoSuchService.
    """
    found = _found(slug, (said, *also), by)
    folder = _own_folder(slug)
    if not os.access(nearest(folder), os.W_OK):
        raise Refused(
            "CAT-10", "The council’s folder cannot be written here. Change the words where it is kept."
        )
    with _written(slug, found) as (made, _), transaction.atomic():
        for wording, text in found:
            change = WordsChange(
                id=new_id(), slug=slug, where=wording.where, what=_what(wording),
                before=wording.text, after=text, by=by.key, at=clock.now(),
            )  # fmt: skip
            change.save(force_insert=True)
            stream = f"service:{slug}"
            record(stream, WordsPublished(change.id), by=by, after=last_sequence(stream))
        for path in sorted(one for one in made.rglob("*") if one.is_file()):
            put(path, folder / path.relative_to(made))
    mark_published()
    earlier = current()
    load_again(earlier, read_again())


def _found(slug: str, said: Iterable[NewWords], by: Actor) -> list[tuple[Wording, str]]:
    """Each place as it is now, with its new words. Raises Refused, NoSuchService."""
    listed = {one.where: one for one in wordings_of(slug, seen_by=by)}
    found = []
    for one in said:
        if one.where not in listed:
            raise NoSuchService(slug)
        _demand_unchanged(listed[one.where], one.before)
        words = _bounded(one.text)
        if listed[one.where].what == WHOLE and not all(subject_and_body(words)):
            raise Refused("CAT-15", "Write its subject first, then an empty line, then what it says.")
        found.append((listed[one.where], words))
    return found


def _demand_unchanged(found: Wording, before: str) -> None:
    """Raises Refused CAT-11."""
    if _plain(before) != _plain(found.text):
        raise Refused("CAT-11", f"Somebody has changed these words meanwhile. They now are: {found.text}")


def _what(found: Wording) -> str:
    said = f"{found.of}: {found.what}" if found.of else found.what
    said = f"{said} ({found.language_name})" if found.language else said
    return said if len(said) <= _MOST_WHAT else f"…{said[1 - _MOST_WHAT :]}"


def changes_of(slug: str, *, seen_by: Actor, limit: int = 200) -> tuple[WordsChange, ...]:
    """What was changed in a service's words, newest first. One query."""
    SERVICES_REWORD.demand(seen_by)
    return tuple(WordsChange.objects.filter(slug=slug).order_by("-at", "-id")[:limit])


def _folders() -> tuple[Path, Path]:
    return Path(settings.MOOTHALL_COUNCIL), Path(settings.MOOTHALL_SERVICES)


def _own_folder(slug: str) -> Path:
    return _folders()[0] / "services" / slug


def _bases() -> dict[str, Path]:
    return {path.name: path for path in subfolders(_folders()[1], "service.yaml")}


def _resolved(slug: str) -> Resolved:
    folder = service_folders(*_folders()).get(slug)
    found = resolve(folder, _bases()) if folder else ()
    if not isinstance(found, Resolved):
        raise NoSuchService(slug)
    return found


def _leaves(resolved: Resolved) -> Iterator[tuple[str, tuple[str | int, ...], Node, Node]]:
    """Each value that is wording: its file, the way to it, the file's root and the value."""
    formats = translatable()
    for file in (resolved.service, *(one for held in resolved.files.values() for one in held)):
        if file.path in formats:
            for way, leaf in wording_in(file.node, schema_of(formats[file.path])):
                yield file.path, way, file.node, leaf
        elif file.path.startswith("messages/en/"):
            for key in ("subject", "body"):
                if (text := file.node.find([key])) is not None:
                    yield file.path, (key,), file.node, text


def _wording(path: str, way: tuple[str | int, ...], root: Node, leaf: Node) -> Wording:
    said = leaf.plain()
    lines = isinstance(said, list)
    text = "\n".join(str(one) for one in said) if isinstance(said, list) else str(said)
    own = Path(leaf.place.file).resolve().is_relative_to(_folders()[0].resolve())
    what = next(str(step) for step in reversed(way) if isinstance(step, str))
    return Wording(
        where=f"{path}:{'.'.join(map(str, way))}",
        file=path,
        of=_of(path, way, root),
        what=what.replace("_", " ").replace("-", " "),
        text=text.strip(),
        lines=lines,
        own=own,
    )


def _spoken(first: Wording, other: Begun, way: tuple[str | int, ...], root: Node, leaf: Node) -> Wording:
    """The same text in another language."""
    said, file = other.said(first.file, way, root, leaf), other.file(first.file)
    own, text = False, ""
    if said is not None:
        plain = said.plain()
        text = "\n".join(map(str, plain)) if isinstance(plain, list) else str(plain)
        own = Path(said.place.file).resolve().is_relative_to(_folders()[0].resolve())
    return replace(
        first,
        where=f"{file}:{first.where.partition(':')[2]}",
        file=file if file.endswith(".md") else first.file,
        text=text.strip(),
        own=own,
        language=other.language.code,
        language_name=other.language.name,
    )


def _unwritten(first: Wording, other: Begun) -> Wording:
    """The place of a message that is not there in another language."""
    file = other.file(first.file)
    return replace(
        first,
        where=f"{file}:whole",
        file=file,
        what=WHOLE,
        text="",
        own=False,
        language=other.language.code,
        language_name=other.language.name,
    )


def subject_and_body(words: str) -> tuple[str, str]:
    """Of a message written whole; empty what is missing."""
    subject, _, body = words.partition("\n\n")
    return " ".join(subject.split()), body.strip()


def _of(path: str, way: tuple[str | int, ...], root: Node) -> str:
    """What the words belong to: the names on the way, the nearest last."""
    if path.startswith("messages/"):
        return f"message “{Path(path).stem}”"
    names, node = [], root
    for step in way:
        following = node.child(step)
        if following is None:
            break
        node = following
        if isinstance(step, int) and (name := name_of(node)):
            names.append(name)
    return " › ".join(names)


@contextmanager
def _written(slug: str, found: Sequence[tuple[Wording, str]]) -> Iterator[tuple[Path, Service]]:
    """A copy of the council's folder of the service with the new words in it, read and without a mistake."""
    with tempfile.TemporaryDirectory(prefix="moothall-words-") as scratch:
        made = Path(scratch) / slug
        own = _own_folder(slug)
        if (own / "service.yaml").is_file():
            shutil.copytree(own, made)
        else:
            begin(made, slug)
        for wording, words in found:
            _lay(made, slug, wording, words)
        languages = [wording.language for wording, _ in found]
        yield made, _read(made, slug, languages[0], {one for one in languages if one})


def _bounded(text: str) -> str:
    words = _plain(text)
    if not words:
        raise Refused("CAT-12", "Enter the words. To take a question away, change the form’s file.")
    if len(words) > LONGEST:
        raise Refused("CAT-13", f"These words are longer than {LONGEST:,} characters. Write fewer.")
    return words


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "").strip()


def _read(made: Path, slug: str, language: str, others: set[str]) -> Service:
    """The service of the copy, as it speaks `language`; `others` are read too. Raises Refused with what is wrong."""
    council, shipped = _folders()
    read = read_council(council, service_folders(council, shipped))
    demonstration = current().council.demonstration
    names = names_for(made, council, read.names, demonstration=demonstration)
    service, _, mistakes = read_service(made, _bases(), names)
    if service is None or mistakes:
        raise Refused(
            "CAT-14", " ".join(_sentences(mistakes)) or "The service cannot be read with these words."
        )
    now = current().services.get(slug)
    if now is not None and service.digest != now.digest:
        raise Refused("CAT-14", "These words would change what the form means. Change the file instead.")
    if not others:
        return service
    spoken, told = read_spoken(made, _bases(), service, names, others)
    if told.mistakes:
        raise Refused("CAT-14", " ".join(_sentences(told.mistakes)))
    return spoken.get(language, service)


def _sentences(mistakes: tuple[Mistake, ...]) -> list[str]:
    return [mistake.sentence for mistake in mistakes[:3]]


def _lay(made: Path, slug: str, found: Wording, words: str) -> None:
    """Write the words into the file of the copy that says them."""
    resolved = _resolved(slug)
    files = (resolved.service, *(one for held in resolved.files.values() for one in held))
    if found.what == WHOLE:
        path = found.file.replace(f"messages/{found.language}/", f"messages/{BASE}/", 1)
        root = next(one.node for one in files if one.path == path)
        lay_message(made / found.file, root, *subject_and_body(words))
        return
    root = next(one.node for one in files if one.path == found.file)
    lay(made / found.where.partition(":")[0], root, _way(found), words, lines=found.lines)


def _way(found: Wording) -> tuple[str | int, ...]:
    steps = found.where.partition(":")[2].split(".")
    return tuple(int(step) if step.isdigit() else step for step in steps)
