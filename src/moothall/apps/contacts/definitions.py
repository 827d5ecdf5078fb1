"""How a council answers people who call or come: what `contacts.yaml` says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

#: How somebody may get in touch with a person: as cases and counts call it, and in words.
CHANNELS = {
    "phone": "Telephone",
    "counter": "At the counter",
    "letter": "Letter",
    "email": "E-mail",
    "social": "Social media",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why people get in touch. `services` are what it mostly leads to; `online`: it could mostly be done online."""

    code: str
    name: str
    services: tuple[str, ...] = ()
    often: bool = False
    online: bool = False


@dataclass(frozen=True, slots=True)
class WrapUp:
    """What came of it. `usual` stands for whoever chooses none."""

    code: str
    name: str
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Script:
    """What to say, as HTML: to everybody, or only in some channels, and for some reasons or with some services."""

    key: str
    title: str
    html: str
    words: str
    channels: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    def fits(self, channel: str, service: str, reason: str) -> bool:
        """Whether it belongs beside a contact. One that is about something is shown once that is known."""
        about = not (self.services or self.reasons) or service in self.services or reason in self.reasons
        return about and (not self.channels or channel in self.channels)


@dataclass(frozen=True, slots=True)
class Opening:
    """From when to when the desk is open on some days of the week (Monday is 0)."""

    days: frozenset[int]
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class Line:
    """A queue of the waiting room: its tickets begin with `letter`."""

    letter: str
    name: str


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """The counter: its desks, the lines people wait in, when it is open, how long an appointment takes."""

    desks: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()
    opening: tuple[Opening, ...] = ()
    minutes: int = 20

    def hours_on(self, day: date) -> tuple[tuple[time, time], ...]:
        """From when to when it is open on that day of the week; holidays are the caller's matter."""
        return tuple(sorted((one.opens, one.closes) for one in self.opening if day.weekday() in one.days))


@dataclass(frozen=True, slots=True)
class Arrangements:
    """Everything that a council says about contacts; a council that says nothing has what stands here."""

    reasons: tuple[Reason, ...] = (Reason("other", "Something else", often=True),)
    wrap_ups: tuple[WrapUp, ...] = (WrapUp("answered", "Answered", usual=True),)
    scripts: tuple[Script, ...] = ()
    keep_months: int = 6
    desk: DeskPlan = DeskPlan()

    def reason(self, code: str) -> Reason | None:
        return next((one for one in self.reasons if one.code == code), None)

    def wrap_up(self, code: str) -> WrapUp | None:
        return next((one for one in self.wrap_ups if one.code == code), None)

    @property
    def usual(self) -> str:
        """The wrap-up code of whoever chooses none."""
        return next((one.code for one in self.wrap_ups if one.usual), self.wrap_ups[0].code)

    def reason_for(self, service: str) -> str:
        """The first reason that leads to a service; "" for none."""
        return next((one.code for one in self.reasons if service in one.services), "")

    def reason_name(self, code: str) -> str:
        found = self.reason(code)
        return found.name if found else code

    def often(self) -> Sequence[Reason]:
        return tuple(one for one in self.reasons if one.often)
