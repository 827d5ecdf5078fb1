"""The door of `identity`: accounts, and how far somebody has got with signing in."""

from __future__ import annotations

from moothall.apps.identity.codes import use_code
from moothall.apps.identity.demo import DEMO_PASSWORD, DemoAccount, demo_accounts
from moothall.apps.identity.models import Account
from moothall.apps.identity.policies import OWN_ACCOUNT, STAFF
from moothall.apps.identity.queries import (
    SecondFactor,
    account_by_email,
    accounts_named,
    accounts_open,
    reachable_at,
    second_factors_of,
)
from moothall.apps.identity.rules import one_way_in_remains
from moothall.apps.identity.services import (
    bulk_accounts,
    create_account,
    demand_address,
    set_password,
    suspend_account,
)
from moothall.apps.identity.sessions import Standing, note_second_factor, standing_of

__all__ = [
    "DEMO_PASSWORD",
    "OWN_ACCOUNT",
    "STAFF",
    "Account",
    "DemoAccount",
    "SecondFactor",
    "Standing",
    "account_by_email",
    "accounts_named",
    "accounts_open",
    "bulk_accounts",
    "create_account",
    "demand_address",
    "demo_accounts",
    "note_second_factor",
    "one_way_in_remains",
    "reachable_at",
    "second_factors_of",
    "set_password",
    "standing_of",
    "suspend_account",
    "use_code",
]
