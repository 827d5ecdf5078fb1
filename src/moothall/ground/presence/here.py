"""Who is where just now."""

from __future__ import annotations

from dataclasses import dataclass

from moothall.ground.presence.scratch import TABLE, say
from moothall.kernel import clock

#: Whoever was not heard of for so many seconds is gone.
SEEN_FOR = 60
#: Somebody who does the same is written down no more often than this.
WRITTEN_EVERY = 20
#: Rows older than this are deleted, of every place, by one in so many who come to one.
_FORGOTTEN, _ONE_IN = 3_600, 20
_READ = f"SELECT who, name, doing, at FROM {TABLE} WHERE place = %s AND at > %s"  # noqa: S608 — our own names; values are bound
_UPSERT = (
    f"INSERT INTO {TABLE} (id, place, who, name, doing, at) VALUES (%s, %s, %s, %s, %s, %s) "  # noqa: S608 — our own names; values are bound
    "ON CONFLICT (id) DO UPDATE SET name = excluded.name, doing = excluded.doing, at = excluded.at"
)


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody else at the same place; `doing` is what they said: "looking", "writing"."""

    who: str
    name: str
    doing: str


def be_here(place: str, *, who: str, name: str, doing: str) -> tuple[Here, ...]:
    """Say that `who` is at `place`, and answer with the others, by name.

    One read by an index; a write when `who` was not written down for 20 seconds or does something else now.
    """
    now = int(clock.now().timestamp())
    found = say(_READ, [place, now - SEEN_FOR])
    there = [(str(other), str(named), str(does), int(at)) for other, named, does, at in found]
    own = next((one for one in there if one[0] == who), None)
    if own is None or own[2] != doing or now - own[3] >= WRITTEN_EVERY:
        say(_UPSERT, [f"{place} {who}"[:160], place, who, name[:200], doing, now])
        if own is None and now % _ONE_IN == 0:
            say(f"DELETE FROM {TABLE} WHERE at < %s", [now - _FORGOTTEN])  # noqa: S608 — our own names; values are bound
    others = sorted(one for one in there if one[0] != who)
    return tuple(Here(*one[:3]) for one in sorted(others, key=lambda one: one[1]))
