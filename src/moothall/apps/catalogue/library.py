"""Everything the folders say, held in memory by each process: read once, read again in development.

In production the folders are read when a process starts. With MOOTHALL_DEVELOPMENT=yes a request looks at most
once a second whether a file has changed and then reads again; what has a mistake stays as it was before.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connections

from moothall.apps.catalogue.definitions import ContentPage, Council, Service
from moothall.apps.catalogue.folders import Snapshot, shown, snapshot, subfolders
from moothall.apps.catalogue.located.nodes import Mistake, Plain
from moothall.apps.catalogue.parts import part_readers
from moothall.apps.catalogue.reading_council import read_council
from moothall.apps.catalogue.reading_service import Names, service_of
from moothall.apps.catalogue.resolving import resolve
from moothall.apps.catalogue.shared import mistakes_in_messages
from moothall.apps.catalogue.spoken import Told, read_spoken
from moothall.apps.catalogue.versions import digest_of
from moothall.apps.teams.api import Organisation
from moothall.kernel import clock

LOOK_EVERY_SECONDS = 1.0
LOOK_FOR_WORDS_SECONDS = 5.0
#: Written in the council's folder when words are published; left out of everything that reads folders.
_PUBLISHED = ".published"
_log = logging.getLogger("moothall.catalogue")
_Content = dict[str, Plain]


class FolderMistakes(Exception):
    """A council's folder cannot be used: `mistakes` say why."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Library:
    """One reading of the folders. `contents` are the whole resolved services, as stored with a version."""

    council: Council
    organisation: Organisation
    services: Mapping[str, Service]
    contents: Mapping[str, _Content]
    pages: tuple[ContentPage, ...]
    mistakes: tuple[Mistake, ...]
    #: The services that have words of another language, by language and slug; and those words, by slug.
    spoken: Mapping[str, Mapping[str, Service]] = field(default_factory=dict)
    words: Mapping[str, Told] = field(default_factory=dict)
    #: The council in its own words of another language.
    councils: Mapping[str, Council] = field(default_factory=dict)
    by_digest: Mapping[str, Service] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_digest", {one.digest: one for one in self.services.values()})


def service_folders(council: Path, shipped: Path) -> dict[str, Path]:
    """The folder of each slug: the council's own before the shipped one of the same name."""
    found = {path.name: path for path in subfolders(shipped, "service.yaml")}
    return found | {path.name: path for path in subfolders(council / "services", "service.yaml")}


def read_service(
    folder: Path, bases: Mapping[str, Path], names: Names
) -> tuple[Service | None, _Content, tuple[Mistake, ...]]:
    """One service's folder: the service when it has no mistake, what is stored of it, and its mistakes.

    An area of life that only the shipped base names is no mistake of a council that has others.
    """
    resolved = resolve(folder, bases)
    if isinstance(resolved, tuple):
        return None, {}, resolved
    content = {} if resolved.mistakes else resolved.content(part_readers())
    if resolved.service.at("area").file != shown(folder / "service.yaml"):
        names = {key: known for key, known in names.items() if key != "areas"}
    service, mistakes = service_of(resolved, digest_of(content) if content else "", names)
    return service, content, mistakes


def names_for(folder: Path, council_folder: Path, names: Names, *, demonstration: bool) -> Names:
    """What the service in `folder` may refer to: what is shipped is written for the areas of the demonstration."""
    if demonstration or folder.is_relative_to(council_folder):
        return names
    return {key: known for key, known in names.items() if key != "areas"}


