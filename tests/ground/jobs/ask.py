"""Enqueue pretend jobs from a process of its own: `python -m tests.ground.jobs.ask TASK JSON [HOW OFTEN]`.

In the arguments {n} becomes the number of the call.
"""

from __future__ import annotations

import json
import sys

from moothall.project.start import start_django

if __name__ == "__main__":
    start_django()
    from moothall.ground.jobs.api import enqueue_many
    from tests.ground.jobs import pretend

    task, arguments, often = getattr(pretend, sys.argv[1]), sys.argv[2], int((sys.argv[3:] or ["1"])[0])
    enqueue_many([(task, json.loads(arguments.replace("{n}", str(n)))) for n in range(often)])
