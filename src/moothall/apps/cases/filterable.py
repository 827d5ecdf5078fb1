"""By which answers somebody may filter: of questions marked `index:`, not sensitive, in services they may see.

A filter by any other is left out: it neither filters nor tells.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from moothall.apps.cases.wanted import Wanted
from moothall.apps.catalogue import api as catalogue
from moothall.apps.forms import api as forms
from moothall.kernel.actors import Actor


def questions_asked(services: Collection[str] = (), *, seen_by: Actor) -> Iterator[forms.Question]:
    """Each question that cases can be listed by, of these services or of all. No query."""
    for service in catalogue.services_listed(seen_by=seen_by):
        if not (service.takes_requests and seen_by.sees(service.confidentiality)):
            continue
        if not services or service.slug in services:
            for question in forms.form_of(service).questions.values():
                if question.index and not question.sensitive:
                    yield question


def permitted(wanted: Wanted, *, seen_by: Actor) -> Wanted:
    """`wanted` without filters by answers that `seen_by` may not filter by. No query."""
    if not wanted.answers:
        return wanted
    known = {question.key for question in questions_asked(wanted.services, seen_by=seen_by)}
    return replace(wanted, answers=tuple(one for one in wanted.answers if one.key in known))
