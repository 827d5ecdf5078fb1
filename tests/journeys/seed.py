"""Fills an empty database with what the journeys meet: `python -m tests.journeys.seed` prints it as JSON.

Run in a process of its own, with the environment of the server that is to show it.
"""

from __future__ import annotations

import json
import sys

from moothall.project.start import start_django

start_django()

from django.core.management import call_command  # noqa: E402 — Django is started above
from django.db import connection  # noqa: E402 — Django is started above
from tests.cast import SYSTEM  # noqa: E402 — Django is started above
from tests.journeys.requests import requests_made  # noqa: E402 — Django is started above

from moothall.apps.catalogue.api import load  # noqa: E402 — Django is started above
from moothall.apps.identity.api import DEMO_PASSWORD, create_account  # noqa: E402 — Django is started above
from moothall.sites.demo.staff import make_staff  # noqa: E402 — Django is started above


def seed() -> dict[str, str]:
    """By what it shows: the reference of a request."""
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    load(by=SYSTEM)
    officer = make_staff()["waste"][0]
    create_account("newcomer@barchester.example", "Nora Newcomer", DEMO_PASSWORD, demo=True)
    return requests_made(officer)


if __name__ == "__main__":
    json.dump(seed(), sys.stdout)
