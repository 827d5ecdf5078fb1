"""A process of its own, for `test_two_officers.py`: opens a case, or takes one when there is the file GO. Or writes to
its reporter, and calls that back.

python -m tests.apps.cases.rush open
python -m tests.apps.cases.rush take REFERENCE OFFICER GO
python -m tests.apps.cases.rush send KEY GO
python -m tests.apps.cases.rush write REFERENCE WORDS
python -m tests.apps.cases.rush undo REFERENCE REPLY
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from uuid import UUID

from moothall.project.start import start_django

start_django()

from moothall.apps.cases.api import ReplyDraft, call_back, case_for, send_reply, take_case  # noqa: E402 — Django is started above
from moothall.kernel.rules import Refused  # noqa: E402 — Django is started above
from tests import cast  # noqa: E402 — Django is started above


def wait_for(go: str) -> None:
    print("ready", flush=True)
    while not Path(go).exists():
        time.sleep(0.0005)


def write(reference: str, words: str) -> str:
    """Which reply is on its way."""
    by = cast.OLWEN.actor
    to = tuple(one.id for one in case_for(reference, seen_by=by).parties if one.id)
    return str(send_reply(reference, ReplyDraft(words, to), by=by))


def undo(reference: str, reply: UUID) -> str:
    try:
        call_back(reference, reply, by=cast.OLWEN.actor)
    except Refused as no:
        return no.code
    return "undone"


def main(do: str, *words: str) -> str:
    """What came of it: a reference, "taken", or the code of the refusal."""
    if do == "open":
        return cast.sends(cast.FLY_TIPPING, cast.HARDING).reference
    if do == "send":
        wait_for(words[1])
        return cast.sends(cast.FLY_TIPPING, cast.HARDING, key=words[0]).reference
    if do in ("write", "undo"):
        return write(words[0], words[1]) if do == "write" else undo(words[0], UUID(words[1]))
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
