"""What the reporters of past cases were told: a letter with holes, filled in for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from moothall.apps.cases.models import Case
from moothall.apps.cases.said import SaidParty
from moothall.apps.messaging import api as messaging
from moothall.ui.languages import BASE

#: What stands in a letter for the case's reference and for the name of whoever reads it.
REFERENCE_HOLE, NAME_HOLE = "{reference}", "{name}"


@dataclass(frozen=True, slots=True)
class PastLetter:
    """What was said at `moment`, with `REFERENCE_HOLE` and `NAME_HOLE` where they belong."""

    moment: str
    template: str
    subject: str
    text: str


class Past(Protocol):
    """What is known of a past case besides its answers."""

    @property
    def reporter(self) -> SaidParty: ...
    @property
    def told(self) -> Sequence[tuple[datetime, PastLetter]]: ...


def past_messages(cases: Sequence[Case], given: Sequence[Past]) -> Iterator[messaging.PastMessage]:
    """Nobody without an e-mail address was told anything."""
    for case, past in zip(cases, given, strict=True):
        who = past.reporter
        if not who.email:
            continue
        for at, letter in past.told:
            yield messaging.PastMessage(
                case.stream,
                letter.moment,
                case.service,
                letter.template,
                who.role,
                who.name,
                who.email,
                letter.subject.replace(REFERENCE_HOLE, case.reference),
                letter.text.replace(REFERENCE_HOLE, case.reference).replace(NAME_HOLE, who.name),
                BASE,
                at,
            )
