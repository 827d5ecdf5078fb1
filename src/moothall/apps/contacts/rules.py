"""What can be said of a contact; the docstring is what the adviser reads."""

from __future__ import annotations

from collections.abc import Container

from moothall.kernel.rules import rule

LONGEST = 5_000


@rule("CONTACT-01")
def channel_is_known(channel: str, channels: Container[str]) -> bool:
    """Choose how they got in touch."""
    return channel in channels


@rule("CONTACT-02")
def reason_is_known(known: bool) -> bool:
    """Choose why they got in touch."""
    return known


@rule("CONTACT-03")
def result_is_known(known: bool) -> bool:
    """Choose what came of it."""
    return known


@rule("CONTACT-04")
def words_are_bounded(words: str) -> bool:
    """What you wrote is too long. Write no more than 5,000 characters."""
    return len(words) <= LONGEST


@rule("CONTACT-05")
def goes_on(ended: bool) -> bool:
    """This contact is finished already. Begin another one."""
    return not ended
