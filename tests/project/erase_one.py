"""Erase a subject in a process of its own: `python -m tests.project.erase_one SUBJECT`."""

from __future__ import annotations

import sys

from moothall.project.start import start_django

if __name__ == "__main__":
    start_django()
    from moothall.ground.events.api import copy_out_head, copy_out_ledger, erase, seal_now
    from moothall.kernel.actors import system

    erase(sys.argv[1], rule="A test of restoring", by=system("tests"))
    seal_now()
    copy_out_head()
    copy_out_ledger()
