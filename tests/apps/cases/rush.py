"""A process of its own, for `test_two_officers.py`: opens a case, or takes one when there is the file GO.

python -m tests.apps.cases.rush open
python -m tests.apps.cases.rush take REFERENCE OFFICER GO
python -m tests.apps.cases.rush send KEY GO
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from moothall.project.start import start_django

start_django()

from moothall.apps.cases.api import take_case  # noqa: E402
from moothall.kernel.rules import Refused  # noqa: E402
from tests import cast  # noqa: E402


def wait_for(go: str) -> None:
    print("ready", flush=True)
    while not Path(go).exists():
        time.sleep(0.0005)


def main(do: str, *words: str) -> str:
    """What came of it: a reference, "taken", or the code of the refusal."""
    if do == "open":
        return cast.sends(cast.FLY_TIPPING, cast.HARDING).reference
    if do == "send":
        wait_for(words[1])
        return cast.sends(cast.FLY_TIPPING, cast.HARDING, key=words[0]).reference
    reference, officer, go = words
    by = getattr(cast, officer).actor
    wait_for(go)
    try:
        take_case(reference, by=by)
    except Refused as no:
        return no.code
    return "taken"


if __name__ == "__main__":
    print(main(*sys.argv[1:]))
