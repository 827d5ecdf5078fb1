"""Named actions: the room above says how each thing that a rule can do is done to its subjects.

@action(Does.TAG)
def tag(subject: str, step: Step, *, key: str, by: Actor) -> str:
    \"\"\"Returns what was done, as a timeline says it. Raises Refused where it cannot be done.\"\"\"
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from moothall.apps.automation.definitions import Does, Step
from moothall.kernel.actors import Actor
from moothall.kernel.registry import Registry


class Action(Protocol):
    """Does `step` to `subject`, in the caller's transaction; `key` is the same whenever the same is done again."""

    def __call__(self, subject: str, step: Step, *, key: str, by: Actor) -> str: ...


ACTIONS: Registry[Action] = Registry("action of rules")


def action(does: Does) -> Callable[[Action], Action]:
    """List how `does` is done."""

    def wrap(made: Action) -> Action:
        ACTIONS.add(does.value, made)
        return made

    return wrap
