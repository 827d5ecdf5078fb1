"""How our own templates become Python: as Jinja does it, without what it does for templates of others only.

A page of the staff site reads some five hundred attributes, prints some three hundred texts and calls a hundred
functions. Jinja asks of each what else it may be: an item of a dictionary, a function that wants the context, a text
that another library escaped. In our templates a dot is an attribute (`page.title`; an item of a dictionary is
`item["text"]`), a call is a call, and a text with nothing in it to escape is printed as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

_special = re.compile("[&<>'\"]").search


def printed(value: object) -> str:
    """`value` as HTML, like `markupsafe.escape`; a plain text without anything to escape is the text it was."""
    if type(value) is str:
        return escape(value) if _special(value) else value
    if type(value) is Markup:
        return value
    return escape(value)


class _Generator(CodeGenerator):
    """Writes `value.name`, `function(…)` and `printed(…)`; the module says why."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:
        self.writeline(f"from {__name__} import printed")
        super().visit_Template(node, frame)

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:
        self.visit(node.node, frame)
        self.write("(")
        for mark, value in _arguments(node):
            self.write(mark)
            self.visit(value, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        self.write("printed(")


def _arguments(call: nodes.Call) -> Iterator[tuple[str, nodes.Expr]]:
    """What is handed to a function, each with what stands before it in Python."""
    for value in call.args:
        yield "", value
    for named in call.kwargs:
        yield f"{named.key}=", named.value
    if call.dyn_args is not None:
        yield "*", call.dyn_args
    if call.dyn_kwargs is not None:
        yield "**", call.dyn_kwargs


class OwnEnvironment(Environment):
    """Jinja's, for our own templates. What every template sees is complete before the first one is loaded."""

    code_generator_class = _Generator

    def make_globals(self, d: Mapping[str, object] | None) -> MutableMapping[str, object]:
        """One dictionary: a chain of two is walked through for each template that another includes."""
        return {**self.globals, **(d or {})}
