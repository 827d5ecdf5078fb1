"""Rules on accounts."""

from __future__ import annotations

from moothall.kernel.rules import rule


@rule("IDENTITY-01")
def email_is_free(*, taken: bool) -> bool:
    """There is already an account with this e-mail address."""
    return not taken


@rule("IDENTITY-03")
def demo_is_no_production(*, demo: bool, production: bool) -> bool:
    """An account whose password is published may not exist in production."""
    return not (demo and production)


@rule("IDENTITY-04")
def one_way_in_remains(*, others: int) -> bool:
    """This is your only second step. Set up another before you remove it."""
    return others > 0


@rule("IDENTITY-05")
def password_is_not_published(*, published: bool, production: bool) -> bool:
    """This password is published with the demonstration. Choose another."""
    return not (published and production)


@rule("IDENTITY-06")
def is_an_address(*, is_one: bool) -> bool:
    """This is no e-mail address. Write one like ada@example.org."""
    return is_one


@rule("IDENTITY-07")
def has_a_name(*, name: str) -> bool:
    """Write a name of up to 200 characters, as colleagues know them."""
    return 0 < len(name.strip()) <= 200
