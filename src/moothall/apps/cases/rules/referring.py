"""Passing a case to another body."""

from __future__ import annotations

from collections.abc import Collection

from moothall.kernel.rules import rule


@rule("CASE-174")
def body_is_known(known: bool) -> bool:
    """Choose one of the bodies of the list."""
    return known


@rule("CASE-175")
def purpose_is_of_the_service(purpose: str, purposes: Collection[str]) -> bool:
    """Choose what the other body needs it for. It can only be one of the purposes that people were told of."""
    return purpose in purposes


@rule("CASE-176")
def fields_may_be_passed_on(wanted: Collection[str], allowed: Collection[str]) -> bool:
    """One of these answers may not be passed on. Leave out what is sensitive, and what it does not ask."""
    return set(wanted) <= set(allowed)


@rule("CASE-177")
def contact_may_be_passed_on(wanted: bool, allowed: bool) -> bool:
    """The name and address of the reporter may not go to this body."""
    return allowed or not wanted


@rule("CASE-178")
def is_with_a_body(referred: bool) -> bool:
    """This request is not with another body."""
    return referred


@rule("CASE-179")
def says_something_to_the_body(fields: int, words: str) -> bool:
    """Choose at least one answer to pass on, or write what the other body has to know."""
    return fields > 0 or bool(words.strip())


@rule("CASE-240")
def was_handed_over(said: bool) -> bool:
    """Enter it on the other body’s page first. Then come back and say that you have."""
    return said
