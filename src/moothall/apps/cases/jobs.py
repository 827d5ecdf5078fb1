"""Background work of cases."""

from __future__ import annotations

import moothall.apps.cases.services.letting_in  # noqa: F401 — the worker finds jobs through modules called jobs alone
from moothall.apps.cases.retention import run_retention
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
def forget_addresses_never_confirmed() -> None:
    """Whoever did not confirm that they want to follow a report is forgotten."""
    while forget_unconfirmed():
        pass
