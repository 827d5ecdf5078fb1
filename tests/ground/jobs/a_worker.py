"""A worker in a process of its own, which knows the pretend jobs: `python -m tests.ground.jobs.a_worker …`."""

from __future__ import annotations

import sys

from moothall.project.start import start_django

if __name__ == "__main__":
    start_django()
    from moothall.project import cli
    from tests.ground.jobs import pretend

    assert pretend
    sys.exit(cli.main(["worker", *sys.argv[1:]]))
