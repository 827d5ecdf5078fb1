"""`moothall doctor`."""

from __future__ import annotations

from argparse import Namespace

from django.db import DatabaseError

from moothall.kernel.commands import command
from moothall.kernel.upkeep import CHECKUPS, Checkup, Finding, wrong
from moothall.project import checkups


@command("doctor", example="moothall doctor")
def doctor(options: Namespace) -> int:
    """Examine this place and say of each part how it stands, and what to do where it is not well.

    Changes nothing. The exit code is 1 when something is not well.
    """
    found = {name: _examined(examine) for name, examine in (*checkups.OURS.items(), *CHECKUPS.items())}
    for name, finding in found.items():
        print(f"{'ok   ' if finding.well else 'WRONG'} {name}: {finding.sentence}")
        if finding.to_do:
            print(f"      {finding.to_do}")
    ill = sum(not finding.well for finding in found.values())
    print("All is well." if not ill else f"{ill} of {len(found)} not well.")
    return 1 if ill else 0


def _examined(examine: Checkup) -> Finding:
    try:
        return examine()
    except DatabaseError:
        return wrong("cannot be told without the database.", "See what is said of the database above.")
    except Exception as error:  # noqa: BLE001 — a doctor examines the rest all the same
        return wrong(f"could not be examined ({type(error).__name__}).", "Look for it in the log.")
