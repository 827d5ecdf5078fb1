"""Accounts of people who sign in."""

from __future__ import annotations

from typing import ClassVar

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
        kept="While the person works for the council and seven years after their last act.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects = AccountManager()

    def __str__(self) -> str:
        return self.name
