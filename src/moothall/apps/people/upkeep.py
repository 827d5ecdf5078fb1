"""What people can be asked to make again."""

from __future__ import annotations

from moothall.apps.people.keying import rebuild_keys
from moothall.kernel.upkeep import rebuilder

rebuilder("people")(rebuild_keys)
