"""What stands in a YAML text, one thing after the other: read by libyaml, and where it stops by ruamel.yaml.

libyaml (PyYAML's C parser) reads some ten times as fast. Neither parser decides what a word means: `yes`, `0123` and
`1:30` arrive as they were written, and reading.py resolves them by YAML 1.2. A text that libyaml cannot read, and
one with a tab (libyaml passes over more of them), is read by ruamel.yaml, whose errors name the line where a mistake
began. See docs/decisions/0024-libyaml.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import yaml


class What(Enum):
    """The kinds of events that matter to us."""

    DOCUMENT = "DocumentStartEvent"
    ALIAS = "AliasEvent"
    SCALAR = "ScalarEvent"
    MAP = "MappingStartEvent"
    LIST = "SequenceStartEvent"
    MAP_ENDS = "MappingEndEvent"
    LIST_ENDS = "SequenceEndEvent"


_KINDS = {kind.value: kind for kind in What}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing of the text. `line` from 0; `plain`: a scalar without quotes or a block sign."""

    what: What
    line: int
    value: str = ""
    plain: bool = False
    anchored: bool = False
    tagged: bool = False


class Unread(Exception):
    """libyaml stopped here: the text is to be read carefully."""


def quick_events(text: str) -> Iterator[Event]:
    """What libyaml reads. Raises Unread, perhaps after some events."""
    if "\t" in text or not yaml.__with_libyaml__:
        raise Unread
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            what = _KINDS.get(type(event).__name__)
            if what is not None:
                yield _event(what, event)
    except (yaml.YAMLError, ValueError) as error:
        raise Unread from error


def careful_events(text: str) -> Iterator[Event]:
    """What ruamel.yaml reads. Raises what that raises: `ruamel.yaml.error.YAMLError`, and some others."""
    from ruamel.yaml import YAML  # not needed where no file has a mistake

    for event in YAML(typ="safe", pure=True).parse(text):
        what = _KINDS.get(type(event).__name__)
        if what is not None:
            yield _event(what, event)


def _event(what: What, event: Any) -> Event:
    line: int = event.start_mark.line
    if what is What.SCALAR:
        return Event(what, line, event.value, not event.style, event.anchor is not None, _tagged(event))
    if what is What.MAP or what is What.LIST:
        return Event(what, line, anchored=event.anchor is not None, tagged=_tagged(event))
    return Event(what, line)


def _tagged(event: Any) -> bool:
    tag = getattr(event, "ctag", None) or event.tag
    return bool(tag) and str(tag) not in ("", "None")
