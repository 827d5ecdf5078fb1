"""`moothall audit verify` and `moothall audit head`: lines for people, and an exit code for machines."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from moothall.ground.events.heads import copy_out_head, heads_path
from moothall.ground.events.macs import present_keys
from moothall.ground.events.sealing import unsealed
from moothall.ground.events.segments import head
from moothall.ground.events.verifying import verify


def verify_lines() -> tuple[tuple[str, ...], bool]:
    """What `moothall audit verify` prints, and whether the seal holds."""
    verdict = verify()
    return verdict.lines(), verdict.sound


def head_lines() -> tuple[str, ...]:
    """What `moothall audit head` prints: enough to note on paper and compare later."""
    end, window = head(), unsealed()
    if not end.number:
        return ("Nothing is sealed yet.",)
    copied = "now" if copy_out_head() else "already"
    return (
        f"The log is sealed up to number {end.number:,}.",
        f"Seal of that number: {end.mac}",
        f"Fingerprint of the key: {present_keys().key_print}",
        f"Not sealed yet: {window.events:,} events, the oldest {window.oldest_seconds:.1f} s old.",
        f"This head is {copied} copied out to {heads_path()}.",
    )


def verify_command(argv: Sequence[str]) -> int:
    """`moothall audit verify`: 0 when the seal holds, 1 when it is broken, 2 for words it does not know."""
    if argv:
        return _usage("moothall audit verify")
    lines, sound = verify_lines()
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if sound else 1


def head_command(argv: Sequence[str]) -> int:
    """`moothall audit head`: copies the head out and prints it."""
    if argv:
        return _usage("moothall audit head")
    sys.stdout.write("\n".join(head_lines()) + "\n")
    return 0


def _usage(words: str) -> int:
    sys.stderr.write(f"Write only: {words}\n")
    return 2
