"""`moothall rebuild`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from time import perf_counter

from moothall.kernel.commands import WrongUse, command
from moothall.kernel.upkeep import REBUILDERS, rebuilders_in_order


def read_words(parser: ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help="what to rebuild; everything when left out")


@command("rebuild", example="moothall rebuild cases-search", arguments=read_words)
def rebuild(options: Namespace) -> int:
    """Make derived rows again from the truth: flat rows for queues, search.

    Names what it rebuilt and how many rows each has.
    """
    unknown = [name for name in options.names if name not in REBUILDERS]
    if unknown:
        raise WrongUse(
            f"There is nothing called {unknown[0]!r} to rebuild. There are: {', '.join(REBUILDERS)}."
        )
    for one in rebuilders_in_order():
        if not options.names or one.name in options.names:
            begun = perf_counter()
            rows = one.rebuild()
            print(f"{one.name}: {rows:,} in {perf_counter() - begun:.1f} s")
    return 0
