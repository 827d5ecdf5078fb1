"""Cases and what hangs on them. Personal text stands in `CaseText`, people in `people`; nothing else here is either."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from moothall.kernel.ids import new_id
from moothall.kernel.privacy import Holds, nothing_personal
from moothall.ui.languages import page_language


class Status(models.TextChoices):
    NEW = "new"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    CLOSED = "closed"


OPEN = (Status.NEW, Status.IN_PROGRESS, Status.WAITING)


class Case(models.Model):
    """One request of one service. Changed under a lock of its row; its history is the stream `case:<id>`."""

    holds: ClassVar = Holds(
        "Which officer's account the request is assigned to.",
        "To know who deals with a request.",
        "As long as the council keeps its statistics; what the person said is erased before.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    reference = models.CharField(max_length=20, unique=True)
    service = models.CharField(max_length=120)
    #: The digest of the service as it was that day: form, targets and outcomes of this case.
    version = models.CharField(max_length=64)
    team = models.CharField(max_length=80)
    confidentiality = models.CharField(max_length=90)
    status = models.CharField(max_length=12, choices=Status.choices)
    ward = models.CharField(max_length=40, blank=True)
    channel = models.CharField(max_length=20)
    assignee = models.UUIDField(null=True)
    outcome = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    #: The last sequence of its stream: what `record` is told to come after.
    last_event = models.PositiveIntegerField()
    #: What opened it, so that a form sent twice opens one case.
    opened_with = models.CharField(max_length=120, unique=True)
    #: What was said in it has been erased; the ledger says under which rule.
    erased = models.BooleanField()
    #: What else there is to know of it, in words by a space (`traits.py`), so that nothing is asked for in vain.
    traits = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(
                fields=("service", "closed_at"),
                name="cases_kept",
                condition=Q(closed_at__isnull=False, erased=False),
            ),
        )

    def __str__(self) -> str:
        return self.reference

    @property
    def stream(self) -> str:
        return f"case:{self.id}"


class Party(models.Model):
    """Somebody's part in a case, pointing to what they said about themselves. Erased with it."""

    holds: ClassVar = Holds(
        "Who has which part in a request.", "To tell and ask the right people.", "As the case."
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    #: Of somebody who filled in a part of the form: who of its people they are.
    person = models.CharField(max_length=60, default="", blank=True)
    #: What they read our pages in when they came to it; messages go out in it.
    language = models.CharField(max_length=10, default=page_language)
    source_record = models.ForeignKey(
        "people.SourceRecord", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.role} {self.id}"


class TextKind(models.TextChoices):
    QUESTION = "question"
    ANSWER = "answer"
    NOTE = "note"
    CLOSING = "closing"
    NOT_SETTLED = "not settled"
    ADDED = "added"
    WITHDRAWN = "withdrawn"
    TAG = "tag"
    #: To the reporter, or another party; before it leaves, a draft.
    REPLY = "reply"
    DRAFT = "draft"
    #: For one role and whoever wrote it: never in a list, a search or a notice.
    SENSITIVE = "sensitive"
    #: The questions of a small form, and its answers, as the forms engine keeps them.
    FORM = "form"
    FILLED_IN = "filled in"
    #: Why it is on hold, was passed on, joined with others; what a second person is asked, and says.
    REASON = "reason"
    APPROVAL = "approval"
    #: Something to do.
    TASK = "task"


class CaseText(models.Model):
    """What somebody wrote on a case. A fact in the log carries its digest; erasing drops the row and its salt."""

    holds: ClassVar = Holds(
        "Questions, answers, notes, replies and closing words, as written.",
        "To deal with the request and to tell its history.",
        "As the case.",
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=TextKind.choices)
    text = models.TextField()
    salt = models.BinaryField(max_length=32)
    #: The question an answer belongs to; on a question, whether it is still open.
    answers = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="+")
    settled = models.BooleanField()
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class TaskKind(models.TextChoices):
    NOT_SETTLED = "not settled"
    MESSAGE_FAILED = "message failed"
    ANSWERED = "answered"
    ADDED = "added"
    FILE_REFUSED = "file refused"
    FEE = "fee"
    #: Asked for by a rule of the council's folder.
    RULE = "rule"
    #: It came back from hold; a second person is asked; the other service asks more.
    HOLD = "hold"
    APPROVAL = "approval"
    REST = "rest"
    #: Written down by somebody who works here.
    OWN = "own"


#: Closing is itself the answer to these.
DONE_BY_CLOSING = (
    TaskKind.NOT_SETTLED,
    TaskKind.ANSWERED,
    TaskKind.FILE_REFUSED,
    TaskKind.HOLD,
    TaskKind.APPROVAL,
    TaskKind.REST,
)


class Task(models.Model):
    """Something a person must do on a case. `words` is a sentence of ours; what somebody wrote is in `text`."""

    holds: ClassVar = nothing_personal("To see what is to be done; who did it is an account's key.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=TaskKind.choices)
    words = models.CharField(max_length=300)
    text = models.ForeignKey(CaseText, null=True, on_delete=models.SET_NULL, related_name="+")
    #: What made it (a message's id), so that being told twice makes one task.
    made_for = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("case", "made_for"), name="one_task_for_a_reason"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class CaseLink(models.Model):
    """`duplicate` asks for the same as `original`, from one day to another. Undoing ends the link; no row moves."""

    holds: ClassVar = nothing_personal("To deal with the same request once, and to be able to undo that.")

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    duplicate = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    original = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    #: Merged by an officer with others, and read together with them; otherwise the same was reported twice.
    merged = models.BooleanField(default=False)
    status_before = models.CharField(max_length=12, choices=Status.choices)
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("duplicate",), condition=Q(ended_at__isnull=True), name="one_live_link_of_a_duplicate"
            ),
        )

    def __str__(self) -> str:
        return f"{self.duplicate_id} follows {self.original_id}"
