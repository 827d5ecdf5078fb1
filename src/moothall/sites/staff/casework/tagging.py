"""The panel of tags, and the two buttons that put one on and take one off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseView, Tags, Verb, tags_of, verdict_on
from moothall.kernel.actors import Actor
from moothall.sites.staff import reading
from moothall.sites.staff.casework.offers import Press
from moothall.sites.staff.casework.panels import Panel, panel

FIELD = "tag"


@dataclass(frozen=True, slots=True)
class Tagging(Panel):
    """`links` are the tags with the lists of all that have them."""

    template: ClassVar[str] = "staff/casework/tags.html"
    tags: Tags
    links: tuple[tuple[str, str], ...]


@panel("side", order=25, moves=True)
def tags(case: CaseView, by: Actor) -> Panel | None:
    found = tags_of(case, seen_by=by)
    may = verdict_on(Verb.TAG, case, by=by) == ""
    if not may and not found.has:
        return None
    links = tuple((words, "?" + urlencode({"tag": words})) for words in found.has)
    return Tagging(found, links)


PRESSES = (
    Press(
        "tag",
        cases.WORK,
        lambda reference, sent, by: cases.add_tag(reference, reading.words(sent, FIELD), by=by),
        keeps=FIELD,
        said="The tag is on the case.",
    ),
    Press(
        "untag",
        cases.WORK,
        lambda reference, sent, by: cases.remove_tag(reference, reading.words(sent, FIELD), by=by),
        said="The tag is off the case.",
    ),
)
