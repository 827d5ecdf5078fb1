"""Fills an empty database with what the journeys meet: `python -m tests.journeys.seed` prints it as JSON.

Run in a process of its own, with the environment of the server that is to show it. One request in each state that a
page shows differently.
"""

from __future__ import annotations

import json
import sys

from moothall.project.start import start_django

start_django()

from django.core.management import call_command  # noqa: E402
from tests.cast import (  # noqa: E402
    COMPLAINT,
    CONCERN,
    ELEANOR,
    FLY_TIPPING,
    HARDING,
    NOBODY,
    SLOPE,
    STALL,
    SYSTEM,
    proven,
    sends,
)

from moothall.apps.cases import api as cases  # noqa: E402
from moothall.apps.catalogue.api import load  # noqa: E402
from moothall.apps.documents.api import attach  # noqa: E402
from moothall.apps.identity.api import DEMO_PASSWORD, create_account  # noqa: E402
from moothall.apps.messaging.models import Message  # noqa: E402
from moothall.apps.payments import api as payments  # noqa: E402
from moothall.apps.payments.ports import Standing  # noqa: E402
from moothall.connectors.demo.api import DemoPayments  # noqa: E402
from moothall.ground.jobs.api import run_pending  # noqa: E402
from moothall.kernel.money import Money  # noqa: E402
from moothall.sites.demo.staff import make_staff  # noqa: E402
from moothall.sites.rehearsal.walking import sample_photo  # noqa: E402


def seed() -> dict[str, str]:
    """By what it shows: the reference of a request."""
    call_command("migrate", verbosity=0)
    load(by=SYSTEM)
    officer = make_staff()["waste"][0]
    create_account("newcomer@barchester.example", "Nora Newcomer", DEMO_PASSWORD, demo=True)
    made = {
        "new": sends(FLY_TIPPING, HARDING),
        "waiting": sends(FLY_TIPPING, HARDING),
        "closed": sends(FLY_TIPPING, ELEANOR),
        "reopened": sends(FLY_TIPPING, ELEANOR),
        "original": sends(FLY_TIPPING, HARDING),
        "duplicate": sends(FLY_TIPPING, ELEANOR),
        "complaint": sends(COMPLAINT, HARDING),
        "concern": sends(CONCERN, ELEANOR),
        "unreachable": sends(FLY_TIPPING, SLOPE),
        "unnamed": sends(FLY_TIPPING, NOBODY),
    }
    paid = sends(STALL, HARDING)
    begun = payments.begin_payment(
        f"case:{paid.case_id}", service=STALL, amount=Money(2500), description="Stall",
        answers_digest="", return_url=lambda key: "/", by=SYSTEM,
    )  # fmt: skip
    till = payments.provider()
    assert isinstance(till, DemoPayments)
    till.decide(begun.next_url.rpartition("/")[2], Standing.DONE)
    payments.settle_payment(begun.id, by=SYSTEM)
    photo = attach(
        f"case:{made['new'].case_id}",
        sample_photo(),
        name="sofa.jpg",
        media_type="image/jpeg",
        kind="photo",
        source="form:report-fly-tipping",
        by=SYSTEM,
    )
    run_pending(("files",))
    made["paid"] = paid
    said = {name: opened.reference for name, opened in made.items()}
    cases.take_case(said["waiting"], by=officer)
    cases.ask_reporter(said["waiting"], "Is it on the town side or the field side?", by=officer)
    cases.add_note(said["new"], "The crew is in Mill Lane on Tuesday.", by=officer)
    for name in ("closed", "reopened"):
        cases.take_case(said[name], by=officer)
        cases.close_case(said[name], "cleared", "", by=officer)
    cases.reopen_case(said["reopened"], "Half of it is still there.", by=proven(made["reopened"], ELEANOR))
    cases.link_duplicate(said["duplicate"], original=said["original"], by=officer)
    cases.ask_to_subscribe(said["original"], "una@example.com", by=SYSTEM)
    link = Message.objects.get(moment="subscription asked").facts["confirm_link"]
    sends(FLY_TIPPING, HARDING, held=("trap",), place="Buy these pills")
    return {**said, "photo": str(photo.id), "subscription": link.rpartition("/")[2]}


if __name__ == "__main__":
    json.dump(seed(), sys.stdout)
