"""What a role may let somebody do. Rooms add their own; `moothall check` reads the list.

An ability is a verb of the trade, not a page. Those of the ground, which cannot know this room, stand here.
"""

from __future__ import annotations

from dataclasses import dataclass

from moothall.kernel.registry import Registry


@dataclass(frozen=True, slots=True)
class Ability:
    code: str
    sentence: str


ABILITIES: Registry[Ability] = Registry("ability")


def register_ability(code: str, sentence: str) -> str:
    """List an ability, once or again in the same or better words; `code` is `room.verb`."""
    if code not in ABILITIES:
        ABILITIES.add(code, Ability(code, sentence))
    return code


for _code, _sentence in (
    ("cases.read", "See the cases that are open to all staff, and those of their own teams."),
    ("cases.work", "Take a case, start it, ask the reporter, complete tasks and write notes."),
    (
        "cases.visit",
        "See the stops of their teams’ rounds and complete visits: what was found, photos, notes, tasks.",
    ),
    ("cases.assign", "Give a case to somebody else."),
    ("cases.close", "Close a case with an outcome, and reopen it."),
    ("cases.move", "Move a case to another service."),
    ("jobs.retry", "See failed jobs, and retry or forget them."),
    ("audit.read", "Read the sealed log and who looked at what."),
    ("services.preview", "See services that are not published yet, and give out links to them."),
    ("teams.lead", "See the load of their own team, share its work out, and say who is away and who covers."),
    ("staff.announce", "Tell everybody who works here something, above every page of staff."),
    ("staff.manage", "Invite staff and decide their teams and roles."),
    ("identity.manage_accounts", "Create, suspend and unlock accounts of staff."),
    ("places.load", "Bring wards and addresses from a folder."),
    ("outbox.read", "Read the messages of the demonstration that leave for nobody."),
):
    register_ability(_code, _sentence)
