"""How a file comes out of quarantine: let out, or refused and gone. Each in the transaction of the job that looked."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from moothall.apps.documents.events import DocumentRefused
from moothall.apps.documents.models import Document, State
from moothall.ground.events.api import history, record
from moothall.ground.files import api as files
from moothall.kernel.actors import system

_SELF = system("documents")


@dataclass(frozen=True, slots=True)
class Given:
    """What is given out: of a picture what was made of it, of everything else what was sent."""

    digest: str
    media_type: str
    size: int = 0
    small: str = ""
    position: str = ""


def file_owners(key: UUID) -> tuple[str, str, str]:
    """Under which names a document owns files: what was sent, what is shown, what is shown in a list."""
    return f"document:{key}", f"document:{key}:large", f"document:{key}:small"


def let_out(key: UUID, given: Given) -> None:
    """The document may be seen. What was sent of a picture goes: it says more than can be seen in it."""
    row = Document.objects.select_for_update().filter(pk=key, state=State.WAITING).first()
    sent, *made = file_owners(key)
    if row is None:
        for owner in made:
            files.forget(owner)
        return
    row.state = State.CLEAN
    row.given, row.given_type, row.small = given.digest, given.media_type, given.small
    row.given_size = given.size or row.size
    fields = ["state", "given", "given_type", "given_size", "small"]
    if given.position and not row.position and row.owner.startswith("draft:"):
        row.position = given.position
        fields.append("position")
    if given.position and row.keep_position and not row.place_taken:
        row.place_taken = given.position
        fields.append("place_taken")
    row.save(force_update=True, update_fields=fields)
    if given.digest != row.digest:
        files.forget(sent)


def refuse(key: UUID, why: str) -> None:
    """The file goes at once; its row stays and says why, and whoever owns it is told. Of a copy that was made here
    nobody is told: the reporter has sent nothing that is to be sent again."""
    row = Document.objects.select_for_update().filter(pk=key, state=State.WAITING).first()
    for owner in file_owners(key):
        files.forget(owner)
    if row is None:
        return
    row.state, row.why, row.position, row.place_taken = State.REFUSED, why, "", ""
    row.save(force_update=True, update_fields=["state", "why", "position", "place_taken"])
    if row.redacts is None:
        tell_refused(row)


def tell_refused(row: Document) -> None:
    """Tell the owner as it is now; a draft's documents are told of again when they have become a case's."""
    stream = f"document:{row.id}"
    told = history(stream)
    fact = DocumentRefused(row.id, row.owner, row.why)
    record(stream, fact, by=_SELF, after=told[-1].sequence if told else 0)
