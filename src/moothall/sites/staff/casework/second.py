"""Doing a verb, or asking a second person first where the service wants one."""

from __future__ import annotations

from collections.abc import Callable

from moothall.apps.cases import api as cases
from moothall.kernel.actors import Actor
from moothall.kernel.rules import Refused

#: A second person has to agree.
SECOND = "CASE-241"


def or_ask(
    do: Callable[[], object],
    reference: str,
    verb: str,
    details: cases.Details,
    words: str = "",
    *,
    by: Actor,
    done: str,
) -> str:
    """Do it; or, where the service wants a second person to agree, ask them. What the case page then says."""
    try:
        do()
    except Refused as no:
        if no.code != SECOND:
            raise
        cases.ask_approval(reference, verb, details, words, by=by)
        return "approval"
    return done
