"""Teams, so that keys can point at them, and who has which place in them. Roles live in the folder."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from moothall.kernel import clock
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal


class Team(models.Model):
    """A team of teams.yaml. One that left the folder stays, no longer `current`: old cases name it."""

    holds = nothing_personal("To say who is responsible for a service and a case.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    current = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody's place in a team."""

    holds = Holds(
        what="Which account belongs to which team, in which role, since when.",
        why="To decide what somebody who works for the council may see and do.",
        kept="While the person has the place.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    role = models.SlugField(max_length=60)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "team"], name="one_role_per_team")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.role}"


class Working(models.Model):
    """How much somebody can do: cases a week, as their leader has said. Nobody has said: the usual."""

    holds = Holds(
        what="How many cases a week an account can deal with.",
        why="To share work out fairly, also to who works part-time.",
        kept="While the person has a place in the council, and a month after it.",
    )

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    weekly = models.PositiveSmallIntegerField()
    #: Since when they have no place; None while they have one.
    left_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.account_id}: {self.weekly} a week"


class Absence(models.Model):
    """Somebody is away from one day to another, both among them, and who does their work meanwhile. Why is nobody's
    business here. Over by itself."""

    holds = Holds(
        what="On which days an account is away, and which account covers it; never why.",
        why="So that new work and notices reach somebody who is there.",
        kept="Three months after its last day.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField()
    cover = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["account", "last"], name="teams_absences")
        ]

    def __str__(self) -> str:
        return f"{self.account_id} from {self.first} to {self.last}"


class Declaration(models.Model):
    """What somebody who works here has said of themselves, so that looks at their own affairs are noticed."""

    holds = Holds(
        what="Postcodes somebody lives or has lived at, and names of their family, as they said themselves.",
        why="To notice looks at one's own affairs, which nobody has a reason for (UK GDPR Art. 32).",
        kept="Until they change it; a month after they have no place in the council any more.",
    )

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    #: In lines, as read: `BC4 7DE`.
    postcodes = models.TextField(blank=True)
    names = models.TextField(blank=True)
    #: Since when they have no place; None while they have one.
    left_on = models.DateField(null=True)

    def __str__(self) -> str:
        return str(self.account_id)


class Announcement(models.Model):
    """A sentence above every page of staff, from one moment to another."""

    holds = nothing_personal("To tell everybody who works here at once; who said it is an account's key.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    words = models.CharField(max_length=300)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["ends"], name="teams_announced")]

    def __str__(self) -> str:
        return self.words[:80]
