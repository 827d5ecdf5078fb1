"""The door of files: bytes by their SHA-256, kept once, deleted when their last owner goes.

kept = keep(upload, owner=f"document:{document.id}", media_type="image/jpeg")     # outside a transaction
with give(kept.digest) as stream: ...
release(f"document:{document.id}")                                                # in the verb's transaction
"""

from __future__ import annotations

from moothall.ground.files.giving import Owned, give, names_kept, owned_by
from moothall.ground.files.keeping import GRACE, LARGEST, Kept, forget, keep, release, share, sweep
from moothall.ground.files.store import file_store, use_store

__all__ = [
    "GRACE",
    "LARGEST",
    "Kept",
    "Owned",
    "file_store",
    "forget",
    "give",
    "keep",
    "names_kept",
    "owned_by",
    "release",
    "share",
    "sweep",
    "use_store",
]
