"""Answers as blocks of a page: a plain list, or a card for each item of a group, under the title of their section."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moothall.apps.catalogue.api import PinnedService
from moothall.apps.forms import api as forms
from moothall.sites.public.filling import Filling
from moothall.sites.public.pages import Block, Row

_NO_PICTURES: Mapping[str, tuple[str, ...]] = {}


def blocks_of(
    filling: Filling,
    said: Sequence[forms.Said],
    pictures: Mapping[str, tuple[str, ...]] = _NO_PICTURES,
    notes: Mapping[str, tuple[str, ...]] = _NO_PICTURES,
    *,
    change: str = "1",
) -> tuple[Block, ...]:
    """`said` in blocks, each row with where to change it. `change` says where one comes back to."""
    return tuple(
        Block(
            section=block.section,
            title=block.title,
            rows=tuple(_row(filling, one, block.title, pictures, notes, change) for one in block.said),
        )
        for block in forms.together(one for one in said if not one.unseen)
    )


def blocks_to_read(said: Sequence[forms.Said]) -> tuple[Block, ...]:
    """`said` in blocks that nothing can be changed in, without what was left blank."""
    return tuple(
        Block(
            section=block.section,
            title=block.title,
            rows=tuple(
                Row(key=one.question, label=one.label, lines=one.lines, change="") for one in block.said
            ),
        )
        for block in forms.together(one for one in said if not (one.blank or one.unseen))
    )


def minutes_of(service: PinnedService) -> int:
    """About how long its form takes somebody who has not begun; 0 where it has none."""
    form = service.parts.get("form")
    return forms.minutes_for(form.part(), forms.Answers()) if isinstance(form, forms.Form) else 0


def ready_for(service: PinnedService, *, sometimes: bool) -> tuple[str, ...]:
    """What to have at hand before starting: what everybody needs, or what only some people do."""
    form = service.parts.get("form")
    things = forms.have_ready(form) if isinstance(form, forms.Form) else ()
    return tuple(thing for thing, rare in things if rare == sometimes)


def _row(
    filling: Filling,
    one: forms.Said,
    of: str,
    pictures: Mapping[str, tuple[str, ...]],
    notes: Mapping[str, tuple[str, ...]],
    change: str,
) -> Row:
    return Row(
        key=one.question,
        label=one.label,
        lines=() if one.blank else one.lines,
        change=f"{filling.address(one.page)}?change={change}" if one.page else "",
        second_look=one.second_look,
        pictures=pictures.get(one.question, ()),
        notes=notes.get(one.question, ()),
        of=of,
    )
