"""The addresses of what passes a case on, stops it, joins it with others, or asks a second person."""

from __future__ import annotations

from moothall.apps.cases.api import FLAG, MOVE, READ, REFER, WORK
from moothall.kernel.policies import Policy
from moothall.sites.staff.casework.acting import routes_of
from moothall.sites.staff.casework.offers import ACTS, SAID, Act
from moothall.sites.staff.deeds import careful, moving, passing, second, together, waiting
from moothall.sites.staff.deeds import panels as _panels  # noqa: F401 — read so that its panels are listed
from moothall.sites.staff.deeds.sheets import Do, Make, sheeting
from moothall.ui.routes import route

#: Name, policy, what it asks, what it does, its link on the case page, its place there, what is said afterwards.
SHEETS: tuple[tuple[str, Policy, Make, Do, str, int, str], ...] = (
    (
        "hold",
        WORK,
        waiting.hold,
        waiting.do_hold,
        "Put it on hold",
        25,
        "The case is on hold. It comes back by itself.",
    ),
    (
        "later",
        WORK,
        waiting.later,
        waiting.do_later,
        "Agree on a later day",
        27,
        "It is due later now, and the reporter is told.",
    ),
    ("move", MOVE, moving.move, moving.do_move, "Move it to another service", 30, ""),
    (
        "refer",
        REFER,
        passing.refer,
        passing.do_refer,
        "Pass it to another body",
        32,
        "The case is passed on, and the reporter is told who has it.",
    ),
    (
        "split",
        MOVE,
        moving.split,
        moving.do_split,
        "Make two cases of it",
        34,
        "There are two cases now. The reporter is told of both.",
    ),
    (
        "merge",
        WORK,
        together.merge,
        together.do_merge,
        "Merge others into it",
        42,
        "They are dealt with together from now on.",
    ),
    (
        "unmerge",
        WORK,
        together.unmerge,
        together.do_unmerge,
        "Take merged cases out again",
        43,
        "They stand on their own again, and their reporters are told.",
    ),
    (
        "flag",
        FLAG,
        careful.flag,
        careful.do_flag,
        "Set rules for dealing with this person",
        80,
        "The rules hold from now on.",
    ),
)


def _listed(name: str, policy: Policy, link: str, order: int, said: str) -> None:
    """The case page offers it and says that it is done."""
    ACTS.add(
        name,
        Act(
            name,
            link,
            link,
            policy,
            lambda case, by: (),
            lambda reference, sent, by: None,
            link=link,
            order=order,
        ),
    )
    SAID.add(name, said)


for _sheet in SHEETS:
    _listed(_sheet[0], _sheet[1], *_sheet[4:])
_listed("rest", WORK, "Fill in what else its form asks", 5, "The answers are kept.")
SAID.add("moved", "The case belongs to another service now, and the reporter is told.")
SAID.add("approval", "A second person is asked to agree. Nothing happens before.")

deeds = [
    *(
        route(
            f"staff/cases/<str:reference>/{name}/",
            sheeting(name, make, do),
            policy=policy,
            name=f"staff-case-{name}",
        )
        for name, policy, make, do, *_ in SHEETS
    ),
    route("staff/cases/<str:reference>/rest/", moving.rest, policy=WORK, name="staff-case-rest"),
    route(
        "staff/cases/<str:reference>/together/", together.together, policy=READ, name="staff-case-together"
    ),
    *routes_of([passing.TAKE_BACK], [waiting.GO_ON, *second.PRESSES]),
    route("staff/approvals/", second.approvals, policy=READ, name="staff-approvals"),
    route("staff/approvals/<uuid:key>/end/", second.take_role_back, policy=READ, name="staff-stand-in"),
    route("staff/contact-rules/", careful.flags, policy=FLAG, name="staff-flags"),
    route("staff/contact-rules/<uuid:key>/", careful.review, policy=FLAG, name="staff-flag"),
]
