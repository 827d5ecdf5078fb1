"""The door of presence: who is where just now."""

from __future__ import annotations

from moothall.ground.presence.here import SEEN_FOR, Here, be_here

__all__ = ["SEEN_FOR", "Here", "be_here"]
