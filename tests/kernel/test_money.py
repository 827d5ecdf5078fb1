from __future__ import annotations

from decimal import Decimal

import pytest

from moothall.kernel.money import Money


@pytest.mark.parametrize(
    ("pounds", "said"),
    [("0", "£0"), ("12", "£12"), ("12.50", "£12.50"), ("0.05", "£0.05"), ("1200.5", "£1,200.50")],
)
def test_money_is_said_as_gov_uk_says_it(pounds: str, said: str) -> None:
    money = Money.of_pounds(Decimal(pounds))
    assert str(money) == said
    assert money.pounds == Decimal(pounds)


@pytest.mark.parametrize("pounds", ["-1", "0.001", "1000000.01", "NaN", "Infinity", "1e999"])
def test_what_is_no_amount_is_refused(pounds: str) -> None:
    with pytest.raises(ValueError, match="is not"):
        Money.of_pounds(Decimal(pounds))
