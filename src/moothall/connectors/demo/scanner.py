"""A scanner that knows one harmful file: the one that harms nobody and that every scanner knows."""

from __future__ import annotations

from typing import BinaryIO

from moothall.ground.outside import forbid_in_transaction

# In two parts, so that no scanner takes this file for it.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class DemoScanner:
    """Finds EICAR anywhere in a file."""

    def scan(self, content: BinaryIO) -> str:
        forbid_in_transaction("The scanner")
        return "Eicar-Test-Signature" if EICAR in content.read() else ""

    def check(self) -> str:
        return ""
