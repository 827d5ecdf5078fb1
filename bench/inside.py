"""What a measurement has to ask or do inside a council's database, in a process of its own that costs the server nothing.

python -m bench.inside backlog       prints, for each line read, how many jobs wait or run and events are unsealed
python -m bench.inside load COUNT    loads the demonstration with so many cases; prints facts to ask about, as JSON
"""

from __future__ import annotations

import json
import random
import sys
import time

from django.core.management import call_command
from django.db import connection

from moothall.project.start import start_django

#: A periodic job has a key of its own and is always about to run; what a submission set off has none.
WAITING = (
    "SELECT (SELECT count(*) FROM jobs_job WHERE state IN ('ready', 'running') AND unique_key IS NULL)"
    " + (SELECT count(*) FROM events_unsealed)"
)


def backlog() -> None:
    for _ in sys.stdin:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            print(cursor.fetchone()[0], flush=True)


def load(count: int) -> None:
    from moothall.apps.catalogue.api import council
    from moothall.apps.catalogue.api import load as load_folders
    from moothall.apps.identity.api import DEMO_PASSWORD
    from moothall.apps.places.api import wards
    from moothall.ground.events.api import seal_now, skip_to_head
    from moothall.kernel.actors import system
    from moothall.sites.demo.bank import read_bank
    from moothall.sites.demo.loading import COMMON, OFTEN_TAGGED, RARE, SELDOM, SELDOM_TAGGED, load_cases
    from moothall.sites.demo.staff import make_staff, totp_secret

    call_command("migrate", verbosity=0)
    load_folders(by=system("bench"))
    workers = make_staff()
    began, cpu = time.monotonic(), time.process_time()
    load_cases(read_bank(council()), workers, count, random.Random(1855))
    skip_to_head("cases.message_failed")
    seal_now()
    took = {"seconds": time.monotonic() - began, "cpu_seconds": time.process_time() - cpu}
    facts = {
        "ward": wards()[0].code,
        "common": COMMON,
        "seldom": SELDOM,
        "rare": RARE,
        "often_tagged": OFTEN_TAGGED.replace(" ", "+"),
        "seldom_tagged": SELDOM_TAGGED,
        "password": DEMO_PASSWORD,
    }
    secrets = {person.email: totp_secret(person.email) for person in council().staff}
    print(json.dumps({**facts, **secrets, **took}), flush=True)


if __name__ == "__main__":
    start_django()
    if sys.argv[1] == "backlog":
        backlog()
    else:
        load(int(sys.argv[2]))
