"""What happened to a rule: facts of the stream `rule:<name>`."""

from __future__ import annotations

from dataclasses import dataclass

from moothall.ground.events.api import fact


@fact("automation.rule_switched", version=1)
@dataclass(frozen=True, slots=True)
class RuleSwitched:
    """From now on the rule, as it was in this version, is off, on trial or on."""

    rule: str
    version: str
    state: str
