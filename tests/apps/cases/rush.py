"""A process of its own, for `test_two_officers.py`: opens a case, or takes one at an appointed moment.

python -m tests.apps.cases.rush open
python -m tests.apps.cases.rush take REFERENCE OFFICER SECONDS_SINCE_1970
python -m tests.apps.cases.rush send KEY SECONDS_SINCE_1970
"""

from __future__ import annotations

import sys
import time

from moothall.project.start import start_django

start_django()

from django.core.management import call_command  # noqa: E402

from moothall.apps.cases.api import take_case  # noqa: E402
from moothall.kernel.rules import Refused  # noqa: E402
from tests import cast  # noqa: E402


def wait_until(moment: str) -> None:
    time.sleep(max(0.0, float(moment) - time.time()))


def main(do: str, *words: str) -> str:
    """What came of it: a reference, "taken", or the code of the refusal."""
    if do == "open":
        call_command("migrate", verbosity=0)
        return cast.sends(cast.FLY_TIPPING, cast.HARDING).reference
    if do == "send":
        wait_until(words[1])
        return cast.sends(cast.FLY_TIPPING, cast.HARDING, key=words[0]).reference
    reference, officer, moment = words
    by = getattr(cast, officer).actor
    wait_until(moment)
    try:
        take_case(reference, by=by)
    except Refused as no:
        return no.code
    return "taken"


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
