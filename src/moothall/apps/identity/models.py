"""Accounts of people who sign in."""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by its e-mail address, whatever the case it was typed in."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(email__iexact=username)


class Account(AbstractBaseUser):
    """Somebody who signs in. Who they are in the council (roles, teams) is the room `teams`."""

    holds = Holds(
        what="Name, e-mail address, a hash of the password, time of the last sign-in.",
        why="To know who signs in and acts for the council.",
        kept="While the person works for the council; once suspended, until seven years after they last signed in.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    #: Its password is published: made by the demo loader, refused in production.
    is_demo = models.BooleanField(default=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AccountManager()

    def __str__(self) -> str:
        return self.name

    def get_session_auth_hash(self) -> str:
        """As Django's: every request of somebody who is signed in asks for it."""
        return _fingerprint(self.password, str(settings.SECRET_KEY))


@lru_cache(maxsize=1_000)
def _fingerprint(password: str, key: str) -> str:
    """`key` is what Django mixes in; another one makes another fingerprint."""
    return AbstractBaseUser.get_session_auth_hash(Account(password=password))


class SharedCounter(models.Model):
    """Django's cache table, as a model so that a migration makes it and it says what it holds.

    Attempts to sign in are counted here and not in a worker's memory: several workers, one count. The columns and
    their names are those of `django.core.cache.backends.db`.
    """

    holds = Holds(
        what="Fingerprints of an address typed at sign-in or of an IP address, each with times of attempts.",
        why="To slow down whoever guesses passwords or codes.",
        kept="Minutes: until the limit's own time is over.",
    )

    cache_key = models.CharField(primary_key=True, max_length=255)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "identity_shared_counter"

    def __str__(self) -> str:
        return self.cache_key
