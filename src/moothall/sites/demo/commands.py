"""`moothall demo`: build the demonstration."""

from __future__ import annotations

import random
import sys
import time
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from datetime import timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connection

from moothall.apps.cases.api import count_waiting
from moothall.apps.catalogue.api import council, load, services_listed
from moothall.apps.identity.api import DEMO_PASSWORD
from moothall.apps.people.api import write_keys
from moothall.ground.events.api import seal_now, skip_to_head
from moothall.kernel.actors import system
from moothall.kernel.commands import WrongUse, at_least, command
from moothall.sites.demo.bank import Bank, read_bank
from moothall.sites.demo.calling import tell_contacts
from moothall.sites.demo.checking import fits, mistakes_now
from moothall.sites.demo.leading import set_up_teams
from moothall.sites.demo.loading import load_cases
from moothall.sites.demo.staff import add_colleagues, make_staff, who_answer
from moothall.sites.demo.stories import tell_stories

#: How many cases each size has.
SIZES = {"small": 400, "district": 100_000, "county": 1_000_000}
#: How many accounts of staff the larger ones have.
STAFF = {"district": 120, "county": 500}
_SELF = system("demo")


def read_size(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--size", choices=SIZES, default="small",
        help="small: 400 cases worked on one by one; district: 100,000 and county: 1,000,000, loaded in bulk",
    )  # fmt: skip
    parser.add_argument("--seed", type=at_least(0), default=1855, help="the same seed makes the same council")
    parser.add_argument("--if-empty", action="store_true", help="do nothing when there are cases already")


@command("demo", example="moothall demo --size district", arguments=read_size)
def demo(options: Namespace) -> int:
    """Fill an empty database with the invented council: its staff, residents and cases.

    Everything is invented, and the same for the same seed. Nothing is written while demo.yaml has a mistake.
    """
    if options.if_empty and _has_cases():
        tell_sign_ins()
        return 0
    if not council().demonstration:
        raise WrongUse(
            "This council's folder does not say `demonstration: yes`, so nothing is invented in it."
        )
    if mistakes := mistakes_now():
        print(*mistakes, sep="\n", file=sys.stderr)
        return 1
    bank = bank_now()
    call_command("migrate", verbosity=0)
    if _has_cases():
        raise WrongUse("There are cases here already. Start afresh with: moothall reset")
    load(by=_SELF)
    _build(bank, options.size, options.seed)
    tell_sign_ins()
    return 0


def bank_now() -> Bank:
    """What the council's own demo.yaml says; in practice on a council without one, what the fictional council's does.

    Of that only services that ask the same here. Raises WrongUse where nothing is left.
    """
    if not settings.MOOTHALL_PRACTICE or (council().folder / "demo.yaml").is_file():
        return read_bank(council())
    bank = read_bank(council(), settings.MOOTHALL_INVENTED)
    listed = {one.slug: one for one in services_listed(seen_by=_SELF)}
    scripts = tuple(one for one in bank.scripts if one.service in listed and fits(one, listed[one.service]))
    if not scripts:
        raise WrongUse(
            "None of this council’s services is one that practice knows. Write a demo.yaml beside council.yaml: see "
            "docs/reference/formats."
        )
    return replace(bank, scripts=scripts)


def _build(bank: Bank, size: str, seed: int) -> None:
    began = time.monotonic()
    print(f"Building the demonstration of {council().name}…", flush=True)
    workers = make_staff()
    draw = random.Random(seed)  # noqa: S311 — invented people, no secret
    count = SIZES[size]
    if size == "small":
        made = tell_stories(bank, workers, count, draw)
    else:
        add_colleagues(workers, bank, STAFF[size], draw)
        made = load_cases(bank, workers, count, draw)
        skip_to_head("cases.message_failed")
        skip_to_head("cases.rules")
    set_up_teams()
    tell_contacts(bank, who_answer(), draw)
    write_keys(settled=timedelta(0))
    seal_now()
    print(f"{made:,} cases in {time.monotonic() - began:.0f} s.", flush=True)


def _has_cases() -> bool:
    """Whether there are any; a database that is yet to be made has none."""
    try:
        return any(count_waiting(view, seen_by=_SELF).number for view in ("open", "closed"))
    except ProgrammingError:
        return False
    except OperationalError:
        if connection.introspection.table_names():
            raise
        return False


def tell_sign_ins() -> None:
    """Who can sign in, where, and with what: published on purpose, in a demonstration alone."""
    address = settings.MOOTHALL_ADDRESS
    print(f"\nSign in at {address}/staff/ with the password {DEMO_PASSWORD}")
    print(f"and the six figures shown at {address}/demo/codes/")
    for person in council().staff:
        places = ", ".join(f"{role} in {team}" for team, role in person.places)
        print(f"  {person.email:<38} {places}")
    print(flush=True)
