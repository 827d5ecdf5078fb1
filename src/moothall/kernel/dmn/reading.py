"""A `.dmn` file read: every mistake at its line, and whatever could be understood."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from moothall.kernel import feel
from moothall.kernel.dmn.model import (
    Decision,
    Decisions,
    HitPolicy,
    Input,
    Literal,
    Output,
    Rule,
    Table,
)
from moothall.kernel.dmn.xml import Element, NotXml, Problem, read_xml

#: The namespace of every version of the model since 1.2: …/spec/DMN/20180521/MODEL/ and those after it.
_MODEL = re.compile(r"https?://www\.omg\.org/spec/DMN/\d{8}/MODEL/")
_TYPES = {
    "number": feel.NUMBER,
    "string": feel.TEXT,
    "boolean": feel.BOOLEAN,
    "date": feel.DATE,
    "time": feel.TIME,
    "dateTime": feel.DATETIME,
    "date and time": feel.DATETIME,
    "dayTimeDuration": feel.DURATION,
    "days and time duration": feel.DURATION,
    "yearMonthDuration": feel.DURATION,
    "years and months duration": feel.DURATION,
    "Any": feel.ANY,
    "": feel.ANY,
}
_LOGIC = ("decisionTable", "literalExpression")
_NOT_OURS = (
    "context",
    "invocation",
    "functionDefinition",
    "relation",
    "list",
    "conditional",
    "for",
    "every",
    "some",
)
T = TypeVar("T")
_NAME = re.compile(r"[A-Za-z_]\w*")


@dataclass(slots=True)
class _Work:
    """What is found on the way: types defined in the file, names by id, problems."""

    types: dict[str, feel.Type] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, at: Element, sentence: str) -> None:
        self.problems.append(Problem(at.line, sentence))

    def type_named(self, name: str) -> feel.Type:
        return self.types.get(name) or _TYPES.get(name.removeprefix("feel:"), feel.ANY)


def read(text: str) -> tuple[Decisions, tuple[Problem, ...]]:
    """The decisions of a file and its problems in the order of its lines. Never raises, whatever the text."""
    try:
        root = read_xml(text)
    except NotXml as broken:
        return Decisions(), (broken.problem,)
    if root.name != "definitions" or not _MODEL.fullmatch(root.space):
        said = "This is not a DMN 1.2 to 1.5 file. Save it from a DMN modeller as a decision model."
        return Decisions(), (Problem(root.line, said),)
    work = _Work()
    for definition in root.all("itemDefinition"):
        _define(work, definition)
    found = list(root.all("decision"))
    for decision in found:
        work.named[decision.attributes.get("id", "")] = decision.attributes.get("name", "").strip()
    decisions = _in_order(work, [made for one in found if (made := _decision(work, one)) is not None])
    if not found:
        work.problem(root, "There is no decision in this file. Draw one with a decision table.")
    for model in root.all("businessKnowledgeModel"):
        work.problem(
            model, "Business knowledge models are not run. Put the table into a decision of its own."
        )
    return decisions, tuple(sorted(work.problems, key=lambda one: one.line))


def _define(work: _Work, definition: Element) -> None:
    base = work.type_named(definition.text_of("typeRef"))
    allowed = definition.first("allowedValues")
    choices = _texts(allowed.text_of("text")) if allowed else ()
    named = feel.choice(*choices) if choices and base.kind == "text" else base
    is_list = definition.attributes.get("isCollection") == "true"
    work.types[definition.attributes.get("name", "")] = feel.LIST(named) if is_list else named


def _decision(work: _Work, element: Element) -> Decision | None:
    name = element.attributes.get("name", "").strip()
    if not _NAME.fullmatch(name):
        work.problem(
            element,
            f"The decision’s name ‘{name}’ cannot be used. Write letters, digits and _, as in ‘permit_fee’.",
        )
        return None
    logic = next((child for child in element.children if child.name in (*_LOGIC, *_NOT_OURS)), None)
    if logic is None:
        work.problem(
            element, f"The decision ‘{name}’ decides nothing. Give it a decision table or an expression."
        )
        return None
    if logic.name in _NOT_OURS:
        work.problem(logic, f"A {logic.name} is not run here. Use a decision table or a literal expression.")
        return None
    made = _table(work, logic) if logic.name == "decisionTable" else _literal(work, logic)
    if made is None:
        return None
    variable = element.first("variable")
    known = work.type_named(variable.attributes.get("typeRef", "")) if variable else feel.ANY
    return Decision(name, made, element.line, _requires(work, element), known)


def _requires(work: _Work, element: Element) -> tuple[str, ...]:
    found = []
    for requirement in element.all("informationRequirement"):
        for required in requirement.all("requiredDecision"):
            href = required.attributes.get("href", "").removeprefix("#")
            if href in work.named:
                found.append(work.named[href])
            else:
                work.problem(
                    required, f"There is no decision with the id ‘{href}’ in this file. Draw the arrow again."
                )
    return tuple(found)


def _literal(work: _Work, element: Element) -> Literal | None:
    read = _expression(work, element, "the expression")
    return Literal(read, element.line) if read else None


def _table(work: _Work, element: Element) -> Table | None:
    policy = _policy(work, element)
    inputs = [_input(work, one) for one in element.all("input")]
    outputs = [_output(work, one, alone) for alone, one in _outputs(element)]
    columns = [one.attributes.get("name", "") for one in element.all("annotation")]
    rules = [_rule(work, one, len(inputs), len(outputs), columns) for one in element.all("rule")]
    if not outputs:
        work.problem(element, "The table has no output column. Add one.")
    if not rules and not any(output.otherwise for output in outputs):
        work.problem(element, "The table has no rule. Add a row.")
    if policy in (HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER) and not all(
        output.values for output in outputs
    ):
        work.problem(
            element, f"{policy} needs the output’s values listed in order. Fill in its output values."
        )
    understood = [one for one in inputs if one is not None]
    if policy is None or not outputs or len(understood) < len(inputs) or None in rules:
        return None
    return Table(tuple(understood), tuple(outputs), tuple(rule for rule in rules if rule is not None), policy)


def _outputs(element: Element) -> list[tuple[bool, Element]]:
    found = list(element.all("output"))
    return [(len(found) == 1, one) for one in found]


def _policy(work: _Work, element: Element) -> HitPolicy | None:
    written = element.attributes.get("hitPolicy", "UNIQUE")
    aggregation = element.attributes.get("aggregation", "") if written == "COLLECT" else ""
    try:
        return HitPolicy(f"{written} {aggregation}".strip())
    except ValueError:
        known = ", ".join(HitPolicy)
        work.problem(element, f"There is no hit policy ‘{written} {aggregation}’. Write one of {known}.")
        return None


def _input(work: _Work, element: Element) -> Input | None:
    expression = element.first("inputExpression")
    label = element.attributes.get("label", "") or (expression.text_of("text") if expression else "")
    if expression is None or not expression.text_of("text"):
        work.problem(
            element, f"The input column ‘{label}’ has no expression. Write the name of what it tests."
        )
        return None
    read = _expression(work, expression, f"the input ‘{label}’")
    if read is None:
        return None
    known = work.type_named(expression.attributes.get("typeRef", ""))
    values = element.first("inputValues")
    choices = _texts(values.text_of("text")) if values else ()
    return Input(label, read, element.line, feel.choice(*choices) if choices else known)


def _output(work: _Work, element: Element, alone: bool) -> Output:
    name = element.attributes.get("name", "")
    if not name and not alone:
        work.problem(element, "An output column of several needs a name. Write one without spaces.")
    values = element.first("outputValues")
    listed = (
        _parsed(work, values or element, _split(values.text_of("text")), "an output value") if values else ()
    )
    usual = element.first("defaultOutputEntry")
    otherwise = _expression(work, usual, "the default output") if usual and usual.text_of("text") else None
    return Output(
        name, element.line, work.type_named(element.attributes.get("typeRef", "")), listed, otherwise
    )


def _rule(work: _Work, element: Element, inputs: int, outputs: int, columns: Sequence[str]) -> Rule | None:
    tests = [_cell(work, entry) for entry in element.all("inputEntry")]
    gives = [_expression(work, entry, "the output") for entry in element.all("outputEntry")]
    if len(tests) != inputs or len(gives) != outputs:
        work.problem(
            element,
            f"This rule has {len(tests)} inputs and {len(gives)} outputs, the table {inputs} and {outputs}. "
            "Fill in every cell (- for any).",
        )
        return None
    said = [one.text_of("text").strip() for one in element.all("annotationEntry")]
    note = element.text_of("description") or (said[0] if said else "")
    known_tests = tuple(test for test in tests if test is not None)
    known_gives = tuple(given for given in gives if given is not None)
    if len(known_tests) < inputs or len(known_gives) < outputs:
        return None
    return Rule(known_tests, known_gives, element.line, note.strip(), dict(zip(columns, said, strict=False)))


def _cell(work: _Work, element: Element) -> feel.UnaryTests | None:
    return _understood(work, element, feel.parse_unary_tests, element.text_of("text") or "-", "the cell")


def _expression(work: _Work, element: Element, what: str) -> feel.Expression | None:
    return _understood(work, element, feel.parse, element.text_of("text") or "null", what)


def _understood(work: _Work, element: Element, parse: Callable[[str], T], text: str, what: str) -> T | None:
    language = element.attributes.get("expressionLanguage", "")
    if language and "feel" not in language.lower():
        work.problem(element, f"The language ‘{language}’ is not run here. Write {what} in FEEL.")
        return None
    try:
        return parse(text)
    except feel.FeelError as error:
        inner = element.first("text")
        work.problem(inner or element, f"In {what} “{text[:80]}”: {error.message} (character {error.column})")
        return None


def _parsed(work: _Work, at: Element, texts: list[str], what: str) -> tuple[feel.Expression, ...]:
    read = [_understood(work, at, feel.parse, text, what) for text in texts]
    return tuple(one for one in read if one is not None)


def _split(listed: str) -> list[str]:
    """The values of `"a", "b", 3`: commas outside quotation marks part them."""
    return [piece.strip() for piece in re.findall(r'(?:"(?:\\.|[^"\\])*"|[^,"])+', listed) if piece.strip()]


def _texts(listed: str) -> tuple[str, ...]:
    """The texts of `"a", "b"`; none when something else stands among them."""
    pieces = _split(listed)
    quoted = [piece[1:-1] for piece in pieces if len(piece) > 1 and piece[0] == piece[-1] == '"']
    return tuple(quoted) if len(quoted) == len(pieces) else ()


def _in_order(work: _Work, made: list[Decision]) -> Decisions:
    """Each after those it requires; decisions that require each other in a circle are refused."""
    known: dict[str, Decision] = {}
    for one in made:
        if one.name in known:
            work.problems.append(
                Problem(one.line, f"There is already a decision ‘{one.name}’. Name this one otherwise.")
            )
        else:
            known[one.name] = one
    placed: dict[str, Decision] = {}
    left = dict(known)
    while left:
        ready = [one for one in left.values() if all(needed in placed for needed in one.requires)]
        if not ready:
            for one in left.values():
                _stuck(work, one, known)
            break
        for one in ready:
            placed[one.name] = left.pop(one.name)
    return Decisions(placed)


def _stuck(work: _Work, one: Decision, known: Mapping[str, Decision]) -> None:
    if all(needed in known for needed in one.requires):
        said = f"The decision ‘{one.name}’ requires itself, directly or through others. Take one arrow out."
        work.problems.append(Problem(one.line, said))
