"""Macros: what officers do again and again with a request, as one button; files of the council's folder.

Which are offered with a case, and why one cannot be pressed now, is asked of the verbs that it calls.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Final

from moothall.apps.cases.possible import Verb, verdicts_for
from moothall.apps.cases.views import CaseView
from moothall.apps.catalogue import api as catalogue
from moothall.apps.catalogue.api import Plain, instead, mapping, sequence, text
from moothall.apps.messaging.api import facts_unknown
from moothall.apps.teams.api import team_called
from moothall.kernel.actors import Actor

NAME: Final = "macro"


@dataclass(frozen=True, slots=True)
class MacroStep:
    """`does` is one of `VERBS`; `to` what it is done with."""

    does: str
    to: str


@dataclass(frozen=True, slots=True)
class Macro:
    name: str
    title: str
    services: tuple[str, ...]
    do: tuple[MacroStep, ...]

    def is_for(self, case: CaseView) -> bool:
        """Whether it is for requests of its service, and the outcome it closes with is one of theirs."""
        ends = [step.to for step in self.do if step.does == "close"]
        known = {outcome.code for outcome in case.outcomes}
        return (not self.services or case.service in self.services) and known.issuperset(ends)


@dataclass(frozen=True, slots=True)
class MacroOffered:
    """`says` what its button does, in words; `why_not` is empty where it can be pressed now."""

    name: str
    title: str
    says: str
    why_not: str


#: What each step calls.
VERBS: Final[Mapping[str, Verb]] = {
    "take": Verb.TAKE,
    "team": Verb.TEAM,
    "priority": Verb.PRIORITY,
    "tag": Verb.TAG,
    "task": Verb.TASK,
    "note": Verb.NOTE,
    "reply": Verb.REPLY,
    "close": Verb.CLOSE,
}
#: Of a case that one has already nobody asks whether it can be taken.
_MAY_BE_SO_ALREADY = frozenset({"take"})
_read: list[tuple[object, tuple[Macro, ...]]] = []


def macros_now() -> tuple[Macro, ...]:
    """The macros of the folder that have no mistake, by name. No query."""
    looked = catalogue.files_now(NAME)
    if not _read or _read[0][0] is not looked:
        _read[:] = [(looked, tuple(_macro(one.file) for one in looked if not one.mistakes))]
    return _read[0][1]


def macros_for(case: CaseView, *, seen_by: Actor) -> tuple[MacroOffered, ...]:
    """Those for a case that whoever was shown it may press, by their words. None of a closed or an erased one."""
    if case.status == "closed" or case.erased_under:
        return ()
    verdicts = verdicts_for(case, by=seen_by)
    found = (_offered(one, verdicts) for one in macros_now() if one.is_for(case))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.title.casefold()))


def _offered(macro: Macro, verdicts: Mapping[Verb, str]) -> MacroOffered | None:
    """None for whom not every step is theirs to do."""
    needed = [step.does for step in macro.do if step.does not in _MAY_BE_SO_ALREADY]
    if any(VERBS[does] not in verdicts for does in needed):
        return None
    why = next((why for step in macro.do if (why := verdicts.get(VERBS[step.does], ""))), "")
    said = ", ".join(IN_WORDS[step.does](step.to) for step in macro.do)
    return MacroOffered(macro.name, macro.title, f"{said[0].upper()}{said[1:]}", why)


IN_WORDS: Final[Mapping[str, Callable[[str], str]]] = {
    "take": lambda to: "takes it",
    "team": lambda to: f"gives it to the team {team_called(to)}",
    "priority": lambda to: f"sets its priority to {to}",
    "tag": lambda to: f"tags it “{to}”",
    "task": lambda to: f"writes down to do “{to}”",
    "note": lambda to: "writes a note",
    "reply": lambda to: "writes to the reporter",
    "close": lambda to: f"closes it as “{to.replace('-', ' ')}”",
}


def _macro(file: catalogue.PartFile) -> Macro:
    said = file.data
    return Macro(
        name=PurePosixPath(file.path).stem,
        title=text(said["name"]),
        services=tuple(text(one) for one in sequence(said.get("services"))),
        do=tuple(_step(mapping(one)) for one in sequence(said["do"])),
    )


def _step(said: dict[str, Plain]) -> MacroStep:
    [(does, to)] = said.items()
    return MacroStep(does, text(to))


def _look(source: catalogue.CouncilSource) -> None:
    """What no schema can see: services, teams, outcomes and facts that are not there; a step behind the last one."""
    said = source.file.data
    services = [text(one) for one in sequence(said.get("services"))]
    for number, slug in enumerate(services):
        if slug not in source.slugs:
            known = sorted(source.slugs)
            source.mistake(("services", number), f"There is no service ‘{slug}’. {instead(slug, known)}")
    steps = [mapping(one) for one in sequence(said.get("do"))]
    for number, step in enumerate(steps):
        team, reply = text(step.get("team")), text(step.get("reply"))
        if team and "teams" in source.names and team not in source.names["teams"]:
            known = sorted(source.names["teams"])
            source.mistake(("do", number, "team"), f"There is no team ‘{team}’. {instead(team, known)}")
        for sentence in facts_unknown(reply):
            source.mistake(("do", number, "reply"), sentence)
        if "close" in step:
            _look_at_close(source, number, text(step["close"]), services, last=number == len(steps) - 1)


def _look_at_close(
    source: catalogue.CouncilSource, number: int, outcome: str, services: list[str], *, last: bool
) -> None:
    at = ("do", number, "close")
    if not last:
        source.mistake(at, "A closed request is not worked on. Write close as the last step.")
    about = [one for slug, one in source.services.items() if not services or slug in services]
    known = [{end.code for end in one.outcomes} for one in about]
    there = set.intersection(*known) if services and known else set().union(*known)
    if known and outcome and outcome not in there:
        source.mistake(at, f"There is no outcome ‘{outcome}’. {instead(outcome, sorted(there))}")


MACRO_FILE = catalogue.CouncilFile(
    name=NAME,
    path="macros/*.yaml",
    schema=json.loads(files("moothall.apps.cases").joinpath("macros.schema.json").read_text("utf-8")),
    look=_look,
)
