"""`moothall rehearse` and `moothall mutate`: are the examples true, and do they notice when something goes?"""

from __future__ import annotations

import time
from argparse import ArgumentParser, Namespace

from moothall.apps.catalogue.api import services_listed, why_not_there
from moothall.kernel.actors import system
from moothall.kernel.commands import WrongUse, at_least, command
from moothall.sites.rehearsal.mutating import Survivor, mutants_of, survives
from moothall.sites.rehearsal.scratch import scratch_database
from moothall.sites.rehearsal.stage import WAYS, journeys_of, rehearse

_SELF = system("rehearsal")


def _slugs(wanted: list[str]) -> list[str]:
    known = [service.slug for service in services_listed(seen_by=_SELF)]
    for slug in wanted:
        if slug not in known:
            raise WrongUse(why_not_there(slug))
    return wanted or known


def read_services(parser: ArgumentParser) -> None:
    parser.add_argument("services", nargs="*", metavar="SERVICE", help="its folder's name; all when left out")
    parser.add_argument("--way", choices=WAYS, action="append", help="headless, http, or both when left out")


@command("rehearse", example="moothall rehearse report-fly-tipping", arguments=read_services)
def rehearse_services(options: Namespace) -> int:
    """Play the journeys of services, headless and over the real pages, and say what is not as they say.

    Runs in a database of its own in memory: no case is opened and no message sent. The exit code is 1 when a
    journey breaks.
    """
    began, played, broken = time.monotonic(), 0, 0
    slugs = _slugs(options.services)
    with scratch_database():
        for slug in slugs:
            for way in options.way or WAYS:
                for performance in rehearse(slug, way):
                    played += 1
                    broken += bool(performance.wrong)
                    for sentence in performance.wrong:
                        print(f"{slug}, {performance.journey.file}, {way}: {sentence}")
    print(f"{played} journeys played, {broken} broken; took {time.monotonic() - began:.1f} s.")
    return 1 if broken or not played else 0


def read_mutations(parser: ArgumentParser) -> None:
    parser.add_argument("services", nargs="*", metavar="SERVICE", help="its folder's name; all when left out")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--all", action="store_true", help="every deletion of every service (the default)")
    size.add_argument("--sample", type=at_least(1), metavar="N", help="N of them, spread evenly")


@command("mutate", example="moothall mutate report-fly-tipping", arguments=read_mutations)
def mutate_services(options: Namespace) -> int:
    """Delete each question, branch, message and condition of a service in turn: one of its journeys must break.

    Nothing is written: the deletions are made in a copy. The exit code is 1 when a deletion goes unnoticed.
    """
    began = time.monotonic()
    survivors: list[Survivor] = []
    with scratch_database():
        slugs = _slugs(options.services)
        for slug in slugs:
            if mutants_of(slug) and not journeys_of(slug):
                raise WrongUse(f"{slug} has no journeys. Write one in journeys/*.yaml.")
        mutants = [mutant for slug in slugs for mutant in mutants_of(slug)]
        step = max(1, len(mutants) // options.sample) if options.sample else 1
        tried = mutants[::step]
        for mutant in tried:
            if survives(mutant):
                survivors.append(Survivor(mutant))
                print(f"Nobody noticed that {mutant.words} was gone.", flush=True)
    seconds = time.monotonic() - began
    print(
        f"{len(tried)} of {len(mutants)} deletions tried, {len(survivors)} unnoticed; took {seconds:.0f} s."
    )
    return 1 if survivors or not tried else 0
