"""Verbs on accounts."""

from __future__ import annotations

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.db import transaction

from moothall.apps.identity.demo import DEMO_PASSWORD
from moothall.apps.identity.models import Account
from moothall.apps.identity.rules import (
    demo_is_no_production,
    email_is_free,
    has_a_name,
    is_an_address,
    password_is_not_published,
)
from moothall.kernel.rules import Refused


def create_account(
    email: str, name: str, password: str, totp_secret: str = "", *, demo: bool = False
) -> Account:
    """Makes an account that can sign in with `password` and, when `totp_secret` (base32) is given, with its codes.

    Without a secret its owner sets up a second factor at the first sign-in. `demo` accounts are shown with their codes
    on the demonstration's page, and are refused in production. Raises Refused for a taken address or a weak password.
    """
    address = demand_address(email)
    has_a_name.demand(name=name)
    email_is_free.demand(taken=Account.objects.filter(email=address).exists())
    demo_is_no_production.demand(demo=demo, production=settings.MOOTHALL_PRODUCTION)
    account = Account(email=address, name=name, is_demo=demo)
    _give_password(account, password)
    with transaction.atomic():
        account.save()
        EmailAddress.objects.create(user=account, email=address, verified=True, primary=True)
        if totp_secret:
            TOTP.activate(account, totp_secret)
    return account


def demand_address(email: str) -> str:
    """The address as accounts are found by. Raises Refused for what is none."""
    address = email.strip().lower()
    try:
        EmailValidator()(address)
    except ValidationError:
        is_an_address.demand(is_one=False)
    is_an_address.demand(is_one=len(address) <= 254)
    return address


def bulk_accounts(people: Iterable[tuple[str, str]]) -> list[Account]:
    """Accounts of many at once: (e-mail address, name). Nobody signs in before an administrator gives them a password.

    Raises IntegrityError for a taken address; none is then made.
    """
    made = [Account(email=email.strip().lower(), name=name) for email, name in people]
    for account in made:
        account.set_unusable_password()
    with transaction.atomic():
        Account.objects.bulk_create(made)
        EmailAddress.objects.bulk_create(
            EmailAddress(user=account, email=account.email, verified=True, primary=True) for account in made
        )
    return made


def set_password(account: Account, password: str) -> None:
    """For the administrator's command, when somebody has lost theirs: ends their sessions and second factors too.

    Whoever has the new password sets up a second factor at the next sign-in. Raises Refused for a weak password.
    """
    _give_password(account, password)
    with transaction.atomic():
        account.save(update_fields=["password"])
        Authenticator.objects.filter(user=account).delete()


def suspend_account(account: Account) -> None:
    """The account can no longer sign in; a session that is open ends at its next request."""
    account.is_active = False
    account.save(update_fields=["is_active"])


def _give_password(account: Account, password: str) -> None:
    password_is_not_published.demand(
        published=password == DEMO_PASSWORD, production=settings.MOOTHALL_PRODUCTION
    )
    try:
        validate_password(password, account)
    except ValidationError as weak:
        raise Refused("IDENTITY-02", " ".join(weak.messages)) from weak
    account.set_password(password)
