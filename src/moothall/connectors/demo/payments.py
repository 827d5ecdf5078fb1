"""A payment provider that is none: its payments are files in a folder, so that every process sees the same."""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from django.conf import settings

from moothall.apps.payments.ports import ProviderAway, Standing, Started, Wanted
from moothall.ground.outside import forbid_in_transaction

_REFERENCE = re.compile(r"[0-9a-f]{24}")


@dataclass(frozen=True, slots=True)
class DemoPayment:
    """What the pretend provider knows of a payment. `given_back` are pence by the key of the refund."""

    reference: str
    key: str
    pence: int
    description: str
    return_url: str
    standing: str = Standing.WAITING
    given_back: tuple[tuple[str, int], ...] = ()


class DemoPayments:
    """Pages that pay, decline and cancel are at `/demo/pay/<reference>` (`sites/demo`).

    A description with the word “unpayable” makes it answer as if it were away; so a failure can be tried.
    """

    name = "demo"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, wanted: Wanted) -> Started:
        forbid_in_transaction("The payment provider")
        if problem := self.check():
            raise ProviderAway(problem)
        if "unpayable" in wanted.description:
            raise ProviderAway("The payment provider did not answer.")
        before = next((one for one in self._all() if one.key == wanted.key), None)
        payment = before or DemoPayment(
            secrets.token_hex(12), wanted.key, wanted.pence, wanted.description, wanted.return_url
        )
        self._write(payment)
        return Started(payment.reference, f"/demo/pay/{payment.reference}")

    def standing(self, reference: str) -> Standing:
        forbid_in_transaction("The payment provider")
        payment = self.payment(reference)
        if payment is None:
            raise ProviderAway("The payment provider does not know this payment.", permanent=True)
        return Standing(payment.standing)

    def refund(self, reference: str, pence: int, *, key: str) -> Standing:
        forbid_in_transaction("The payment provider")
        payment = self.payment(reference)
        if payment is None or payment.standing != Standing.DONE:
            return Standing.FAILED
        given = dict(payment.given_back)
        if key not in given and sum(given.values()) + pence > payment.pence:
            return Standing.FAILED
        self._write(replace(payment, given_back=tuple((given | {key: pence}).items())))
        return Standing.DONE

    def check(self) -> str:
        if settings.MOOTHALL_PRODUCTION:
            return "No provider of payments is connected: nobody can pay."
        return ""

    def payment(self, reference: str) -> DemoPayment | None:
        """What is known of a payment; None when there is none."""
        if not _REFERENCE.fullmatch(reference):
            return None
        try:
            said = json.loads((self._folder / f"{reference}.json").read_text())
        except FileNotFoundError:
            return None
        return DemoPayment(**{**said, "given_back": tuple((key, pence) for key, pence in said["given_back"])})

    def decide(self, reference: str, standing: Standing) -> DemoPayment | None:
        """What the person did on the provider's page; a payment is decided once."""
        payment = self.payment(reference)
        if payment is not None and payment.standing == Standing.WAITING:
            payment = replace(payment, standing=standing.value)
            self._write(payment)
        return payment

    def _all(self) -> list[DemoPayment]:
        found = [self.payment(path.stem) for path in sorted(self._folder.glob("*.json"))]
        return [one for one in found if one is not None]

    def _write(self, payment: DemoPayment) -> None:
        """Whole or not at all: another process may be reading."""
        self._folder.mkdir(parents=True, exist_ok=True)
        beside = self._folder / f"{payment.reference}.{secrets.token_hex(4)}.new"
        beside.write_text(json.dumps(asdict(payment)))
        os.replace(beside, self._folder / f"{payment.reference}.json")
