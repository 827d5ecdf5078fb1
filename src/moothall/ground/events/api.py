"""The door of `events`: tell facts, read histories, listen, seal, verify, erase. `README.md` says how to use it."""

from __future__ import annotations

from moothall.ground.events.bulk import Past, bulk_record
from moothall.ground.events.commitments import (
    PERSONAL_ROWS,
    Commitment,
    PersonalRow,
    commitment,
    digest_of,
    personal_rows,
)
from moothall.ground.events.delivering import (
    StuckDelivery,
    deliver,
    forget_delivery,
    retry_delivery,
    skip_to_head,
    stuck_deliveries,
)
from moothall.ground.events.erasures import (
    ERASERS,
    Entry,
    Erased,
    copy_out_ledger,
    erase,
    eraser,
    erasures_of,
    record_erasure,
    replay_erasures,
)
from moothall.ground.events.facts import FACTS, Unread, fact, upcaster
from moothall.ground.events.heads import acknowledge_restore, copy_out_head
from moothall.ground.events.listeners import LISTENERS, listener
from moothall.ground.events.recording import Recorded, histories, history, history_read, last_sequence, record
from moothall.ground.events.restoring import Restored, after_restore
from moothall.ground.events.sealing import Unnumbered, seal_now, unsealed
from moothall.ground.events.segments import Head, WrongKey, drop_segment, head
from moothall.ground.events.verdicts import Finding, Kind, Verdict
from moothall.ground.events.verifying import verify

__all__ = [
    "ERASERS",
    "FACTS",
    "LISTENERS",
    "PERSONAL_ROWS",
    "Commitment",
    "Entry",
    "Erased",
    "Finding",
    "Head",
    "Kind",
    "Past",
    "PersonalRow",
    "Recorded",
    "Restored",
    "StuckDelivery",
    "Unnumbered",
    "Unread",
    "Verdict",
    "WrongKey",
    "acknowledge_restore",
    "after_restore",
    "bulk_record",
    "commitment",
    "copy_out_head",
    "copy_out_ledger",
    "deliver",
    "digest_of",
    "drop_segment",
    "erase",
    "eraser",
    "erasures_of",
    "fact",
    "forget_delivery",
    "head",
    "histories",
    "history",
    "history_read",
    "last_sequence",
    "listener",
    "personal_rows",
    "record",
    "record_erasure",
    "replay_erasures",
    "retry_delivery",
    "seal_now",
    "skip_to_head",
    "stuck_deliveries",
    "unsealed",
    "upcaster",
    "verify",
]
