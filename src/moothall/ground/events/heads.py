"""The head of the chain, copied out of the database every minute.

Whoever can rewrite the database cannot cut its tail unseen: the file still says how far the log had come. Each
line carries a mac that chains to the line before. Copy the folder to another machine and it holds against
somebody who owns this one.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from moothall.ground.events.copies import add_line, appending, copies_folder, last_lines, lines_of
from moothall.ground.events.macs import mac_of_parts, present_keys
from moothall.ground.events.segments import Head, head
from moothall.ground.outside import forbid_in_transaction
from moothall.kernel import clock
from moothall.kernel.actors import Actor

log = logging.getLogger(__name__)

_HEAD, _RESTORED = "head", "restored"


@dataclass(frozen=True, slots=True)
class Line:
    """One copied-out head. `kind` is `restored` when an older backup was put back and that was acknowledged."""

    at: str
    kind: str
    number: int
    chain: str
    key_print: str
    who: str
    mac: str

    @property
    def text(self) -> str:
        return f"{self.at} {self.kind} {self.number} {self.chain} {self.key_print} {self.who} {self.mac}"


def heads_path() -> Path:
    return copies_folder() / "heads"


def copy_out_head() -> bool:
    """Append the database's head to the file; False when the file already has it or is ahead of it.

    Never in a transaction. A file that is ahead means a tail cut or an older backup: it is logged, and
    `verify` says so until it is put right.
    """
    return _append(_HEAD, "moothall")


def acknowledge_restore(*, by: Actor) -> bool:
    """Say in the file that an older backup was put back on purpose: what was copied out later no longer holds."""
    return _append(_RESTORED, by.key)


def read_line(text: str) -> Line | None:
    """The line, its mac not looked at yet; None when it is torn."""
    parts = text.split(" ")
    if len(parts) != 7 or not parts[2].isascii() or not parts[2].isdigit() or len(parts[2]) > 18:
        return None
    return Line(parts[0], parts[1], int(parts[2]), parts[3], parts[4], parts[5], parts[6])


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that was changed, or stands where another was removed."""

    position: int


def copied_heads(path: Path) -> Iterator[Line | BadLine]:
    """The heads that still hold, in order of number; lines made void by an acknowledged restore are left out.

    Reads the file twice and keeps only the restores in memory.
    """
    restores = [
        (position, line.number)
        for position, line in _true_lines(path)
        if isinstance(line, Line) and line.kind == _RESTORED
    ]
    for position, line in _true_lines(path):
        while restores and restores[0][0] <= position:
            restores.pop(0)
        if isinstance(line, BadLine) or all(line.number <= kept for _, kept in restores):
            yield line


def _true_lines(path: Path) -> Iterator[tuple[int, Line | BadLine]]:
    """Each line with its position from 1. A torn line counts as bad only when a later line chains to it."""
    before = ""
    for position, text in enumerate(lines_of(path), 1):
        line = read_line(text)
        if line is None:
            continue
        yield position, line if _mac(line, before) == line.mac else BadLine(position)
        before = line.mac


def _mac(line: Line, before: str) -> str:
    parts = (before, line.at, line.kind, line.number, line.chain, line.key_print, line.who)
    return mac_of_parts(present_keys().head, parts).hex()


def _append(kind: str, who: str) -> bool:
    forbid_in_transaction("Copying out the head of the seal")
    now_at: Head = head()
    with appending(heads_path()) as file:
        known = [line for line in map(read_line, last_lines(file)) if line]
        last = known[-1] if known else None
        if kind == _HEAD and last and now_at.number <= last.number:
            if now_at.number < last.number:
                log.error(
                    "The event log ends at %s, but its end was copied out at %s.", now_at.number, last.number
                )
            return False
        if kind == _HEAD and now_at.number == 0:
            return False
        unsigned = Line(
            clock.now().isoformat(timespec="seconds"),
            kind,
            now_at.number,
            now_at.mac or "-",
            present_keys().key_print,
            who.replace(" ", "_"),
            "",
        )
        mac = _mac(unsigned, last.mac if last else "")
        add_line(file, Line(*_parts(unsigned), mac).text)
    return True


def _parts(line: Line) -> tuple[str, str, int, str, str, str]:
    return line.at, line.kind, line.number, line.chain, line.key_print, line.who
