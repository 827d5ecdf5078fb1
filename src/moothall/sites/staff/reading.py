"""Reading what a browser sent: bounded, without what a database cannot hold; nonsense is as if nothing was sent."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from django.http import Http404, QueryDict

from moothall.apps.forms.api import day_said
from moothall.kernel import clock
from moothall.kernel.characters import readable
from moothall.kernel.references import NotAReference, read_reference
from moothall.kernel.rules import Refused

#: Far beyond what anybody types; the rooms' own rules say what is too long, in a sentence.
MOST = 20_000

_PLACE_IN_QUEUE = re.compile(r"-?\d{1,18}\.[0-9a-f]{32}")
_NUMBER = re.compile(r"\d{1,18}")


def text(sent: QueryDict, name: str, most: int = MOST) -> str:
    """What was typed into `name`: line ends as \\n, no character that is none, at most `most` characters."""
    return readable(sent.get(name, "")).replace("\r\n", "\n")[:most]


def words(sent: QueryDict, name: str, most: int = 200) -> str:
    """One line of it: spaces made single."""
    return " ".join(text(sent, name, most).split())


def all_of(sent: QueryDict, name: str, most: int = 500) -> list[str]:
    """Every value of `name`, such as of checkboxes: bounded in number and length."""
    return [readable(value)[:200] for value in sent.getlist(name)[:most]]


def key(sent: QueryDict, name: str) -> UUID | None:
    """A key that a page of ours put into a form; None when it is empty or made up."""
    try:
        return UUID(sent.get(name, ""))
    except ValueError:
        return None


def keys(sent: QueryDict, name: str, most: int = 50) -> tuple[UUID, ...]:
    """The keys that were ticked, each once; what is none is left out."""
    found: list[UUID] = []
    for said in sent.getlist(name)[:most]:
        try:
            found.append(UUID(said))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def place_in_queue(sent: QueryDict, name: str = "after") -> str:
    """Where the page before ended; empty for the first page and for what no page of ours has sent."""
    place = sent.get(name, "")
    return place if _PLACE_IN_QUEUE.fullmatch(place) else ""


def one_key(sent: QueryDict, name: str, code: str, sentence: str) -> UUID | None:
    """The key that was chosen of a list; None where none was. Raises Refused for what is no key."""
    found = key(sent, name)
    if found is None and sent.get(name, "").strip():
        raise Refused(code, sentence)
    return found


def day(sent: QueryDict, name: str, code: str, sentence: str) -> date:
    """A day as a browser's date field sends it, or as people type it: 3/12/2026. Raises Refused for what is none."""
    found = day_said(words(sent, name, 40), today=clock.today())
    if found is None:
        raise Refused(code, sentence)
    return found


def number(sent: QueryDict, name: str) -> int | None:
    sent_number = sent.get(name, "")
    return int(sent_number) if _NUMBER.fullmatch(sent_number) else None


def reference(typed: str) -> str:
    """The reference in an address, however it was typed. Raises Http404 for what is none."""
    try:
        return read_reference(typed)
    except NotAReference as none:
        raise Http404 from none
