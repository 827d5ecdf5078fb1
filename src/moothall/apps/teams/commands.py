"""`moothall staff …`: the first officer of a council, and one who has lost their telephone."""

from __future__ import annotations

import getpass
import sys
from argparse import ArgumentParser, Namespace

from django.db import transaction

from moothall.apps.identity.api import (
    Account,
    account_by_email,
    create_account,
    demand_address,
    set_password,
    suspend_account,
)
from moothall.apps.teams.organisation import organisation
from moothall.apps.teams.rules import the_role_exists, the_team_exists
from moothall.apps.teams.services import join
from moothall.kernel.actors import system
from moothall.kernel.commands import WrongUse, command

_SELF = system("command line")


def _read_email(parser: ArgumentParser) -> None:
    parser.add_argument("email", metavar="EMAIL", help="the address somebody signs in with")


def read_new(parser: ArgumentParser) -> None:
    _read_email(parser)
    parser.add_argument("--name", required=True, help="as colleagues know them")
    parser.add_argument("--team", required=True, help="the code of a team in teams.yaml")
    parser.add_argument("--role", required=True, help="the code of a role in roles.yaml")


@command("staff add", example="moothall staff add ada@example.org --name 'Ada Okoro' --team digital --role officer",
         arguments=read_new)  # fmt: skip
def add_staff(options: Namespace) -> int:
    """Make an account with a place in a team, or give somebody who has one another place.

    Asks for the password of a new account (or reads it from standard input). The second step, an authenticator app
    or a passkey, is set up at the first sign-in.
    """
    now = organisation()
    the_team_exists.demand(now, options.team)
    the_role_exists.demand(now, options.role)
    demand_address(options.email)
    account = account_by_email(options.email, seen_by=_SELF)
    password = "" if account else _password()
    with transaction.atomic():
        account = account or create_account(options.email, options.name, password)
        join(account.pk, team=options.team, role=options.role, by=_SELF)
    print(f"{options.name} can sign in as {account.email}: {options.role} in {options.team}.")
    return 0


@command("staff reset", example="moothall staff reset ada@example.org", arguments=_read_email)
def reset_staff(options: Namespace) -> int:
    """Give somebody a new password and forget their second step: for a lost password or telephone.

    Their sessions end, and the second step is set up again at the next sign-in.
    """
    set_password(_known(options.email), _password())
    print(f"{options.email} signs in with the new password and sets the second step up again.")
    return 0


@command("staff suspend", example="moothall staff suspend ada@example.org", arguments=_read_email)
def suspend_staff(options: Namespace) -> int:
    """Close an account: nobody can sign in with it, and an open session ends with its next request."""
    suspend_account(_known(options.email))
    print(f"{options.email} can no longer sign in.")
    return 0


def _known(email: str) -> Account:
    account = account_by_email(email, seen_by=_SELF)
    if account is None:
        raise WrongUse(f"Nobody signs in as {email}. Write the address of an account.")
    return account


def _password() -> str:
    if sys.stdin.isatty():
        return getpass.getpass("Password (12 characters or more): ")
    return sys.stdin.readline().rstrip("\n")
