"""Photos that everybody sees."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("CASE-56")
def photos_may_be_public(allowed: bool) -> bool:
    """The photos of this request are not for everybody. Its service would have to say so."""
    return allowed


@rule("CASE-57")
def is_a_photo_to_show(photo: bool) -> bool:
    """Only a photo that we have checked can be shown to everybody. Try again in a few minutes."""
    return photo
