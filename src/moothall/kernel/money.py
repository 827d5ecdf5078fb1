"""Money in pounds sterling, counted in pence: nothing is lost to rounding."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

#: More than this at once is a mistake in a table, not a fee.
MOST_PENCE = 100_000_000


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of `pence`, never negative."""

    pence: int

    def __post_init__(self) -> None:
        if not 0 <= self.pence <= MOST_PENCE:
            raise ValueError(f"{self.pence} pence is not an amount between nothing and £1,000,000.")

    @classmethod
    def of_pounds(cls, pounds: Decimal) -> Money:
        """Raises ValueError for a fraction of a penny, a negative amount or more than a million pounds."""
        try:
            pence = pounds * 100
            whole = int(pence)
        except (InvalidOperation, ValueError, OverflowError):
            raise ValueError(f"{pounds} is not an amount of money.") from None
        if whole != pence:
            raise ValueError(f"{pounds} pounds is not a whole number of pence.")
        return cls(whole)

    @property
    def pounds(self) -> Decimal:
        return Decimal(self.pence) / 100

    def __str__(self) -> str:
        """£1,200.50, and £12 for whole pounds, as GOV.UK writes it."""
        pounds, pence = divmod(self.pence, 100)
        return f"£{pounds:,}.{pence:02}" if pence else f"£{pounds:,}"

    def __bool__(self) -> bool:
        return self.pence > 0
