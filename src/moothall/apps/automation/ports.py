"""What automation needs from the room whose subjects rules are about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from moothall.apps.automation.definitions import Moment, Rule, Window
from moothall.kernel.actors import Actor


class Subjects(Protocol):
    """Whose moments rules look at. A moment looked at live and the same one looked at later are equal."""

    def past(self, rule: Rule, window: Window, *, seen_by: Actor) -> Iterator[Moment]:
        """The moments of the window at which `rule` would have looked, of subjects that `seen_by` may see."""
        ...

    def on_days(self, rule: Rule, days: Sequence[date]) -> Iterator[Moment]:
        """The moments that the calendar brings to open subjects on `days`, which are in order: one subject after the
        other, those of each in the order of its days. Each subject is read once."""
        ...


_subjects: list[Subjects] = []


def rules_are_about(subjects: Subjects) -> None:
    """Say whose rules these are; called once, when the app is ready."""
    _subjects[:] = [subjects]


def subjects() -> Subjects:
    if not _subjects:
        raise LookupError("No room has said what rules are about: call automation.api.rules_are_about first.")
    return _subjects[0]
