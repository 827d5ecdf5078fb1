"""What `moothall rebuild` makes again of cases."""

from __future__ import annotations

from moothall.apps.cases.answered import rebuild_answers
from moothall.apps.cases.indexing import rebuild_search
from moothall.apps.cases.projection import rebuild_queue
from moothall.apps.cases.traits_again import rebuild_traits
from moothall.kernel.upkeep import rebuilder

rebuilder("queue", after=("clocks",))(rebuild_queue)
rebuilder("traits")(rebuild_traits)
rebuilder("answers", after=("queue",))(rebuild_answers)
rebuilder("cases-search", after=("queue",))(rebuild_search)
