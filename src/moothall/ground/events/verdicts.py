"""What `verify` says: findings that name the row, and a verdict people can read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

#: More than these are counted, not kept: a verdict is for reading.
KEPT = 100


class Kind(StrEnum):
    """What was done to the log."""

    WRONG_KEY = "wrong key"
    RECOMPUTED = "recomputed without the key"
    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    SEAL_CHANGED = "seal changed"
    SEAL_LOST = "seal lost"
    DROPPED = "segment dropped unlawfully"
    HEADER = "segment header changed"
    TAIL_CUT = "tail cut"
    REWRITTEN = "rewritten"
    COPY = "copied-out head changed"
    GAP = "gap in a stream"
    TEXT_CHANGED = "personal row changed"
    TEXT_REMOVED = "personal row removed"
    LEDGER = "ledger of erasures changed"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: `sentence` names the row for people, `number` its sealed number where it has one."""

    kind: Kind
    sentence: str
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`sound` when nothing is wrong. `findings` are the first hundred; `found` counts all of them by kind."""

    findings: tuple[Finding, ...]
    found: tuple[tuple[str, int], ...]
    checked: int
    head: int
    dropped: int
    texts: int
    erased: int
    unsealed: int
    oldest_unsealed_seconds: float
    seconds: float

    @property
    def sound(self) -> bool:
        return not self.findings

    def lines(self) -> tuple[str, ...]:
        """The verdict for a person at a terminal."""
        rate = f"{self.checked / self.seconds:,.0f} events a second" if self.seconds else "at once"
        about = [
            f"{self.checked:,} sealed events checked up to number {self.head:,}, {rate}.",
            f"{self.texts:,} personal texts match their digests; {self.erased:,} were erased under a rule.",
            f"Unsealed window: {self.unsealed:,} events, the oldest {self.oldest_unsealed_seconds:.1f} s old.",
        ]
        if self.dropped:
            about.append(f"{self.dropped:,} segments were dropped under a retention rule.")
        if self.sound:
            return (*about, "The seal holds.")
        counts = [f"{how_many:,} × {kind}" for kind, how_many in self.found]
        named = [f"- {finding.sentence}" for finding in self.findings]
        return (*about, f"THE SEAL IS BROKEN: {', '.join(counts)}.", *named)


@dataclass(slots=True)
class Tally:
    """Collects findings in constant memory."""

    findings: list[Finding] = field(default_factory=list)
    found: Counter[str] = field(default_factory=Counter)
    checked: int = 0
    chain_failures: int = 0
    texts: int = 0
    erased: int = 0

    def add(self, kind: Kind, sentence: str, number: int | None = None, *, how_many: int = 1) -> None:
        self.found[kind] += how_many
        if len(self.findings) < KEPT:
            said = sentence.encode("utf-8", "backslashreplace").decode()
            self.findings.append(Finding(kind, said, number))

    def instead(self, kind: Kind, sentence: str) -> None:
        """One finding that explains all the others."""
        self.findings, self.found = [], Counter()
        self.add(kind, sentence)
