"""A case at a glance: what it is about, where, and who asked, from the answers to its form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from moothall.apps.cases.api import CaseView, PartyView
from moothall.apps.forms.api import Said

#: So many answers, and so many letters of each, are read at a glance; the others stand further down.
_MOST, _LONGEST = 4, 120
#: Said about somebody, or about the place: neither is what it is about.
_WHO = ("person.", "subject.", "on_behalf_of.", "co_applicant.")
_WHERE = "place."


@dataclass(frozen=True, slots=True)
class Gist:
    """`about` are the first answers (label, words); `more` says that there are others."""

    about: tuple[tuple[str, str], ...]
    more: bool
    where: tuple[str, ...]
    who: PartyView | None


def gist_of(case: CaseView) -> Gist:
    said = [one for one in case.answers if not one.blank and not one.binding.startswith(_WHO)]
    about = [one for one in said if not one.binding.startswith(_WHERE)]
    reporter = next((party for party in case.parties if party.role == "reporter"), None)
    where = tuple(_where(said)) or (reporter.address if reporter else ())
    return Gist(
        about=_each_label_once([(one.label, _short(one)) for one in about[:_MOST]]),
        more=len(about) > _MOST,
        where=where,
        who=reporter,
    )


def _where(said: list[Said]) -> Iterator[str]:
    for one in said:
        if one.binding.startswith(_WHERE):
            yield from one.lines


def _short(one: Said) -> str:
    words = ", ".join(one.lines)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rsplit(" ", 1)[0] + "…"


def _each_label_once(about: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """What several things answer to one question stands behind it once: two sofas, each asked “What is it?”."""
    said: dict[str, list[str]] = {}
    for label, words in about:
        said.setdefault(label, []).append(words)
    return tuple((label, "; ".join(words)) for label, words in said.items())
