"""The table of functions: evaluator, checker and reference page all read the same one."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from moothall.kernel.feel.meter import Meter
from moothall.kernel.feel.types import ANY, LIST, Type, fits
from moothall.kernel.feel.values import Value
from moothall.kernel.registry import Registry

Body = Callable[..., Value]
B = TypeVar("B", bound=Body)
Gives = Type | Callable[[tuple[Type, ...]], Type]


@dataclass(frozen=True, slots=True)
class Signature:
    """One way to call a function. `spread`: the last parameter, a list, may be given item by item;
    `gather`: it always is, so that a list given there is one item."""

    takes: tuple[Type, ...]
    spread: bool = False
    gather: bool = False


@dataclass(frozen=True, slots=True)
class Function:
    """`body(meter, *arguments)` is called only with arguments that fit a signature; what does not is null."""

    name: str
    family: str
    written: str
    meaning: str
    example: str
    answer: str
    signatures: tuple[Signature, ...]
    gives: Gives
    body: Body

    def result(self, arguments: tuple[Type, ...]) -> Type:
        return self.gives if isinstance(self.gives, Type) else self.gives(arguments)


FUNCTIONS: Registry[Function] = Registry("function")


def function(
    name: str,
    *takes: tuple[Type, ...],
    gives: Gives,
    example: str,
    answer: str,
    spread: bool = False,
    gather: bool = False,
    written: str = "",
) -> Callable[[B], B]:
    """List a body in `FUNCTIONS`: its docstring is the meaning, its parameters are how it is written.

    `takes` is one tuple of types per way to call it. `example` and `answer` are both expressions; a
    test evaluates them and they stand in the reference page.
    """

    def wrap(body: B) -> B:
        meaning = " ".join((inspect.getdoc(body) or "").split())
        if not meaning:
            raise TypeError(f"The function {name} needs a docstring: its line in the reference page.")
        FUNCTIONS.add(
            name,
            Function(
                name=name,
                family=body.__module__.rpartition(".")[2],
                written=written or _written(name, body),
                meaning=meaning,
                example=example,
                answer=answer,
                signatures=tuple(Signature(one, spread or gather, gather) for one in takes),
                gives=gives,
                body=body,
            ),
        )
        return body

    return wrap


def _written(name: str, body: Body) -> str:
    parameters = list(inspect.signature(body).parameters.values())[1:]
    needed = [one.name for one in parameters if one.default is inspect.Parameter.empty]
    optional = "".join(f"[, {one.name}]" for one in parameters[len(needed) :])
    return f"{name}({', '.join(needed)}{optional})"


def element(position: int = 0) -> Callable[[tuple[Type, ...]], Type]:
    """Gives what the list at `position` holds; of single values, that."""

    def of(arguments: tuple[Type, ...]) -> Type:
        first = arguments[position] if len(arguments) > position else ANY
        return (first.of or ANY) if first.kind == "list" else first

    return of


def same(position: int = 0) -> Callable[[tuple[Type, ...]], Type]:
    """Gives the type of the argument at `position`, as a list."""

    def of(arguments: tuple[Type, ...]) -> Type:
        first = arguments[position] if len(arguments) > position else ANY
        return first if first.kind == "list" else LIST(first)

    return of


def call(known: Function, arguments: tuple[Value, ...], meter: Meter) -> Value:
    """Run a function; null when no signature fits or the sum cannot be done. Pays for what it reads and makes."""
    for argument in arguments:
        meter.spend_on(argument)
    for fitted in (_as_given, _as_lists_and_items):
        for signature in known.signatures:
            given = fitted(signature, arguments)
            if given is not None:
                return _run(known, given, meter)
    return None


def _run(known: Function, arguments: tuple[Value, ...], meter: Meter) -> Value:
    try:
        answer = known.body(meter, *arguments)
    except (ArithmeticError, ValueError):
        return None
    meter.spend_on(answer)
    return answer


def _as_given(signature: Signature, arguments: tuple[Value, ...]) -> tuple[Value, ...] | None:
    takes = signature.takes
    if not signature.gather and len(arguments) == len(takes) and all(map(fits, arguments, takes)):
        return arguments
    if signature.spread and len(arguments) >= len(takes):
        fixed = len(takes) - 1
        gathered = (*arguments[:fixed], tuple(arguments[fixed:]))
        if all(map(fits, gathered, takes)):
            return gathered
    return None


def _as_lists_and_items(signature: Signature, arguments: tuple[Value, ...]) -> tuple[Value, ...] | None:
    """A list of one stands for its item, and an item for a list of one."""
    if signature.gather or len(arguments) != len(signature.takes):
        return None
    turned: list[Value] = []
    for argument, wanted in zip(arguments, signature.takes, strict=True):
        if wanted.kind == "list" and type(argument) is not tuple and argument is not None:
            turned.append((argument,))
        elif wanted.kind != "list" and type(argument) is tuple and len(argument) == 1:
            turned.append(argument[0])
        else:
            turned.append(argument)
    return tuple(turned) if all(map(fits, turned, signature.takes)) else None
