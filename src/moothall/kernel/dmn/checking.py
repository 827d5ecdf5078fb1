"""What is wrong with decisions before they run: names that are not there, cells that can never hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from moothall.kernel import feel
from moothall.kernel.dmn.model import Decision, Decisions, HitPolicy, Literal, Output, Table
from moothall.kernel.dmn.xml import Problem


def check(
    decisions: Decisions, types: Mapping[str, feel.Type]
) -> tuple[Mapping[str, feel.Type], tuple[Problem, ...]]:
    """The type each decision gives, by name, and what is wrong. `types` names all the input there is."""
    known = dict(types)
    given: dict[str, feel.Type] = {}
    problems: list[Problem] = []
    for decision in decisions.by_name.values():
        seen = {name: kind for name, kind in known.items() if name not in given or name in decision.requires}
        if isinstance(decision.logic, Literal):
            result, found = feel.check(decision.logic.expression, seen)
            problems += [_at(decision.logic.line, one) for one in found]
        else:
            problems += _table(decision.logic, seen)
            result = _gives(decision.logic)
        given[decision.name] = known[decision.name] = _stated(decision, result)
    return given, tuple(sorted(problems, key=lambda one: one.line))


def _stated(decision: Decision, result: feel.Type) -> feel.Type:
    return decision.type if result.kind in ("any", "null") else result


def _table(table: Table, types: Mapping[str, feel.Type]) -> Iterator[Problem]:
    tested = []
    for column in table.inputs:
        kind, found = feel.check(column.expression, types)
        yield from (_at(column.line, one) for one in found)
        tested.append(kind if column.type.kind == "any" or kind.choices else column.type)
    for output in table.outputs:
        if output.otherwise is not None:
            yield from _value(output, output.otherwise, output.line, types)
    for rule in table.rules:
        for test, kind in zip(rule.tests, tested, strict=True):
            yield from (_at(rule.line, one) for one in feel.check_unary_tests(test, kind, types))
        for gives, output in zip(rule.gives, table.outputs, strict=True):
            yield from _value(output, gives, rule.line, types)


def _value(
    output: Output, expression: feel.Expression, line: int, types: Mapping[str, feel.Type]
) -> Iterator[Problem]:
    wanted = None if output.type.kind == "any" else output.type
    yield from (_at(line, one) for one in feel.check(expression, types, gives=wanted)[1])


def _gives(table: Table) -> feel.Type:
    if table.policy is HitPolicy.COUNT:
        return feel.NUMBER
    if table.policy in (HitPolicy.SUM, HitPolicy.MIN, HitPolicy.MAX):
        return feel.NUMBER
    alone = len(table.outputs) == 1
    one = table.outputs[0].type if alone else feel.context_of({o.name: o.type for o in table.outputs})
    many = (HitPolicy.COLLECT, HitPolicy.RULE_ORDER, HitPolicy.OUTPUT_ORDER)
    return feel.LIST(one) if table.policy in many else one


def _at(line: int, problem: feel.Problem) -> Problem:
    return Problem(line, problem.sentence)
