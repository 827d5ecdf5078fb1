"""What a decision is once read, and how it is made. Frozen, safe to share between threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from moothall.kernel import feel
from moothall.kernel.feel import Value


class HitPolicy(StrEnum):
    """How many rules may hold at once and which of them count (DMN 1.5, section 8.2.10)."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    FIRST = "FIRST"
    PRIORITY = "PRIORITY"
    RULE_ORDER = "RULE ORDER"
    OUTPUT_ORDER = "OUTPUT ORDER"
    COLLECT = "COLLECT"
    SUM = "COLLECT SUM"
    MIN = "COLLECT MIN"
    MAX = "COLLECT MAX"
    COUNT = "COLLECT COUNT"


@dataclass(frozen=True, slots=True)
class Input:
    """A column that is tested: an expression, and the texts it can be (empty: any)."""

    label: str
    expression: feel.Expression
    line: int
    type: feel.Type = feel.ANY


@dataclass(frozen=True, slots=True)
class Output:
    """A column that is given. `values` in order of priority; `otherwise` when no rule holds."""

    name: str
    line: int
    type: feel.Type = feel.ANY
    values: tuple[feel.Expression, ...] = ()
    otherwise: feel.Expression | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row: a test for each input, a value for each output, and the note beside it: that of the first annotation
    column. What stands in further ones is known by the columns' names."""

    tests: tuple[feel.UnaryTests, ...]
    gives: tuple[feel.Expression, ...]
    line: int
    note: str = ""
    named_notes: Mapping[str, str] = field(default_factory=dict)

    def note_in(self, name: str) -> str:
        """The note of the column `name`; the usual one where there is none."""
        return self.named_notes.get(name) or self.note

    def holds(self, inputs: Sequence[Value], context: Mapping[str, Value]) -> bool:
        return all(test.matches(value, context) for test, value in zip(self.tests, inputs, strict=True))


@dataclass(frozen=True, slots=True)
class Table:
    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    policy: HitPolicy = HitPolicy.UNIQUE


@dataclass(frozen=True, slots=True)
class Literal:
    expression: feel.Expression
    line: int


@dataclass(frozen=True, slots=True)
class Decision:
    """`name` is what other decisions and the platform call it by; `requires` the decisions made before it."""

    name: str
    logic: Table | Literal
    line: int
    requires: tuple[str, ...] = ()
    type: feel.Type = feel.ANY


