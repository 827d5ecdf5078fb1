"""`moothall worker`: runs jobs and the periodic tasks."""

from __future__ import annotations

import signal
from argparse import SUPPRESS, ArgumentParser, Namespace

from moothall.ground.jobs.api import lanes
from moothall.ground.jobs.worker import Worker
from moothall.kernel.commands import WrongUse, command
from moothall.project.child import die_with, supervised_word


def read_words(parser: ArgumentParser) -> None:
    parser.add_argument("--lane", action="append", metavar="LANE", help="only this lane; may be repeated")
    parser.add_argument("--until-empty", action="store_true", help="stop when nothing is left to run now")
    parser.add_argument("--slot", default="", help=SUPPRESS)
    supervised_word(parser)


@command("worker", example="moothall worker --lane mail", arguments=read_words)
def worker(options: Namespace) -> int:
    """Run jobs until told to stop; any number of workers may run, on any number of machines.

    Stops on Ctrl-C or SIGTERM when the running jobs are done.
    """
    die_with(options.supervised)
    unknown = sorted(set(options.lane or ()) - set(lanes()))
    if unknown:
        raise WrongUse(f"There is no lane {unknown[0]!r}. There are: {', '.join(lanes())}.")
    made = Worker(slot=options.slot, only=options.lane, until_empty=options.until_empty)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: made.stop())
    return made.run()
