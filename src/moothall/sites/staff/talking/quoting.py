"""What the resident wrote, to be quoted in a reply."""

from __future__ import annotations

from dataclasses import dataclass

from moothall.apps.cases.api import Desk

#: Of a longer text so much is quoted.
MOST = 1_500
#: Who wrote it, as the story calls them.
REPORTER = "The reporter"


@dataclass(frozen=True, slots=True)
class Quote:
    """Something the resident wrote. `key` names it on the page, `label` says where, `text` what."""

    key: str
    label: str
    text: str


def quotes_of(desk: Desk) -> tuple[Quote, ...]:
    """What the resident wrote since, newest first; then the longer of their answers."""
    later = tuple(
        Quote(f"line-{one.sequence}", one.sentence, one.text[:MOST])
        for one in reversed(desk.story)
        if one.who == REPORTER and one.text and one.sequence
    )
    answered = tuple(
        Quote(f"answer-{said.question}", said.label, "\n".join(said.lines)[:MOST])
        for said in desk.case.answers
        if not said.blank and len(" ".join(said.lines)) > 40
    )
    return (*later, *answered)


def quoted(one: Quote) -> str:
    """The text as e-mails quote, each line behind a mark, and a line to answer below."""
    return "\n".join(f"> {line}".rstrip() for line in one.text.splitlines()) + "\n\n"
