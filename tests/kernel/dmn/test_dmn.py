"""Decision tables: every hit policy, what requires what, and every mistake at its line."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.dmn.tables import MODEL, literal, model, table

from moothall.kernel import dmn, feel

D = Decimal


def read(text: str) -> dmn.Decisions:
    decisions, problems = dmn.read(text)
    assert problems == ()
    return decisions


def by_policy(policy: str, aggregation: str = "", values: str = "", default: str = "") -> dmn.Decisions:
    rows = [([">= 1"], ["10"]), ([">= 2"], ["30"]), ([">= 3"], ["20"])]
    return read(
        model(
            table(
                "t", {"n": "number"}, {"x": "number"}, rows,
                policy=policy, aggregation=aggregation, values=values, default=default,
            )
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "aggregation", "values", "at_1", "at_3"),
    [
        ("UNIQUE", "", "", D(10), None),
        ("ANY", "", "", D(10), None),
        ("FIRST", "", "", D(10), D(10)),
        ("PRIORITY", "", "30, 20, 10", D(10), D(30)),
        ("RULE ORDER", "", "", (D(10),), (D(10), D(30), D(20))),
        ("OUTPUT ORDER", "", "30, 20, 10", (D(10),), (D(30), D(20), D(10))),
        ("COLLECT", "", "", (D(10),), (D(10), D(30), D(20))),
        ("COLLECT", "SUM", "", D(10), D(60)),
        ("COLLECT", "MIN", "", D(10), D(10)),
        ("COLLECT", "MAX", "", D(10), D(30)),
        ("COLLECT", "COUNT", "", D(1), D(3)),
    ],
)
def test_each_hit_policy(policy: str, aggregation: str, values: str, at_1: object, at_3: object) -> None:
    decisions = by_policy(policy, aggregation, values)
    assert decisions.decide("t", {"n": D(1)}).value == at_1
    assert decisions.decide("t", {"n": D(3)}).value == at_3


def test_a_clash_says_which_rules_hold() -> None:
    decided = by_policy("UNIQUE").decide("t", {"n": D(3)})
    assert decided.value is None
    assert decided.undecided == "Only one rule may hold, and rules 1, 2 and 3 do."
    assert decided.rules == (1, 2, 3)


@pytest.mark.parametrize(
    ("policy", "aggregation", "value"),
    [("UNIQUE", "", None), ("COLLECT", "", ()), ("COLLECT", "COUNT", D(0)), ("COLLECT", "SUM", None)],
)
def test_no_rule_holds(policy: str, aggregation: str, value: object) -> None:
    assert by_policy(policy, aggregation).decide("t", {"n": D(0)}).value == value


def test_the_default_is_given_when_no_rule_holds() -> None:
    assert by_policy("UNIQUE", default="7").decide("t", {"n": None}).value == D(7)


def test_a_decision_explains_itself() -> None:
    decided = by_policy("COLLECT", "SUM").decide("t", {"n": D(2)})
    assert (decided.rules, decided.notes) == ((1, 2), ("rule for >= 1", "rule for >= 2"))


def test_several_outputs_are_a_context_and_required_decisions_come_first() -> None:
    decisions = read(
        model(
            literal("total", "fee.amount * cars", requires=("fee",)),
            table(
                "fee", {"zone": "string", "cars": "number"}, {"amount": "number", "words": "string"},
                [(['"A", "B"', "-"], ["12.50", '"inner"']), (['not("A", "B")', "[1..2]"], ["5", '"outer"'])],
            ),
        )
    )  # fmt: skip
    assert decisions.decide("total", {"zone": "A", "cars": D(2)}).value == D(25)
    assert decisions.decide("fee", {"zone": "C", "cars": D(2)}).value == {"amount": D(5), "words": "outer"}
    assert decisions.inputs_of("total") == {"zone", "cars"}


@pytest.mark.parametrize("version", ["20180521", "20191111", "20211108", "20230324", "20240513"])
def test_every_version_of_the_standard_since_1_2_is_read(version: str) -> None:
    space = MODEL.replace("20230324", version)
    assert read(model(literal("one", "1"), space=space)).decide("one", {}).value == D(1)


def problems_of(text: str) -> list[tuple[int, str]]:
    return [(one.line, one.sentence) for one in dmn.read(text)[1]]


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("", 1, "not well-formed XML"),
        ("<a>", 1, "not well-formed XML"),
        ("<html/>", 1, "not a DMN 1.2 to 1.5 file"),
        ('<!DOCTYPE a [<!ENTITY b "c">]>\n<a>&b;</a>', 1, "A DOCTYPE is not accepted"),
        ("<a>" * 100, 1, "nested more than 60 deep"),
        ("x" * 1_000_001, 1, "longer than 1,000,000"),
        ("<a>\x00</a>", 1, "XML"),
        (model(), 2, "no decision in this file"),
        (model(literal("a b", "1")), 3, "name ‘a b’ cannot be used"),
        (model(literal("a", "1 +")), 4, "In the expression “1 +”"),
        (model(literal("a", "1"), literal("a", "2")), 5, "already a decision ‘a’"),
        (model(literal("a", "b", ("b",)), literal("b", "a", ("a",))), 3, "‘a’ requires itself"),
        (model(literal("a", "1", ("nowhere",))), 3, "no decision with the id ‘id_nowhere’"),
        (model('<decision id="x" name="x"/>'), 3, "‘x’ decides nothing"),
        (model('<decision id="x" name="x"><invocation/></decision>'), 3, "A invocation is not run here"),
        (model('<businessKnowledgeModel name="x"/>', literal("a", "1")), 3, "Business knowledge models are not run"),
        (model(table("t", {"n": "number"}, {"x": "number"}, [([">"], ["1"])])), 7, "In the cell “>”"),
        (model(table("t", {"n": "number"}, {"x": "number"}, [([">1"], ["1", "2"])])), 7, "1 inputs and 2 outputs"),
        (model(table("t", {"n": "number"}, {"x": "number"}, [], policy="BEST")), 4, "no hit policy ‘BEST"),
        (model(table("t", {"": "number"}, {"x": "number"}, [(["-"], ["1"])])), 5, "has no expression"),
        (
            model(table("t", {"n": "number"}, {"x": "number"}, [(["-"], ["1"])], policy="PRIORITY")),
            4,
            "needs the output’s values",
        ),
    ],
)  # fmt: skip
def test_each_mistake_is_told_at_its_line(text: str, line: int, part: str) -> None:
    found = problems_of(text)
    assert any(at == line and part in said for at, said in found), found


def test_what_can_never_hold_is_found_before_it_runs() -> None:
    decisions = read(
        model(
            table(
                "t", {"zone": "", "nobody": "number"}, {"x": "number"},
                [(['"C"', "-"], ["1"]), (["-", '"text"'], ['"x"'])],
            )
        )
    )  # fmt: skip
    _, problems = dmn.check(decisions, {"zone": feel.choice("A", "B")})
    said = [(one.line, one.sentence) for one in problems]
    assert [line for line, _ in said] == [6, 8, 9, 9]
    assert "nothing called nobody" in said[0][1]
    assert "never “C”" in said[1][1]
    assert "compares" in said[2][1] or "compares" in said[3][1]
    assert any("a number is needed here" in sentence for _, sentence in said)


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    dmn.read(text)
    dmn.read(model(f'<decision id="a" name="a"><decisionTable>{text}</decisionTable></decision>'))
    dmn.read(model(literal("a", text)))


def test_a_bomb_in_a_cell_stops_at_the_budget() -> None:
    decisions = read(model(literal("a", "count(for i in 1..1000000000 return i)")))
    with pytest.raises(feel.BudgetSpent):
        decisions.decide("a", {})


def test_a_reason_stands_in_as_many_languages_as_there_are_annotation_columns() -> None:
    text = model(
        table("t", {"n": "number"}, {"t": "number"}, [([">= 1"], ["5"]), (["-"], ["6"])], policy="FIRST")
    )
    text = text.replace("<rule>", '<annotation name="en"/><annotation name="cy"/><rule>', 1)
    text = text.replace("</rule>", "<annotationEntry><text>o leiaf un</text></annotationEntry></rule>", 1)
    decisions = read(text)
    assert decisions.decide("t", {"n": D(1)}).notes == ("rule for >= 1",)
    assert decisions.decide("t", {"n": D(1)}, notes="cy").notes == ("o leiaf un",)
    assert decisions.decide("t", {"n": D(0)}, notes="cy").notes == ("rule for -",), (
        "said in none but the first"
    )
