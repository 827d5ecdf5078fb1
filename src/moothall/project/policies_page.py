"""`docs/reference/policies.md`: which role may do what with a case, from the code and the demonstration's roles."""

from __future__ import annotations

from moothall.apps.cases.api import verbs_and_policies
from moothall.apps.teams.api import ABILITIES, organisation

POLICIES_PAGE = "policies.md"


def policies_page() -> str:
    """Verbs and abilities, each with the roles of the demonstration that have it. A council has roles of its own."""
    roles = organisation().roles
    head = f"{' | '.join(role.name for role in roles)} |\n|---|---|{'---|' * len(roles)}\n"
    verbs = "".join(
        f"| {verb} | `{ability}` | {_marks(ability)} |\n" for verb, ability in sorted(verbs_and_policies())
    )
    abilities = "".join(
        f"| `{one.code}` | {one.sentence} | {_marks(one.code)} |\n"
        for one in sorted(ABILITIES.values(), key=lambda one: one.code)
    )
    return (
        "# Who may do what\n\n"
        "The roles are those of the demonstration (its `roles.yaml`); a council writes its own. Whoever may\n"
        "not see a case finds none of its verbs: it is not there for them. Written from the code by\n"
        "`moothall reference docs/reference`; a test asks every verb in every role.\n\n"
        f"## Verbs of a case\n\n| Verb | Needs | {head}{verbs}\n"
        "A service may want a second person besides (`approvals:` of service.yaml): whoever has the role it names "
        "and did not\n"
        "ask for it themselves agrees, or who stands in for them.\n\n"
        f"## Abilities\n\n| Ability | What it lets somebody do | {head}{abilities}"
    )


def _marks(ability: str) -> str:
    return " | ".join("yes" if ability in role.abilities else "" for role in organisation().roles)
