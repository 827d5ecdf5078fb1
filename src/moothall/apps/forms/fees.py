"""What a request costs: decided by a table of the service, from the answers given."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from moothall.apps.catalogue.api import PinnedService
from moothall.apps.forms.amounts import AMOUNT, TOGETHER, amounts_in
from moothall.apps.forms.answers import Answers
from moothall.apps.forms.decisions import ServiceDecisions
from moothall.apps.forms.reader import form_of
from moothall.apps.forms.walk import context_of
from moothall.kernel import dmn, feel
from moothall.kernel.money import Money
from moothall.ui.languages import words_language

#: Where a fee’s table has several outputs: words for whoever pays, beside the amount; `words_cy` in Welsh.
WORDS = "words"


class FeeUndecided(Exception):
    """The table does not say what these answers cost. `why` names the rules that hold together, or that none does."""

    def __init__(self, decision: str, why: str) -> None:
        super().__init__(f"{decision}: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class Fee:
    """An amount and what it is for, in words."""

    amount: Money
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeRange:
    """The least and the most that a table can come to, where it names amounts; None where it works them out."""

    least: Money | None
    most: Money | None

    @property
    def words(self) -> str:
        """£12; £0 to £30; or that it depends on the answers."""
        if self.least is None or self.most is None:
            return _("The fee depends on your answers.")
        if self.least == self.most:
            return _("The fee is {amount}.").format(amount=self.most)
        if not self.least:
            return _("The fee is up to {most}, depending on your answers. For some it is free.").format(
                most=self.most
            )
        return _("The fee is {least} to {most}, depending on your answers.").format(
            least=self.least, most=self.most
        )


def fee_of(service: PinnedService, answers: Answers) -> Fee | None:
    """What a request with these answers costs; None where the service takes no fee. Raises FeeUndecided."""
    form = form_of(service)
    if not form.fee:
        return None
    try:
        decided = (
            _decisions(service)
            .model_with(form.fee)
            .decide(form.fee, context_of(form, answers), notes=words_language())
        )
    except feel.BudgetSpent:
        raise FeeUndecided(form.fee, "Working it out took too long.") from None
    return _fee(form.fee, decided)


def fee_range(service: PinnedService) -> FeeRange | None:
    """What there is to say about the fee before anything is answered; None where the service takes none."""
    name = form_of(service).fee
    if not name:
        return None
    decision = _decisions(service).model_with(name).by_name[name]
    if isinstance(decision.logic, dmn.Literal) or decision.logic.policy in TOGETHER:
        return FeeRange(None, None)
    amounts = list(amounts_in(decision.logic))
    if not amounts or None in amounts:
        return FeeRange(None, None)
    known = [amount for amount in amounts if amount is not None]
    return FeeRange(min(known), max(known))


def _decisions(service: PinnedService) -> ServiceDecisions:
    found = service.part("decisions")
    return found if isinstance(found, ServiceDecisions) else ServiceDecisions()


def _fee(name: str, decided: dmn.Decided) -> Fee:
    value, words = decided.value, decided.notes
    if isinstance(value, dict):
        told = value.get(f"{WORDS}_{words_language()}") or value.get(WORDS)
        words = (told,) if isinstance(told, str) and told else words
        value = value.get(AMOUNT)
    if not isinstance(value, Decimal):
        raise FeeUndecided(name, decided.undecided or "It gives no amount.")
    try:
        return Fee(Money.of_pounds(value), words)
    except ValueError as wrong:
        raise FeeUndecided(name, str(wrong)) from None