def read_library(council_folder: Path, shipped: Path, before: Library | None = None) -> Library:
    """Read everything. A service with a mistake is left out, or stays as it was `before`.

    Raises FolderMistakes when the council itself cannot be read and there is no `before`.
    """
    folders = service_folders(council_folder, shipped)
    read = read_council(council_folder, folders)
    council = read.council or (before.council if before else None)
    organisation = read.organisation or (before.organisation if before else None)
    if council is None or organisation is None:
        raise FolderMistakes(read.mistakes)
    mistakes = [*read.mistakes, *mistakes_in_messages(council_folder)]
    services: dict[str, Service] = {}
    contents: dict[str, _Content] = {}
    words: dict[str, Told] = {}
    tongues: dict[str, dict[str, Service]] = {one.code: {} for one in council.languages}
    bases = {path.name: path for path in subfolders(shipped, "service.yaml")}
    for slug, folder in sorted(folders.items()):
        if slug in council.not_offered:
            continue
        known = names_for(folder, council_folder, read.names, demonstration=council.demonstration)
        service, content, found = read_service(folder, bases, known)
        mistakes += found
        if service is not None:
            services[slug], contents[slug] = service, content
            others, words[slug] = read_spoken(folder, bases, service, known, tongues)
            mistakes += words[slug].mistakes
            for code, other in others.items():
                tongues[code][slug] = other
        elif before is not None and slug in before.services:
            services[slug], contents[slug] = before.services[slug], before.contents[slug]
    kept = [one for one in (before.pages if before else ()) if (one.slug, one.language) in read.unread_pages]
    pages = tuple(sorted((*read.pages, *kept), key=lambda page: (page.order, page.title)))
    found = tuple(sorted(set(mistakes)))
    return Library(council, organisation, services, contents, pages, found, tongues, words, read.councils)


#: Called with the reading before and the new one, after the folders were read again.
Changed = Callable[["Library", "Library"], None]
_when_changed: list[Changed] = []


def when_changed(do: Changed) -> None:
    """Call `do` whenever this process has read the folders again (in development)."""
    _when_changed.append(do)


class _Held:
    """The library of this process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._library: Library | None = None
        self._snapshot = Snapshot()
        self._looked = 0.0
        self._published = 0
        self._reader: threading.Thread | None = None

    def forget(self) -> None:
        with self._lock:
            self._library = None

    def library(self) -> Library:
        """What the folders say. Without development this is one comparison after the first call."""
        held = self._library
        if held is not None and not settings.MOOTHALL_DEVELOPMENT:
            if self._has_been_published():
                self._read_beside(held)
            return held
        with self._lock:
            before = self._library
            if before is not None and not self._has_changed():
                return before
            after = self._read()
        if before is not None:
            for do in _when_changed:
                do(before, after)
        return after

    def _has_been_published(self) -> bool:
        """Whether words were changed on the staff site, by whichever process: one `stat` every few seconds."""
        now = time.monotonic()
        if now - self._looked < LOOK_FOR_WORDS_SECONDS:
            return False
        self._looked = now
        return _published_at() != self._published

    def _read_beside(self, before: Library) -> None:
        """Read again without keeping anybody waiting: until it is read, what was held before is said."""
        if self._reader is None or not self._reader.is_alive():
            self._reader = threading.Thread(
                target=self._read_and_tell, args=(before,), name="folders", daemon=True
            )
            self._reader.start()

    def _read_and_tell(self, before: Library) -> None:
        try:
            with self._lock:
                after = self._read()
            for do in _when_changed:
                do(before, after)
        except FolderMistakes:
            _log.exception("The folders could not be read again: what was read before stays.")
        finally:
            connections.close_all()

    def _folders(self) -> tuple[Path, Path]:
        return Path(settings.MOOTHALL_COUNCIL), Path(settings.MOOTHALL_SERVICES)

    def _has_changed(self) -> bool:
        now = time.monotonic()
        if now - self._looked < LOOK_EVERY_SECONDS:
            return False
        self._looked = now
        return snapshot(*self._folders()) != self._snapshot

    def _read(self) -> Library:
        taken, self._published = snapshot(*self._folders()), _published_at()
        library = read_library(*self._folders(), before=self._library)
        self._library, self._snapshot, self._looked = library, taken, time.monotonic()
        for mistake in library.mistakes:
            _log.error(str(mistake))
        return library


def _published_at() -> int:
    """When words were last published here, in nanoseconds; 0 for never."""
    try:
        return (Path(settings.MOOTHALL_COUNCIL) / _PUBLISHED).stat().st_mtime_ns
    except OSError:
        return 0


def mark_published() -> None:
    """Let every process of the machine read the folders again within seconds."""
    (Path(settings.MOOTHALL_COUNCIL) / _PUBLISHED).write_text(
        f"{clock.now().isoformat()}\n", encoding="utf-8"
    )


_held = _Held()


def current() -> Library:
    """What the folders say now. Raises FolderMistakes when the council's folder cannot be used."""
    return _held.library()


def forget() -> None:
    """Forget what was read: whoever asks next reads the folders."""
    _held.forget()


def read_again() -> Library:
    """Forget what was read and read the folders: for tests, and after a change in production."""
    forget()
    return current()
