"""Cases for tests of the staff site, made by the door of `cases` as a resident's request would be."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.http import HttpResponseBase
from tests.answers import html

from moothall.apps.cases.api import Opened, open_case
from moothall.apps.catalogue.api import service_named
from moothall.apps.forms.api import Answer, Answers
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS

ADDRESS = {
    "line_1": "3 Hiram Street",
    "line_2": "",
    "town": "Barchester",
    "county": "",
    "postcode": "BC1 6DD",
}
MISSED_BIN: Mapping[str, tuple[str, object]] = {
    "bins": ("several-of", ["rubbish", "food"]),
    "missed_on": ("date", "2026-11-20"),
    "out_in_time": ("yes-no", True),
    "tag": ("one-of", "none"),
    "address": ("address", ADDRESS),
    "assisted": ("yes-no", False),
    "name": ("short-text", "Septimus Harding"),
    "email": ("email", "septimus@example.com"),
    "phone": ("phone", "07700 900123"),
}


def a_case(service: str = "report-missed-bin", **changes: object) -> Opened:
    """A missed bin that Septimus Harding has reported, with other answers where `changes` say so (None: blank)."""
    said = {
        key: Answer(kind, changes.get(key, value))
        for key, (kind, value) in MISSED_BIN.items()
        if changes.get(key, value) is not None
    }
    return open_case(service_named(service, seen_by=ANONYMOUS), Answers(said), by=ANONYMOUS)


def a_concern(name: str = "Mary Bold") -> Opened:
    """A confidential concern about a neighbour: only adult safeguarding may know that it is there."""
    said = {
        "name": Answer("short-text", name),
        "email": Answer("email", "mary@example.com"),
    }
    return open_case(
        service_named("raise-concern-about-neighbour", seen_by=ANONYMOUS), Answers(said), by=ANONYMOUS
    )


def many_cases(number: int) -> list[Opened]:
    """So many, each of somebody else."""
    return [a_case(name=f"Resident {n}") for n in range(number)]


def today() -> str:
    return clock.today().isoformat()


def seen_on(response: HttpResponseBase) -> str:
    """The hidden field by which a form says up to where its page showed the case."""
    found = re.search(r'name="seen" value="(\d+)"', html(response))
    assert found
    return found[1]
