"""On whose behalf: every verb takes `by: Actor`, every question `seen_by: Actor`.

An actor carries what it may do (abilities) and which confidentiality classes it may see, worked out
once when it signs in or is proven, so that a rule or a query never has to ask who somebody is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    ANONYMOUS = "anonymous"
    RESIDENT = "resident"
    OFFICER = "officer"
    SYSTEM = "system"


#: The confidentiality class of everything any officer with `cases.read` may see.
STAFF_CLASS = "staff"
#: The class of what everybody may see: published services and pages.
PUBLIC_CLASS = "public"


def team_class(team: str) -> str:
    """The confidentiality class of what only the team with code `team` may see."""
    return f"team:{team}"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody (or a part of the system) acting.

    `key` names the actor in events and looks without personal data: `officer:<account id>`,
    `resident:<party id>`, `system:worker`, `anonymous`.
    `abilities` are names registered by the rooms, such as `cases.close`.
    `classes` are the confidentiality classes the actor may see.
    `holds` are the cases a resident has proven to be theirs; `shares` the parts in cases of somebody else's that they
    have proven to be theirs (the keys of parties).
    """

    kind: Kind
    key: str
    abilities: frozenset[str] = field(default_factory=frozenset)
    classes: frozenset[str] = field(default_factory=frozenset)
    teams: frozenset[str] = field(default_factory=frozenset)
    roles: frozenset[str] = field(default_factory=frozenset)
    holds: frozenset[UUID] = field(default_factory=frozenset)
    shares: frozenset[UUID] = field(default_factory=frozenset)

    def may(self, ability: str) -> bool:
        return self.kind is Kind.SYSTEM or ability in self.abilities

    def sees(self, confidentiality: str) -> bool:
        return self.kind is Kind.SYSTEM or confidentiality in self.classes

    @property
    def is_officer(self) -> bool:
        return self.kind is Kind.OFFICER

    @property
    def account_id(self) -> UUID | None:
        """The officer's account, or None for anybody else."""
        return account_of(self.key) if self.is_officer else None


def account_of(key: str) -> UUID | None:
    """The account of the officer whose key stands in an event or a look; None for anybody else's."""
    kind, _, account = key.partition(":")
    return UUID(account) if kind == "officer" else None


ANONYMOUS = Actor(Kind.ANONYMOUS, "anonymous", classes=frozenset({PUBLIC_CLASS}))


def system(name: str) -> Actor:
    """A part of the system acting for nobody: `system("worker")`. It may do and see everything."""
    return Actor(Kind.SYSTEM, f"system:{name}")


def resident(proof: str, *cases: UUID, shares: Iterable[UUID] = ()) -> Actor:
    """Somebody who has proven that `cases` are theirs, and `shares` their parts in others'; `proof` names how, without
    personal data."""
    return Actor(
        Kind.RESIDENT,
        f"resident:{proof}",
        classes=frozenset({PUBLIC_CLASS}),
        holds=frozenset(cases),
        shares=frozenset(shares),
    )
