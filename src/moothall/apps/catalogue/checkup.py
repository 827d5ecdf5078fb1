"""`check`: every mistake of a folder at once, in file and line order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings

from moothall.apps.catalogue.definitions import Service
from moothall.apps.catalogue.folders import shown, subfolders
from moothall.apps.catalogue.library import names_for, read_service, service_folders
from moothall.apps.catalogue.located.nodes import Mistake
from moothall.apps.catalogue.plain_words import hard_words, known_words
from moothall.apps.catalogue.reading_council import read_council
from moothall.apps.catalogue.reading_service import Names
from moothall.apps.catalogue.shared import mistakes_in_files, mistakes_in_messages
from moothall.apps.catalogue.spoken import not_offered, read_spoken, untold_in
from moothall.apps.catalogue.unread_files import unread_in_council, unread_in_service
from moothall.apps.places.api import mistakes_in_folder


def check(folder: Path) -> tuple[Mistake, ...]:
    """The mistakes of a service's folder, of a council's folder with its services, or of a folder of services.

    A service is checked against the teams and roles of the council it belongs to, else of the configured one.
    """
    if not folder.is_dir():
        return (Mistake(shown(folder), 1, "There is no such folder. Write the path of one."),)
    folder = folder.resolve()
    shipped = Path(settings.MOOTHALL_SERVICES)
    bases = {path.name: path for path in subfolders(shipped, "service.yaml")}
    if (folder / "council.yaml").exists():
        return _check_council(folder, shipped, bases)
    names = _names(folder)
    if (folder / "service.yaml").exists():
        return _check_service(folder, bases, names)[1]
    inner = subfolders(folder, "service.yaml")
    if not inner:
        sentence = "There is neither council.yaml nor service.yaml here. Write the path of a folder with one."
        return (Mistake(shown(folder), 1, sentence),)
    return tuple(sorted({m for one in inner for m in _check_service(one, bases, names)[1]}))


def _check_service(
    folder: Path, bases: Mapping[str, Path], names: Names
) -> tuple[Service | None, tuple[Mistake, ...]]:
    """The service when it has no mistake, and its mistakes, files that nothing reads among them."""
    service, _, mistakes = read_service(folder, bases, names)
    told = read_spoken(folder, bases, service, names, None)[1].mistakes if service else ()
    return service, tuple(sorted({*mistakes, *told, *unread_in_service(folder)}))


def warnings_about(folder: Path) -> tuple[Mistake, ...]:
    """What of the folder's own words is hard to read, or not said yet in a language it has begun to speak; nothing
    where there is no such folder."""
    if not folder.is_dir():
        return ()
    folder = folder.resolve()
    return (*hard_words(folder, known_words(_council(folder))), *_untold(folder))


def _untold(folder: Path) -> Iterator[Mistake]:
    """Of the services in the folder itself; what is shipped is the library's own matter."""
    bases = {path.name: path for path in subfolders(Path(settings.MOOTHALL_SERVICES), "service.yaml")}
    inner = folder / "services" if (folder / "council.yaml").exists() else folder
    own = [folder] if (folder / "service.yaml").exists() else subfolders(inner, "service.yaml")
    for service in own:
        yield from untold_in(service, bases)


def _council(folder: Path) -> Path:
    """The council's folder that a folder is, or stands in; else the configured one."""
    inside = (one for one in (folder, *folder.parents) if (one / "council.yaml").exists())
    return next(inside, Path(settings.MOOTHALL_COUNCIL))


def _names(folder: Path) -> Names:
    """What a service folder may refer to: its own council's names when it stands in one."""
    council = _council(folder)
    read = read_council(council)
    demonstration = read.council is not None and read.council.demonstration
    slugs = {*service_folders(council, Path(settings.MOOTHALL_SERVICES)), folder.name, *_inside(folder)}
    names = {**read.names, "services": frozenset(slugs)}
    return names_for(folder, council, names, demonstration=demonstration)


def _inside(folder: Path) -> list[str]:
    return [inner.name for inner in subfolders(folder, "service.yaml")]


def _check_council(folder: Path, shipped: Path, bases: Mapping[str, Path]) -> tuple[Mistake, ...]:
    folders = service_folders(folder, shipped)
    read = read_council(folder, folders)
    mistakes = {*read.mistakes, *mistakes_in_messages(folder), *_check_places(folder)}
    mistakes.update(unread_in_council(folder))
    if read.council is not None:
        mistakes.update(not_offered(folder, [one.code for one in read.council.languages]))
    offered = read.council.not_offered if read.council else frozenset()
    demonstration = read.council is not None and read.council.demonstration
    services: dict[str, Service] = {}
    for slug, path in folders.items():
        if slug not in offered:
            names = names_for(path, folder, read.names, demonstration=demonstration)
            service, found = _check_service(path, bases, {**names, "services": frozenset(folders)})
            mistakes.update(found)
            if service is not None:
                services[slug] = service
    mistakes.update(mistakes_in_files(folder, services, frozenset(folders) - offered, read.names))
    return tuple(sorted(mistakes))


def _check_places(folder: Path) -> list[Mistake]:
    """What would keep the wards and addresses of the council from being loaded."""
    found = mistakes_in_folder(folder / "places")
    return [Mistake(shown(Path(one.file)), one.line, one.sentence) for one in found]
