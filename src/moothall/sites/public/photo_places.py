"""Where a photo was taken, offered on the page that asks for a place. Nobody else sees it before it is chosen."""

from __future__ import annotations

from moothall.apps.documents import api as documents
from moothall.apps.forms import api as forms
from moothall.kernel.actors import Actor
from moothall.sites.public.filling import Filling


def with_photo_places(
    filling: Filling, step: forms.Step, more: tuple[forms.More, ...], *, seen_by: Actor
) -> tuple[forms.More, ...]:
    """`more`, and what the photos of this form offer. A page without such a question costs nothing."""
    asking = [one for one in step.questions if one.kind.takes_position_of]
    if not asking or filling.draft is None:
        return more
    said = {one.question for one in more}
    offered = []
    for question in asking:
        key = question.kind.takes_position_of
        photo = step.answers.value(key) or filling.answers.value(key)
        if question.key in said or not isinstance(photo, dict):
            continue
        position = documents.position_of(str(photo["digest"]), owner=filling.draft.owner, seen_by=seen_by)
        if position and (offer := question.kind.offer(question, position)):
            offered.append(offer)
    return (*more, *offered)
