"""Decision models for tests, written as a modeller saves them."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

MODEL = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def model(*decisions: str, space: str = MODEL) -> str:
    inside = "\n".join(decisions)
    top = f'<?xml version="1.0" encoding="UTF-8"?>\n<definitions xmlns="{space}" name="t" namespace="t">'
    return f"{top}\n{inside}\n</definitions>"


def table(
    name: str,
    inputs: dict[str, str],
    outputs: dict[str, str],
    rows: list[tuple[list[str], list[str]]],
    *,
    policy: str = "UNIQUE",
    aggregation: str = "",
    values: str = "",
    default: str = "",
    requires: tuple[str, ...] = (),
) -> str:
    """A decision with one line for each of its columns and rules."""
    more = f" aggregation={quoteattr(aggregation)}" if aggregation else ""
    listed = f"<outputValues><text>{escape(values)}</text></outputValues>" if values else ""
    usual = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    lines = [f"<decision id={quoteattr('id_' + name)} name={quoteattr(name)}>"]
    lines += [
        f'<informationRequirement><requiredDecision href="#id_{one}"/></informationRequirement>'
        for one in requires
    ]
    lines.append(f"<decisionTable hitPolicy={quoteattr(policy)}{more}>")
    lines += [
        f"<input label={quoteattr(text)}><inputExpression typeRef={quoteattr(kind)}><text>{escape(text)}</text>"
        "</inputExpression></input>"
        for text, kind in inputs.items()
    ]
    lines += [
        f"<output name={quoteattr(text)} typeRef={quoteattr(kind)}>{listed}{usual}</output>"
        for text, kind in outputs.items()
    ]
    for tests, gives in rows:
        cells = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in tests)
        cells += "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in gives)
        lines.append(
            f"<rule>{cells}<annotationEntry><text>rule for {escape(tests[0])}</text></annotationEntry></rule>"
        )
    return "\n".join([*lines, "</decisionTable></decision>"])


def literal(name: str, text: str, requires: tuple[str, ...] = ()) -> str:
    needs = "".join(
        f'<informationRequirement><requiredDecision href="#id_{one}"/></informationRequirement>'
        for one in requires
    )
    top = f'<decision id="id_{name}" name="{name}">{needs}'
    return f"{top}\n<literalExpression><text>{escape(text)}</text></literalExpression></decision>"
