"""What a measurement has to ask or do inside a council's database, in a process of its own that costs the server nothing.

python -m bench.inside backlog            prints, for each line read, how many jobs wait or run and events are unsealed
python -m bench.inside load COUNT [DAYS]  loads the demonstration with so many cases of so many days; prints facts to ask
                                          about, as JSON
python -m bench.inside tickets COUNT      prints what the pages of so many officers give the script that polls, as JSON
python -m bench.inside trial              tries a rule on the last month's cases, and prints how that went, as JSON
python -m bench.inside many COUNT         closes so many cases at once, undoes it, and prints how that went, as JSON
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.management import call_command
from django.db import connection

from moothall.project.start import start_django

if TYPE_CHECKING:
    from moothall.kernel.actors import Actor

#: A periodic job has a key of its own and is always about to run; what a submission set off has none.
WAITING = (
    "SELECT (SELECT count(*) FROM jobs_job WHERE state IN ('ready', 'running') AND unique_key IS NULL)"
    " + (SELECT count(*) FROM events_unsealed)"
)
#: A council with more cases than `SMALL` has so many accounts of staff.
SMALL, STAFF = 10_000, 500
SERVICE, CONFIDENTIAL, OUTCOME = "report-missed-bin", "raise-concern-about-neighbour", "emptied"
RULE, TRIED_WITHIN = "large-fly-tipping", 300
SEES_MOST = "marcus.thorne@barchester.example"
_ANY = "SELECT reference FROM cases_case WHERE service = %s ORDER BY reference LIMIT 200"
_UNTAKEN = (
    "SELECT reference FROM cases_case WHERE service = %s AND status = 'new' AND assignee IS NULL "
    "ORDER BY reference LIMIT 400"
)
_OPEN = (
    "SELECT reference FROM cases_case WHERE service = %s AND status IN ('new', 'in_progress') "
    "ORDER BY reference LIMIT %s"
)


def backlog() -> None:
    for _ in sys.stdin:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            print(cursor.fetchone()[0], flush=True)


def load(count: int, days: int = 0) -> None:
    from moothall.apps.catalogue.api import council
    from moothall.apps.catalogue.api import load as load_folders
    from moothall.apps.identity.api import DEMO_PASSWORD
    from moothall.apps.places.api import wards
    from moothall.ground.events.api import seal_now, skip_to_head
    from moothall.ground.events.listeners import LISTENERS
    from moothall.kernel.actors import system
    from moothall.sites.demo.bank import read_bank
    from moothall.sites.demo.loading import (
        COMMON,
        DAYS,
        OFTEN_TAGGED,
        RARE,
        SELDOM,
        SELDOM_TAGGED,
        load_cases,
    )
    from moothall.sites.demo.staff import add_colleagues, make_staff, totp_secret

    call_command("migrate", verbosity=0)
    load_folders(by=system("bench"))
    workers, bank = make_staff(), read_bank(council())
    if count > SMALL:
        add_colleagues(workers, bank, STAFF, random.Random(500))
    began, cpu = time.monotonic(), time.process_time()
    load_cases(bank, workers, count, random.Random(1855), days=days or DAYS)
    for listener in LISTENERS:
        skip_to_head(listener)
    seal_now()
    took = {"seconds": time.monotonic() - began, "cpu_seconds": time.process_time() - cpu}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")  # else it writes for minutes, beside what is measured next
    facts = {
        "ward": wards()[0].code,
        "common": COMMON,
        "seldom": SELDOM,
        "rare": RARE,
        "often_tagged": OFTEN_TAGGED.replace(" ", "+"),
        "seldom_tagged": SELDOM_TAGGED,
        "password": DEMO_PASSWORD,
        "cases": " ".join(_references(_ANY, SERVICE)),
        "concerns": " ".join(_references(_ANY, CONFIDENTIAL)),
        "free": " ".join(_references(_UNTAKEN, SERVICE)),
        "messages": str(_number("SELECT count(*) FROM messaging_message")),
        "staff": str(_number("SELECT count(*) FROM identity_account")),
    }
    secrets = {person.email: totp_secret(person.email) for person in council().staff}
    print(json.dumps({**facts, **secrets, **took}), flush=True)


def _references(statement: str, service: str) -> list[str]:
    """Some cases of a service in the order of their references, which is no order at all."""
    with connection.cursor() as cursor:
        cursor.execute(statement, [service])
        return [str(row[0]) for row in cursor.fetchall()]


def _number(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.fetchone()[0])


def tickets(count: int) -> None:
    """One for each of so many officers, two at a case."""
    from moothall.sites.staff.casework.presence import signed

    with connection.cursor() as cursor:
        cursor.execute("SELECT id, name FROM identity_account ORDER BY email")
        people = [(UUID(str(key)), str(name)) for key, name in cursor.fetchall()]
        cursor.execute("SELECT id FROM cases_case ORDER BY reference LIMIT %s", [count // 2])
        cases = [UUID(str(row[0])) for row in cursor.fetchall()]
    made = []
    for number in range(count):
        key, name = people[number % len(people)]
        made.append(signed(f"case:{cases[number // 2 % len(cases)]}", f"officer:{key}", name))
    print(json.dumps(made), flush=True)


def _leader() -> Actor:
    from moothall.apps.identity.api import account_by_email
    from moothall.apps.teams.api import actor_with, places_of
    from moothall.kernel.actors import system

    account = account_by_email(SEES_MOST, seen_by=system("bench"))
    assert account is not None
    return actor_with(account.pk, places_of(account.pk))


def trial() -> None:
    """As a leader who presses the button; the worker does it."""
    from moothall.apps.automation.api import ask_trial, rule_named, trial_of

    by, rule = _leader(), rule_named(RULE)
    began = time.monotonic()
    ask_trial(RULE, by=by)
    while (now := trial_of(rule, seen_by=by)) is None or now.finished_at is None:
        if time.monotonic() - began > TRIED_WITHIN:
            raise TimeoutError(f"The rule was not tried within {TRIED_WITHIN} s.")
        time.sleep(0.2)
    went = {"seconds": time.monotonic() - began, "looked": now.looked, "caught": now.caught}
    print(json.dumps(went), flush=True)


def many(count: int) -> None:
    """As an officer who chose so many open cases of one service; the worker does it."""
    from moothall.apps.cases.api import begin_many, propose_many, undo_many

    by = _leader()
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, [SERVICE, count])
        chosen = [str(row[0]) for row in cursor.fetchall()]
    began = time.monotonic()
    act = propose_many("close", {"outcome": OUTCOME, "words": ""}, chosen=chosen, by=by)
    went: dict[str, float] = {"chosen": len(chosen), "proposed_seconds": time.monotonic() - began}
    for name, begin in (("done", begin_many), ("undone", undo_many)):
        began = time.monotonic()
        begin(act, by=by)
        counts, steps = _watched(act, by)
        took = time.monotonic() - began
        went |= {name: counts[name], f"{name}_seconds": took, f"{name}_steps": steps}
        began = time.monotonic()
        while _number(WAITING):
            time.sleep(0.25)
        went[f"{name}_told_seconds"] = took + time.monotonic() - began
    print(json.dumps(went), flush=True)


def _watched(act: UUID, by: Actor) -> tuple[Mapping[str, int], int]:
    """Look as the page does, every two seconds, until it has ended: the counts, and how often they had changed."""
    from moothall.apps.cases.api import act_on_many

    seen = set[tuple[int, ...]]()
    while True:
        now = act_on_many(act, seen_by=by)
        seen.add(tuple(now.counts.values()))
        if now.state not in ("running", "undoing"):
            return now.counts, len(seen)
        time.sleep(0.5)


if __name__ == "__main__":
    start_django()
    match sys.argv[1:]:
        case ["backlog"]:
            backlog()
        case ["load", *numbers]:
            load(*map(int, numbers))
        case ["tickets", number]:
            tickets(int(number))
        case ["trial"]:
            trial()
        case ["many", number]:
            many(int(number))
