"""What `moothall rebuild` makes again of clocks."""

from __future__ import annotations

from moothall.apps.deadlines.services import rebuild_clocks
from moothall.kernel.upkeep import rebuilder

rebuilder("clocks")(rebuild_clocks)
