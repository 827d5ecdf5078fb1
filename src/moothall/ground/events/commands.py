"""`moothall audit verify` and `moothall audit head`."""

from __future__ import annotations

import sys
from argparse import Namespace

from moothall.ground.events.heads import copy_out_head, heads_path
from moothall.ground.events.macs import present_keys
from moothall.ground.events.sealing import unsealed
from moothall.ground.events.segments import head
from moothall.ground.events.verifying import verify
from moothall.kernel.commands import command


@command("audit verify", example="moothall audit verify")
def verify_command(options: Namespace) -> int:
    """Check that the event log is what was told: nothing changed, removed, inserted or cut off.

    Names what is wrong, and exits with 1 then. The log may be written to meanwhile. Needs MOOTHALL_SEAL_KEY and the
    copied-out heads in MOOTHALL_VAR/seal.
    """
    verdict = verify()
    _say(*verdict.lines())
    return 0 if verdict.sound else 1


@command("audit head", example="moothall audit head")
def head_command(options: Namespace) -> int:
    """Copy the end of the sealed log out of the database now, and print it to be noted elsewhere."""
    end, window = head(), unsealed()
    if not end.number:
        _say("Nothing is sealed yet.")
        return 0
    copied = "now" if copy_out_head() else "already"
    _say(
        f"The log is sealed up to number {end.number:,}.",
        f"Seal of that number: {end.mac}",
        f"Fingerprint of the key: {present_keys().key_print}",
        f"Not sealed yet: {window.events:,} events, the oldest {window.oldest_seconds:.1f} s old.",
        f"This head is {copied} copied out to {heads_path()}.",
    )
    return 0


def _say(*lines: str) -> None:
    sys.stdout.write("\n".join(lines) + "\n")
