"""A council on a busy day: facts, jobs and files until it is stopped. `python -m tests.project.busy`."""

from __future__ import annotations

import itertools
import signal

from moothall.project.start import start_django

if __name__ == "__main__":
    start_django()
    from django.db import transaction

    from moothall.ground.events.api import seal_now
    from moothall.ground.files.api import keep
    from tests.ground.events.plays import Told, a_stream, tell
    from tests.ground.jobs.pretend import note

    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda *_: stopped.append(1))
    for number in itertools.count():
        with transaction.atomic():
            tell(a_stream(), Told(number), Told(number + 1))
            note.enqueue(word=str(number))
        if number % 10 == 0:
            keep(f"picture {number}".encode(), owner=f"case:{number}", media_type="text/plain")
            seal_now()
        if stopped:
            break
