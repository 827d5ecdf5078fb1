"""What to say beside a call: the council's scripts, its services and its pages, searched while somebody talks."""

from __future__ import annotations

from dataclasses import dataclass

from moothall.apps.catalogue.api import pages_listed, services_listed
from moothall.apps.contacts.api import Script, arrangements
from moothall.ground.search import api as search
from moothall.kernel.actors import PUBLIC_CLASS, Actor

MOST = 6


@dataclass(frozen=True, slots=True)
class Help:
    """Something that answers: a script in full, or a page or a service to open. `html` is safe."""

    title: str
    html: str = ""
    href: str = ""
    summary: str = ""
    kind: str = ""


def scripts_for(channel: str, service: str = "", reason: str = "") -> tuple[Help, ...]:
    """The scripts that fit this call; those of what it is about first. Without a reason, that of the service counts."""
    ours = arrangements()
    reason = reason or ours.reason_for(service)
    fitting = [one for one in ours.scripts if one.fits(channel, service, reason)]
    return tuple(_script(one) for one in sorted(fitting, key=lambda one: not (one.services or one.reasons)))


def helps_for(words: str, *, seen_by: Actor) -> tuple[Help, ...]:
    """Scripts in which all the words stand, then services and pages of the website, the best first."""
    wanted = words.casefold().split()
    if not wanted:
        return ()
    ours = arrangements()
    found = [
        _script(one)
        for one in ours.scripts
        if all(word in _text(one, tuple(map(ours.reason_name, one.reasons))) for word in wanted)
    ]
    hits = search.best(words, kinds=("service", "page"), classes=frozenset({PUBLIC_CLASS}), limit=MOST)
    known = {
        ("service", one.slug): Help(
            one.name, href=f"/services/{one.slug}", summary=one.summary, kind="Service"
        )
        for one in services_listed(seen_by=seen_by)
    }
    known |= {
        ("page", one.slug): Help(one.title, html=one.html, href=f"/pages/{one.slug}", kind="Page")
        for one in pages_listed()
    }
    return (*found[:MOST], *(known[hit.kind, hit.key] for hit in hits if (hit.kind, hit.key) in known))


def _script(one: Script) -> Help:
    return Help(one.title, html=one.html, kind="Script")


def _text(one: Script, reasons: tuple[str, ...]) -> str:
    return " ".join((one.title, one.words, *reasons)).casefold()
