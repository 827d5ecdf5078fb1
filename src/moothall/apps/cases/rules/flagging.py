"""Rules for how somebody is dealt with."""

from __future__ import annotations

from datetime import date, timedelta

from moothall.kernel.rules import rule


@rule("CASE-255")
def has_an_address_or_number(email: str, phone: str) -> bool:
    """This person gave no e-mail address and no telephone number, so there is nothing the rules could hold for."""
    return bool(email or phone)


@rule("CASE-256")
def says_how_to_deal(rules: int, words: str) -> bool:
    """Choose at least one rule, or write how this person is to be dealt with."""
    return rules > 0 or bool(words.strip())


@rule("CASE-257")
def says_what_happened(reason: str, evidence: str) -> bool:
    """Say what happened, and where that is written down, such as a case, a call or a police number."""
    return bool(reason.strip()) and bool(evidence.strip())


@rule("CASE-258")
def is_reviewed_within_a_year(today: date, review_on: date) -> bool:
    """Choose a day after today and within the next 12 months, on which somebody looks at it again."""
    return today < review_on <= today + timedelta(days=366)


@rule("CASE-259")
def says_why_not_told(told: bool, why: str) -> bool:
    """People are told that there are rules for them. Say why this person is not."""
    return told or bool(why.strip())


@rule("CASE-260")
def can_be_told(told: bool, email: str) -> bool:
    """There is no e-mail address to tell this person by. Say that they are told another way, and how."""
    return not told or bool(email)


@rule("CASE-261")
def holds_still(ended: bool) -> bool:
    """These rules do not hold any more."""
    return not ended
