"""Rules that are sentences.

A rule is a pure predicate with a code; its docstring is what the person reads when it refuses:

    @rule("CASE-03")
    def case_is_open(case: Case) -> bool:
        \"\"\"This request is already closed.\"\"\"
        return case.status != "closed"

    case_is_open.demand(case)      # raises Refused("CASE-03", "This request is already closed.")
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Generic, ParamSpec

from moothall.kernel.registry import Registry
from moothall.kernel.wording import translated

P = ParamSpec("P")


class Refused(Exception):
    """A verb said no. `code` is for machines and tests, `sentence` for the person who asked."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self._sentence = sentence

    @property
    def sentence(self) -> str:
        """In the language that is spoken when it is read."""
        return translated(self._sentence)


class Rule(Generic[P]):
    """A predicate with a code and a sentence. Calling it answers; `demand` raises `Refused`; `why_not` says it."""

    def __init__(self, code: str, predicate: Callable[P, bool]) -> None:
        sentence = inspect.getdoc(predicate)
        if not sentence:
            raise TypeError(f"Rule {code} needs a docstring: the sentence read by whoever is refused.")
        self.code = code
        self.sentence = " ".join(sentence.split())
        self._predicate = predicate

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> bool:
        return self._predicate(*args, **kwargs)

    def demand(self, *args: P.args, **kwargs: P.kwargs) -> None:
        if not self._predicate(*args, **kwargs):
            raise Refused(self.code, self.sentence)

    def why_not(self, *args: P.args, **kwargs: P.kwargs) -> str:
        """The sentence of the refusal, in the language that is spoken; empty when there is none."""
        return "" if self._predicate(*args, **kwargs) else translated(self.sentence)


RULES: Registry[Rule[...]] = Registry("rule")


def rule(code: str) -> Callable[[Callable[P, bool]], Rule[P]]:
    """Make a predicate a rule and list it in `RULES` under `code`."""

    def wrap(predicate: Callable[P, bool]) -> Rule[P]:
        made = Rule(code, predicate)
        RULES.add(code, made)
        return made

    return wrap
