"""What a request costs, by a decision table of its folder."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from moothall.apps.catalogue.api import PartFile, PartSource, Service, located_nowhere, read_yaml
from moothall.apps.forms import api as forms
from moothall.apps.forms.decisions import DECISIONS_PART
from moothall.kernel.money import Money
from tests.apps.forms.made import SERVICE
from tests.kernel.dmn.tables import literal, model, table

FORM = """\
pages:
- page: zone
  questions:
  - {ask: zone, type: one-of, label: Zone?, name: the zone,
     options: [{value: inner, label: Inner}, {value: outer, label: Outer}]}
- page: help
  questions: [{ask: badge, type: yes-no, label: Blue badge?, name: you have a badge}]
fee: permit_fee
"""
ROWS = [(["-", "true"], ["0"]), (['"inner"', "false"], ["62.50"]), (['"outer"', "false"], ["30"])]


def fee_table(rows: list[tuple[list[str], list[str]]] = ROWS, **more: str) -> str:
    return model(table("permit_fee", {"zone": "string", "badge": "boolean"}, {"fee": "number"}, rows, **more))


def read(form: str, dmn: str) -> tuple[Service, list[str]]:
    """A service with this form and one file of decisions; `line: sentence` of each mistake."""
    decided = PartSource(SERVICE, (PartFile("decisions/fee.dmn", located_nowhere({"text": dmn})),), {}, [])
    service = replace(SERVICE, parts={"decisions": DECISIONS_PART.read(decided)})
    node, mistakes = read_yaml(form.encode(), "form.yaml")
    assert node is not None
    asked = PartSource(service, (PartFile("form.yaml", node),), {}, [])
    service = replace(service, parts={**service.parts, "form": forms.FORM_PART.read(asked)})
    found = [*decided.mistakes, *mistakes, *asked.mistakes]
    return service, [f"{one.line}: {one.sentence}" for one in found]


def service_with(dmn: str, form: str = FORM) -> Service:
    service, mistakes = read(form, dmn)
    assert mistakes == []
    return service


def answered(zone: str | None, badge: bool | None) -> forms.Answers:
    said = {"zone": ("one-of", zone), "badge": ("yes-no", badge)}
    return forms.Answers({key: forms.Answer(kind, value, "typed") for key, (kind, value) in said.items()})


@pytest.mark.parametrize(
    ("zone", "badge", "pence"), [("inner", False, 6250), ("outer", False, 3000), ("inner", True, 0)]
)
def test_the_fee_is_what_the_table_says(zone: str, badge: bool, pence: int) -> None:
    fee = forms.fee_of(service_with(fee_table()), answered(zone, badge))
    assert fee is not None
    assert fee.amount == Money(pence)
    assert fee.reasons


def test_a_table_may_give_the_amount_with_its_words() -> None:
    told = model(
        table(
            "permit_fee",
            {"zone": "string"},
            {"amount": "number", "words": "string"},
            [(["-"], ["12", '"One year"'])],
        )
    )
    fee = forms.fee_of(service_with(told), answered("inner", False))
    assert fee == forms.Fee(Money(1200), ("One year",))


def test_a_service_without_a_fee_costs_nothing() -> None:
    service = service_with(fee_table(), FORM.replace("fee: permit_fee\n", ""))
    assert forms.fee_of(service, answered("inner", False)) is None
    assert forms.fee_range(service) is None


@pytest.mark.parametrize(
    ("dmn", "words"),
    [
        (fee_table(), "The fee is up to £62.50, depending on your answers. For some it is free."),
        (fee_table([(["-", "-"], ["12"])]), "The fee is £12."),
        (
            fee_table([(["-", "true"], ["12"]), (["-", "false"], ["30"])]),
            "The fee is £12 to £30, depending on your answers.",
        ),
        (model(literal("permit_fee", 'if zone = "inner" then 2 * 31.25 else 30')), "The fee depends on your answers."),
        (fee_table(policy="COLLECT", aggregation="SUM"), "The fee depends on your answers."),
    ],
)  # fmt: skip
def test_what_can_be_said_before_anything_is_answered(dmn: str, words: str) -> None:
    known = forms.fee_range(service_with(dmn))
    assert known is not None
    assert known.words == words


@pytest.mark.parametrize(
    ("dmn", "why"),
    [
        (fee_table([(['"outer"', "-"], ["1"])]), "No rule holds."),
        (fee_table([(["-", "-"], ["1"]), (["-", "-"], ["2"])]), "rules 1 and 2"),
        (fee_table([(["-", "-"], ["if badge then 1 else 0.001"])]), "whole number of pence"),
        (fee_table([(["-", "-"], ["if badge then 1 else -5"])]), "not an amount"),
        (model(literal("permit_fee", "count(for i in 1..1000000000 return badge)")), "took too long"),
    ],
)
def test_what_cannot_be_decided_says_why(dmn: str, why: str) -> None:
    with pytest.raises(forms.FeeUndecided) as undecided:
        forms.fee_of(service_with(dmn), answered("inner", False))
    assert why in undecided.value.why


@pytest.mark.parametrize(
    ("dmn", "line", "sentence"),
    [
        (model(literal("another", "1")), 8, "There is no decision ‘permit_fee’. Write ‘another’."),
        (model(literal("permit_fee", '"much"')), 8, "gives a text, and a fee is a number of pounds"),
        (model(literal("permit_fee", "zome")), 4, "nothing called zome here. Did you mean zone?"),
        (fee_table([(['"middle"', "-"], ["1"])]), 8, "never “middle”"),
        ("<definitions/>", 1, "not a DMN 1.2 to 1.5 file"),
    ],
)
def test_a_mistake_is_told_at_its_line(dmn: str, line: int, sentence: str) -> None:
    _, mistakes = read(FORM, dmn)
    assert any(one.startswith(f"{line}: ") and sentence in one for one in mistakes), mistakes


@pytest.mark.parametrize(
    "amount", ["-55", "0.001", "1000001", '"much"', "null", "count(for i in 1..1000000000 return i)"]
)
def test_an_amount_that_is_none_is_told_before_anybody_has_answered(amount: str) -> None:
    by_rows, by_default, alone = (
        fee_table([(["-", "true"], ["5"]), (["-", "false"], [amount])]),
        fee_table([(["-", "true"], ["5"])], default=amount),
        model(literal("permit_fee", amount)),
    )
    for dmn, line in ((by_rows, 9), (by_default, 7), (alone, 4)):
        _, mistakes = read(FORM, dmn)
        assert len(mistakes) == 1, mistakes
        assert amount in ('"much"', "null") or mistakes[0].startswith(
            f"{line}: ‘{amount}’ is no fee. Write an amount"
        )


def test_a_reduction_among_amounts_that_are_added_is_none_by_itself() -> None:
    rows = [(["-", "-"], ["62.50"]), (["-", "true"], ["-12.50"])]
    service = service_with(fee_table(rows, policy="COLLECT", aggregation="SUM"))
    fee = forms.fee_of(service, answered("inner", True))
    assert fee is not None
    assert fee.amount == Money(5000)


def test_a_list_of_amounts_is_no_fee() -> None:
    _, mistakes = read(FORM, fee_table(policy="COLLECT"))
    assert [one.partition(": ")[2] for one in mistakes] == [
        "‘permit_fee’ gives a list of amounts. Write the hit policy COLLECT SUM."
    ]


def test_what_an_older_folder_cannot_work_out_is_not_said_before_it_is_asked() -> None:
    service, _ = read(FORM, fee_table([(["-", "-"], ["count(for i in 1..1000000000 return i)"])]))
    known = forms.fee_range(service)
    assert known is not None
    assert known.words == "The fee depends on your answers."


def test_two_files_may_not_decide_the_same() -> None:
    files = tuple(
        PartFile(f"decisions/{name}.dmn", located_nowhere({"text": model(literal("permit_fee", "1"))}))
        for name in "ab"
    )
    source = PartSource(SERVICE, files, {}, [])
    DECISIONS_PART.read(source)
    assert [one.sentence for one in source.mistakes] == [
        "decisions/a.dmn has a decision ‘permit_fee’ too. Name this one otherwise."
    ]


def test_pounds_are_exact() -> None:
    service = service_with(model(literal("permit_fee", "0.1 + 0.2")))
    fee = forms.fee_of(service, answered("inner", False))
    assert fee is not None
    assert fee.amount.pounds == Decimal("0.3")
