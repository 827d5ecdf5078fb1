"""What the reporters of a loaded past were told: the services' own words, filled in once for each outcome."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from moothall.apps.cases.api import NAME_HOLE, REFERENCE_HOLE, PastLetter
from moothall.apps.catalogue.api import Service
from moothall.apps.messaging.api import MOMENTS, preview, templates_at
from moothall.ui.languages import BASE

OPENED, CLOSED = "case opened", "case closed"


class Letters:
    """The letters of a council's services, each put together when it is first asked for."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], PastLetter | None] = {}

    def told(
        self, opened_at: datetime, closed_at: datetime | None, outcome: str, service: Service
    ) -> tuple[tuple[datetime, PastLetter], ...]:
        """That the case had arrived; and, where it is closed, how it ended."""
        said = [(opened_at, self._letter(OPENED, service, ""))]
        if closed_at:
            said.append((closed_at, self._letter(CLOSED, service, outcome)))
        return tuple((at, letter) for at, letter in said if letter)

    def _letter(self, moment: str, service: Service, outcome: str) -> PastLetter | None:
        key = (moment, service.slug, outcome)
        if key not in self._known:
            self._known[key] = _filled(moment, service, _facts(service, outcome))
        return self._known[key]


def _facts(service: Service, outcome: str) -> Mapping[str, str]:
    ended = service.outcome(outcome)
    return {
        "reference": REFERENCE_HOLE,
        "service_name": service.name,
        "track_link": f"{settings.MOOTHALL_ADDRESS}/track",
        "outcome": ended.words if ended else "",
    }


def _filled(moment: str, service: Service, facts: Mapping[str, str]) -> PastLetter | None:
    whole = {name: facts.get(name, "") for name in MOMENTS[moment].names}
    found = preview(moment, service=service.slug, facts=whole, name=NAME_HOLE, language=BASE)
    if found is None:
        return None
    template = templates_at(moment, service=service.slug, language=BASE)[0].name
    return PastLetter(moment, template, found.subject, found.text)
