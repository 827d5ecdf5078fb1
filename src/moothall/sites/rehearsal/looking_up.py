"""A look-up's journey: what is typed, which of several is chosen, and words of the answer.

Headless, the look-up itself is asked; over HTTP, its page. Nothing is kept, so nothing comes after.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from moothall.apps.catalogue.api import PartFile, PartSource, Service, mapping, preview_link, sequence
from moothall.apps.lookups.api import Answer, Lookup, NoData, answer, lookup_of
from moothall.kernel.actors import system
from moothall.sites.rehearsal.browser import Browser
from moothall.sites.rehearsal.inside import Inside
from moothall.ui.words import day

_SELF = system("rehearsal")
#: What a journey of a look-up may say beside its name and moment.
_ITS_OWN = ("look_up", "choose", "says")


@dataclass(frozen=True, slots=True)
class Asked:
    """`typed` into the look-up; `choose`: words of the one chosen of several; `says`: words of what comes of it."""

    typed: str
    choose: str
    says: tuple[str, ...]


def read_asked(file: PartFile, source: PartSource) -> Asked | None:
    """What a journey asks of a look-up; None where the service has a form. Mistakes are told to `source`."""
    data = mapping(file.data)
    own = [key for key in _ITS_OWN if key in data]
    if not any(isinstance(part, Lookup) for part in source.service.parts.values()):
        if own:
            source.mistake(file, (own[0],), f"Only a look-up has ‘{own[0]}’. Write ‘answers’.")
        elif "answers" not in data:
            source.mistake(file, (), "‘answers’ is missing. Write what is typed, by question.")
        return None
    for key in data:
        if key not in ("journey", "at", *_ITS_OWN):
            source.mistake(
                file, (key,), f"A look-up has no ‘{key}’. Write {', '.join(f'‘{one}’' for one in _ITS_OWN)}."
            )
    if "look_up" not in data:
        source.mistake(file, (), "‘look_up’ is missing. Write what is typed, such as ‘look_up: BC4 7DE’.")
    says = tuple(map(str, sequence(data.get("says"))))
    if not says:
        source.mistake(file, (), "‘says’ is missing. Write words that must stand in the answer.")
    return Asked(str(data.get("look_up") or ""), str(data.get("choose") or ""), says)


def look_up(service: Service, asked: Asked, *, over_http: bool) -> list[str]:
    """Everything that did not come of it as the journey says."""
    lookup = lookup_of(service)
    if lookup is None:
        return ["This is no look-up."]
    try:
        found = answer(lookup, asked.typed)
        which = _choice(found, asked.choose)
    except NoData as none:
        return [f"The table cannot be read: {none}"]
    if which is None:
        offered = "; ".join(one.label for one in found.choices) or "nothing"
        return [f"“{asked.choose}” cannot be chosen. There is: {offered}."]
    said = (
        _on_its_page(service, asked, which)
        if over_http
        else _in_words(lookup, answer(lookup, asked.typed, which))
    )
    return list(_missing(asked, " ".join(said.split())))


def _choice(found: Answer, wanted: str) -> str | None:
    """The key of the choice that has the words `wanted`; empty where nothing is to be chosen."""
    if not wanted:
        return ""
    return next((one.key for one in found.choices if wanted in one.label), None)


def _in_words(lookup: Lookup, found: Answer) -> str:
    """What the page says, without the page."""
    facts = [words for one in found.facts for words in (one.label, one.text, *map(day, one.days))]
    choices = [lookup.choose_label, *(one.label for one in found.choices)] if found.choices else []
    nothing = "" if found.found or found.choices or found.problem else lookup.nothing_found
    return " ".join([found.problem, found.about, *facts, *choices, nothing])


def _on_its_page(service: Service, asked: Asked, which: str) -> str:
    """What stands on the page after typing, and after choosing where there is something to choose."""
    browser, address = Browser(Inside()), f"/services/{service.slug}/look-up"
    if not service.published:
        browser.get(f"/services/{service.slug}?preview={preview_link(service.slug, by=_SELF)}")
    page = browser.get(f"{address}?{urlencode({'q': asked.typed})}")
    if which:
        form = next(one for one in page.forms if "which" in one.offers)
        page = browser.submit(form, [("which", which)])
    return page.text


def _missing(asked: Asked, said: str) -> Iterator[str]:
    for words in asked.says:
        if " ".join(words.split()) not in said:
            yield f"The answer does not say “{words}”. It says: {said}"
