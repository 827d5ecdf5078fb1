"""Which rules are switched on, what they did, and what trials found. No personal text: subjects by their stream."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from moothall.apps.automation.definitions import State
from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal


class Switch(models.Model):
    """How a rule stands: for the `version` that somebody looked at, and for no other."""

    holds: ClassVar = Holds(
        "Which officer's account switched a rule.", "To know who decided it.", "While there is the rule."
    )

    rule = models.CharField(primary_key=True, max_length=120)
    version = models.CharField(max_length=16)
    state = models.CharField(max_length=5, choices=[(one.value, one.value) for one in State])
    since = models.DateTimeField()
    switched_by = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"{self.rule} is {self.state}"


class Application(models.Model):
    """A rule caught `subject` at `event`: what it did, or would have done while on trial. Once, however often told."""

    holds: ClassVar = nothing_personal(
        "To do what a rule does once, and to say what it did.",
        "Of a rule that looks every day, 90 days. Else with its subject's log: a few for each subject at most.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule = models.CharField(max_length=120)
    version = models.CharField(max_length=16)
    subject = models.CharField(max_length=80)
    event = models.CharField(max_length=60)
    label = models.CharField(max_length=40)
    confidentiality = models.CharField(max_length=90)
    #: Whether it was done, or only written down.
    done = models.BooleanField()
    #: A line for each step: what was done or would have been, or the sentence it was refused with.
    said = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("rule", "version", "subject", "event"), name="a_rule_acts_once"),
        )
        indexes = (
            models.Index(fields=("rule", "version", "confidentiality", "at"), name="automation_of_rule"),
        )

    def __str__(self) -> str:
        return f"{self.rule} at {self.event} of {self.label}"


class NightLooked(models.Model):
    """Up to which day the rules of the calendar have looked. One row, so that nights that were missed are known."""

    holds: ClassVar = nothing_personal(
        "To catch up on nights at which nothing ran.", "Always; it is one row."
    )

    id = models.PositiveSmallIntegerField(primary_key=True)
    until = models.DateField()

    def __str__(self) -> str:
        return f"looked until {self.until}"


class Trial(models.Model):
    """A rule tried on what has happened. `classes`: what whoever asked may see, by comma; no more was looked at."""

    holds: ClassVar = Holds(
        "Which officer's account tried a rule.",
        "To know whose view the figures are.",
        "Until the rule is tried again.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    rule = models.CharField(max_length=120)
    version = models.CharField(max_length=16)
    since = models.DateField()
    until = models.DateField()
    asked_by = models.CharField(max_length=120)
    classes = models.TextField()
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    looked = models.PositiveIntegerField(default=0)
    caught = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("rule", "asked_by"), name="automation_trials"),)

    def __str__(self) -> str:
        return f"trial of {self.rule}"


class TrialCatch(models.Model):
    """One subject that a trial caught, at the first event at which it did."""

    holds: ClassVar = nothing_personal("To list what a rule would have caught.", "With its trial.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    trial = models.ForeignKey(Trial, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=80)
    label = models.CharField(max_length=40)
    service = models.CharField(max_length=120)
    event = models.CharField(max_length=60)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.label} at {self.event}"
