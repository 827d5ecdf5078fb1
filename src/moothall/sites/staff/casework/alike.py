"""The panel of other cases that may be about the same, with one press to link a likely duplicate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from moothall.apps.cases.api import AlikeCase, CaseView, alike
from moothall.kernel.actors import Actor
from moothall.sites.staff.casework.panels import Panel, panel


@dataclass(frozen=True, slots=True)
class Alike(Panel):
    template: ClassVar[str] = "staff/casework/alike.html"
    duplicates: tuple[AlikeCase, ...]
    related: tuple[AlikeCase, ...]


@panel("side", order=20)
def others_alike(case: CaseView, by: Actor) -> Panel | None:
    found = alike(case, seen_by=by)
    if not found:
        return None
    likely = tuple(one for one in found if one.duplicate)
    return Alike(likely, tuple(one for one in found if not one.duplicate))
