"""What of the conversation the case page offers."""

from __future__ import annotations

from django.http import QueryDict

from moothall.apps.cases import api as cases
from moothall.apps.cases.api import CaseView, Heeds
from moothall.kernel.actors import Actor
from moothall.sites.staff import reading
from moothall.sites.staff.casework.offers import Act, Field, Option


def _no_fields(case: CaseView, by: Actor) -> tuple[Field, ...]:
    return ()


def _on_its_own_page(reference: str, sent: QueryDict, by: Actor) -> None:
    """Done by its own view."""


def _sensitive(case: CaseView, by: Actor) -> tuple[Field, ...]:
    roles = tuple(Option(code, name) for code, name in cases.roles_for_notes())
    return (
        Field("words", "words", "The note"),
        Field("radios", "role", "Which role may read it?", "And you, who write it", roles),
    )


#: Verbs with pages that are no list of fields.
OWN_PAGES = (
    Act(
        "reply",
        "Write to the reporter",
        "Send",
        cases.WORK,
        _no_fields,
        _on_its_own_page,
        link="Write to the reporter",
        order=15,
        said="Your reply leaves in a few seconds. Until then you can undo it.",
    ),
    Act(
        "questions",
        "Ask with a form",
        "Send the questions",
        cases.WORK,
        _no_fields,
        _on_its_own_page,
        link="Ask with a small form",
        order=22,
        said="Your questions are on their way. The clock stands still until the answers.",
    ),
)

SENSITIVE = Act(
    "sensitive",
    "Write a sensitive note",
    "Keep the note",
    cases.WORK,
    _sensitive,
    lambda reference, sent, by: cases.add_sensitive_note(
        reference, reading.text(sent, "words"), role=reading.words(sent, "role"), by=by
    ),
    intro="Nobody else learns that it is there: it is in no search, no list, no count and no notice.",
    link="Write a sensitive note",
    order=90,
    said="Your sensitive note is kept.",
    heeds=Heeds.NOTHING,
)
