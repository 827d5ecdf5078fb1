"""The panel of macros: several acts in one press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseView, Heeds, MacroOffered, macros_for
from moothall.kernel.actors import Actor
from moothall.sites.staff import reading
from moothall.sites.staff.casework.offers import Press
from moothall.sites.staff.casework.panels import Panel, panel


@dataclass(frozen=True, slots=True)
class Macros(Panel):
    template: ClassVar[str] = "staff/casework/macros.html"
    macros: tuple[MacroOffered, ...]


@panel("next", order=50)
def macros(case: CaseView, by: Actor) -> Panel | None:
    found = macros_for(case, seen_by=by)
    return Macros(found) if found else None


PRESSES = (
    Press(
        "macro",
        cases.WORK,
        lambda reference, sent, by: cases.press_macro(reference, reading.words(sent, "macro"), by=by),
        said="All of it is done.",
        heeds=Heeds.NOTES,
    ),
)
