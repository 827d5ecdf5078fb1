"""Traits: what there is to know of a case besides its columns, kept with it: no page asks for what is not there.

The truth stands in the tables of each family, written in the same transaction; a trait only says that it is worth
asking.
"""

from __future__ import annotations

from collections.abc import Collection

from moothall.apps.cases.models import Case

#: It stands still; it is with another body; others are dealt with under it; it came from another service; it is one of
#: two that were one; a second person was asked.
ON_HOLD, WITH_BODY, MERGED = "on-hold", "with-body", "merged"
MOVED, SPLIT, APPROVAL = "moved", "split", "approval"
#: Officers follow it; somebody has written a reply that has not left.
FOLLOWED, WRITING = "followed", "writing"
#: How urgent it is, where somebody has said so: `priority-urgent`.
_LEVEL = "priority-"


def traits_of(case: Case) -> frozenset[str]:
    return frozenset(case.traits.split())


def keep_traits(case: Case, before: str) -> None:
    """Write them alone, where no verb writes the whole row."""
    if case.traits != before:
        case.save(force_update=True, update_fields=["traits"])


def gain(case: Case, trait: str) -> None:
    """Its row is written at the end of the verb."""
    case.traits = " ".join(sorted({*case.traits.split(), trait}))


def lose(case: Case, trait: str) -> None:
    case.traits = " ".join(sorted({*case.traits.split()} - {trait}))


def level_of(traits: Collection[str]) -> str:
    """How urgent a case with these traits is; empty where it is as urgent as most."""
    return next((one.removeprefix(_LEVEL) for one in traits if one.startswith(_LEVEL)), "")


def trait_of_level(level: str) -> str:
    return _LEVEL + level


def keep_level(case: Case, level: str) -> None:
    """Its row is written at the end of the verb; empty where it is as urgent as most."""
    lose(case, _LEVEL + level_of(traits_of(case)))
    if level:
        gain(case, trait_of_level(level))
