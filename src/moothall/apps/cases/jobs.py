"""Background work of cases."""

from __future__ import annotations

import moothall.apps.cases.services.letting_in
import moothall.apps.cases.services.replying  # noqa: F401 — the worker finds the jobs in both through this module
from moothall.apps.cases.noticing import notice_due_soon
from moothall.apps.cases.retention import run_retention
from moothall.apps.cases.services.acting_on_many import forget_old_acts
from moothall.apps.cases.services.flagging import lapse_flags
from moothall.apps.cases.services.on_hold import AT_ONCE, bring_back
from moothall.apps.cases.services.standing_in import forget_stand_ins
from moothall.apps.cases.services.subscribing import forget_unconfirmed
from moothall.ground.jobs.api import Settle, every

#: Cases in one run of the job; the next follows at once when there are more. A minute or two, far below its limit.
MOST_IN_A_RUN = 1_000


class NotErased(Exception):
    """Some cases whose retention has ended could not be erased; the log names each with its cause."""

    def __init__(self, many: int) -> None:
        super().__init__(f"{many} cases whose retention has ended could not be erased. The log names each.")


@every(seconds=86_400, lane="housekeeping")
def end_retention() -> Settle | None:
    """Erase closed cases that their service keeps no longer. Raises NotErased when some could not be."""
    run = run_retention(most=MOST_IN_A_RUN)
    if run.more:
        return _go_on
    if run.failed:
        raise NotErased(run.failed)
    return None


def _go_on() -> None:
    end_retention.enqueue()


@every(seconds=3_600, lane="housekeeping")
def say_what_is_due_soon() -> None:
    """Officers hear which of their cases are about to be late, each once."""
    notice_due_soon()


@every(seconds=60, lane="housekeeping")
def bring_cases_back_from_hold() -> None:
    """Cases whose day has come, or for which something happened elsewhere, are not on hold any more."""
    while bring_back() == AT_ONCE:
        pass


@every(seconds=86_400, lane="housekeeping")
def end_rules_for_contact() -> None:
    """Rules about people that nobody has looked at again hold no more; a year later they are erased."""
    lapse_flags()


@every(seconds=3_600, lane="housekeeping")
def forget_addresses_never_confirmed() -> None:
    """Whoever did not confirm that they want to follow a report is forgotten."""
    while forget_unconfirmed():
        pass


@every(seconds=86_400, lane="housekeeping")
def forget_who_stood_in() -> None:
    """Who agreed in whose place is listed for a year."""
    forget_stand_ins()


@every(seconds=86_400, lane="housekeeping")
def forget_acts_on_many() -> None:
    """Acts on many cases are kept for thirty days."""
    forget_old_acts()