@dataclass(frozen=True, slots=True)
class Decided:
    """The value and why: the rules that held (from 1) with their notes; `undecided` says why there is no value."""

    value: Value
    rules: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    undecided: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """The decisions of one file, by name, each after those it requires."""

    by_name: Mapping[str, Decision] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.by_name)

    def inputs_of(self, name: str) -> frozenset[str]:
        """The names a decision reads, itself or through those it requires, that no decision gives."""
        decision = self.by_name[name]
        own = names_of(decision) - set(decision.requires)
        return own.union(*(self.inputs_of(needed) for needed in decision.requires))

    def decide(
        self, name: str, context: Mapping[str, Value], *, budget: int = feel.BUDGET, notes: str = ""
    ) -> Decided:
        """Make the decision, and first those it requires. Raises KeyError for an unknown name, BudgetSpent.

        `notes` names the annotation column whose notes are wanted; where it says nothing, the first one does.
        """
        known: dict[str, Value] = dict(context)
        for needed in self._before(name):
            known[needed] = _decide(self.by_name[needed], known, budget).value
        return _decide(self.by_name[name], known, budget, notes)

    def _before(self, name: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for needed in self.by_name[name].requires:
            found |= dict.fromkeys((*self._before(needed), needed))
        return tuple(found)


def names_of(decision: Decision) -> frozenset[str]:
    """Every name in the decision's expressions and cells."""
    logic = decision.logic
    if isinstance(logic, Literal):
        return logic.expression.names
    cells = [test.names for rule in logic.rules for test in rule.tests]
    cells += [given.names for rule in logic.rules for given in rule.gives]
    cells += [one.expression.names for one in logic.inputs]
    cells += [one.otherwise.names for one in logic.outputs if one.otherwise]
    return frozenset[str]().union(*cells)


def _decide(decision: Decision, context: Mapping[str, Value], budget: int, notes: str = "") -> Decided:
    if isinstance(decision.logic, Literal):
        return Decided(decision.logic.expression.evaluate(context, budget=budget))
    return _from_table(decision.logic, context, budget, notes)


def _from_table(table: Table, context: Mapping[str, Value], budget: int, column: str) -> Decided:
    inputs = [one.expression.evaluate(context, budget=budget) for one in table.inputs]
    held = [number for number, rule in enumerate(table.rules) if rule.holds(inputs, context)]
    if not held:
        return _otherwise(table, context, budget)
    if table.policy is HitPolicy.FIRST:
        held = held[:1]
    given = {number: _given(table, table.rules[number], context, budget) for number in held}
    value, counted, why = _COUNTED.get(table.policy, _collected)(table, given)
    notes = tuple(note for number in counted if (note := table.rules[number].note_in(column)))
    return Decided(value, tuple(number + 1 for number in counted), notes, why)


def _given(table: Table, rule: Rule, context: Mapping[str, Value], budget: int) -> Value:
    """One output is its value; several are a context by their names."""
    values = [given.evaluate(context, budget=budget) for given in rule.gives]
    if len(table.outputs) == 1:
        return values[0]
    return {output.name: value for output, value in zip(table.outputs, values, strict=True)}


def _otherwise(table: Table, context: Mapping[str, Value], budget: int) -> Decided:
    why = "No rule holds."
    if table.policy in _LISTS and not any(output.otherwise for output in table.outputs):
        return Decided(())
    if table.policy is HitPolicy.COUNT:
        return Decided(Decimal(0))
    usual = [
        output.otherwise.evaluate(context, budget=budget) if output.otherwise else None
        for output in table.outputs
    ]
    if all(value is None for value in usual):
        return Decided(None, undecided=why)
    if len(usual) == 1:
        return Decided(usual[0])
    return Decided({output.name: value for output, value in zip(table.outputs, usual, strict=True)})


_Counted = tuple[Value, tuple[int, ...], str]
_LISTS = (HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER, HitPolicy.COLLECT)


def _unique(table: Table, given: Mapping[int, Value]) -> _Counted:
    held = tuple(given)
    if len(held) > 1:
        return None, held, f"Only one rule may hold, and {_listed(held)} do."
    return given[held[0]], held, ""


def _any(table: Table, given: Mapping[int, Value]) -> _Counted:
    held = tuple(given)
    values = list(given.values())
    if any(value != values[0] for value in values):
        return None, held, f"Rules that hold together must give the same, and {_listed(held)} do not."
    return values[0], held, ""


def _first(table: Table, given: Mapping[int, Value]) -> _Counted:
    held = next(iter(given))
    return given[held], (held,), ""


def _priority(table: Table, given: Mapping[int, Value]) -> _Counted:
    held = _by_priority(table, given)[0]
    return given[held], (held,), ""


def _ordered(table: Table, given: Mapping[int, Value]) -> _Counted:
    held = _by_priority(table, given)
    return tuple(given[number] for number in held), held, ""


def _collected(table: Table, given: Mapping[int, Value]) -> _Counted:
    return tuple(given.values()), tuple(given), ""


def _counted(table: Table, given: Mapping[int, Value]) -> _Counted:
    return Decimal(len(given)), tuple(given), ""


def _numbers(table: Table, given: Mapping[int, Value]) -> _Counted:
    values = [value for value in given.values() if isinstance(value, Decimal)]
    if len(values) < len(given):
        return None, tuple(given), "A rule that holds gives no number."
    if table.policy is HitPolicy.SUM:
        return sum(values, Decimal(0)), tuple(given), ""
    return (min if table.policy is HitPolicy.MIN else max)(values), tuple(given), ""


def _by_priority(table: Table, given: Mapping[int, Value]) -> tuple[int, ...]:
    """The rules in the order in which the output's values are listed; with several outputs the first decides first."""
    listed = [[one.evaluate({}) for one in output.values] for output in table.outputs]

    def rank(number: int) -> tuple[int, ...]:
        value = given[number]
        values = list(value.values()) if isinstance(value, dict) and len(table.outputs) > 1 else [value]
        return tuple(
            known.index(one) if one in known else len(known)
            for one, known in zip(values, listed, strict=True)
        )

    return tuple(sorted(given, key=rank))


def _listed(numbers: Sequence[int]) -> str:
    said = [str(number + 1) for number in numbers]
    return f"rules {', '.join(said[:-1])} and {said[-1]}"


_COUNTED = {
    HitPolicy.UNIQUE: _unique,
    HitPolicy.ANY: _any,
    HitPolicy.FIRST: _first,
    HitPolicy.PRIORITY: _priority,
    HitPolicy.OUTPUT_ORDER: _ordered,
    HitPolicy.RULE_ORDER: _collected,
    HitPolicy.COLLECT: _collected,
    HitPolicy.SUM: _numbers,
    HitPolicy.MIN: _numbers,
    HitPolicy.MAX: _numbers,
    HitPolicy.COUNT: _counted,
}
