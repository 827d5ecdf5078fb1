"""What payments needs from outside: somebody who takes money and gives it back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Standing(StrEnum):
    """Where a payment or a refund stands with the provider."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A payment to be taken. `key` is ours and the same on every attempt; `pence` the amount in pounds sterling."""

    key: str
    pence: int
    reference: str
    description: str
    return_url: str
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Started:
    """`reference` is the provider's own; `next_url` where the person goes to pay."""

    reference: str
    next_url: str


class ProviderAway(Exception):
    """The provider did not answer, or not as agreed. `sentence` says so; `permanent`: asking again is of no use."""

    def __init__(self, sentence: str, *, permanent: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.permanent = permanent


class PaymentProvider(Protocol):
    """Takes money. Each method is called outside any transaction, may be called again with the same key, and raises
    ProviderAway and nothing else."""

    name: str

    def begin(self, wanted: Wanted) -> Started:
        """Called twice with the same key it answers with the same payment."""

    def standing(self, reference: str) -> Standing: ...

    def refund(self, reference: str, pence: int, *, key: str) -> Standing:
        """Give back `pence`. Called twice with the same key it gives back once."""

    def check(self) -> str:
        """Empty when money can be taken now; otherwise a sentence that says what to put right."""
