"""One request in each state that a page shows differently, for whoever looks at all of them."""

from __future__ import annotations

from tests.cast import (
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

from moothall.apps.cases import api as cases
from moothall.apps.documents.api import attach
from moothall.apps.messaging.models import Message
from moothall.apps.payments import api as payments
from moothall.apps.payments.ports import Standing
from moothall.connectors.demo.api import DemoPayments
from moothall.ground.jobs.api import run_pending
from moothall.kernel.actors import Actor
from moothall.kernel.money import Money
from moothall.sites.rehearsal.walking import sample_photo


def requests_made(officer: Actor) -> dict[str, str]:
    """By what it shows: the reference of a request. `officer` works on them."""
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
        "talk": sends(FLY_TIPPING, HARDING),
        "deeds": sends(FLY_TIPPING, HARDING),
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
