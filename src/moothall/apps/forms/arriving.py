"""What a page is told of how somebody came to it: the questions that nobody is asked (`from-context`)."""

from __future__ import annotations

from collections.abc import Mapping

from moothall.apps.forms.question import Arrival, Question, Typed
from moothall.apps.forms.types.from_context import FromContext


def preset_for(questions: tuple[Question, ...], arrival: Arrival) -> Typed:
    """What stands in the fields of a page that nobody has seen yet."""
    found: dict[str, tuple[str, ...]] = {}
    for question in questions:
        if not question.kind.asked:
            found.update(question.kind.preset(question, arrival))
    return found


def carried_on(questions: Mapping[str, Question], query: Mapping[str, str]) -> dict[str, str]:
    """Of what a link carried, what some question of the form takes: so much goes on to its first page."""
    taken = {}
    for question in questions.values():
        if isinstance(question.kind, FromContext) and question.kind.take == "link":
            name = question.kind.parameter or question.key
            if query.get(name, "") in question.kind.allow:
                taken[name] = query[name]
    return taken
