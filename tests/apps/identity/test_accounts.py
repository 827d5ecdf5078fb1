"""Accounts by the door of `identity`."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import validate_totp_code
from pytest_django import Settings

from moothall.apps.identity import api as identity
from moothall.apps.identity.jobs import forget_who_left_long_ago
from moothall.apps.identity.models import Account
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS, Actor, Kind, system
from moothall.kernel.rules import Refused

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "three-otters-in-a-boat"

pytestmark = pytest.mark.django_db


def test_an_account_is_found_however_its_address_is_typed() -> None:
    made = identity.create_account("Eleanor.Bold@barchester.example", "Eleanor Bold", PASSWORD)
    assert identity.account_by_email(" ELEANOR.bold@barchester.example", seen_by=system("test")) == made


def test_only_staff_find_accounts() -> None:
    made = identity.create_account("eleanor@barchester.example", "Eleanor Bold", PASSWORD)
    assert identity.account_by_email(made.email, seen_by=ANONYMOUS) is None
    assert identity.accounts_named([made.pk], seen_by=ANONYMOUS) == {}
    officer = Actor(Kind.OFFICER, f"officer:{uuid4()}")
    assert identity.accounts_named([made.pk], seen_by=officer) == {made.pk: "Eleanor Bold"}


def test_an_address_is_taken_once_whatever_its_case() -> None:
    identity.create_account("eleanor@barchester.example", "Eleanor Bold", PASSWORD)
    with pytest.raises(Refused, match="IDENTITY-01"):
        identity.create_account("Eleanor@Barchester.example", "Another", PASSWORD)


@pytest.mark.parametrize("weak", ["short", "eleanor bold", "password1234"])
def test_a_weak_password_is_refused_with_the_reason(weak: str) -> None:
    with pytest.raises(Refused, match="IDENTITY-02"):
        identity.create_account("eleanor@barchester.example", "Eleanor Bold", weak)


def test_a_secret_is_encrypted_in_the_database() -> None:
    identity.create_account("eleanor@barchester.example", "Eleanor Bold", PASSWORD, SECRET)
    (kept,) = Authenticator.objects.all()
    assert SECRET not in str(kept.data)


def test_the_demo_shows_codes_that_are_valid() -> None:
    identity.create_account(
        "amy@barchester.example", "Amy Robarts", identity.DEMO_PASSWORD, SECRET, demo=True
    )
    identity.create_account("real@barchester.example", "Real Person", PASSWORD, SECRET)
    (shown,) = identity.demo_accounts()
    assert shown.name == "Amy Robarts"
    assert validate_totp_code(SECRET, shown.code)
    assert 0 < shown.seconds <= 30


def test_the_demo_follows_the_clock() -> None:
    identity.create_account(
        "amy@barchester.example", "Amy Robarts", identity.DEMO_PASSWORD, SECRET, demo=True
    )
    now = clock.now()
    with clock.stopped_at(now):
        first = identity.demo_accounts()[0].code
    with clock.stopped_at(now + timedelta(seconds=60)):
        assert identity.demo_accounts()[0].code != first


def test_a_published_password_is_refused_in_production(settings: Settings) -> None:
    settings.MOOTHALL_PRODUCTION = True
    with pytest.raises(Refused, match="IDENTITY-03"):
        identity.create_account("amy@barchester.example", "Amy Robarts", identity.DEMO_PASSWORD, demo=True)


def test_a_new_password_ends_the_old_second_step() -> None:
    account = identity.create_account("eleanor@barchester.example", "Eleanor Bold", PASSWORD, SECRET)
    identity.set_password(account, "four-herons-on-a-roof")
    assert identity.second_factors_of(account) == ()
    assert account.check_password("four-herons-on-a-roof")


@pytest.mark.parametrize(
    ("email", "name", "code"),
    [
        ("eleanor", "Eleanor Bold", "IDENTITY-06"),
        ("", "Eleanor Bold", "IDENTITY-06"),
        ("e" * 250 + "@barchester.example", "Eleanor Bold", "IDENTITY-06"),
        ("eleanor@barchester.example", " ", "IDENTITY-07"),
        ("eleanor@barchester.example", "E" * 201, "IDENTITY-07"),
    ],
)
def test_an_account_has_an_address_and_a_name(email: str, name: str, code: str) -> None:
    with pytest.raises(Refused, match=f"^{code}:"):
        identity.create_account(email, name, PASSWORD)


def test_who_was_suspended_goes_seven_years_after_their_last_sign_in() -> None:
    now, years = clock.now(), timedelta(days=365)
    for name, active, last in (
        ("gone", False, now - 8 * years),
        ("lately", False, now - 6 * years),
        ("here", True, now - 8 * years),
        ("never", False, None),
    ):
        made = identity.create_account(f"{name}@barchester.example", name, PASSWORD)
        Account.objects.filter(pk=made.pk).update(is_active=active, last_login=last)
    forget_who_left_long_ago.call()
    assert set(Account.objects.values_list("name", flat=True)) == {"lately", "here", "never"}
    with clock.stopped_at(now + 8 * years):
        forget_who_left_long_ago.call()
    assert set(Account.objects.values_list("name", flat=True)) == {"here"}
