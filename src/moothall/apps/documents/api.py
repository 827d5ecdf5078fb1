"""The door of `documents`."""

from __future__ import annotations

from moothall.apps.documents.contents.kinds import KINDS as FILE_KINDS
from moothall.apps.documents.contents.kinds import accepted, ending_of, media_types_of, said
from moothall.apps.documents.contents.looking import Seen, look, sniff
from moothall.apps.documents.contents.unfit import SENTENCES as FILE_SENTENCES
from moothall.apps.documents.contents.unfit import Unfit
from moothall.apps.documents.jobs import look_through
from moothall.apps.documents.policies import ORIGINALS
from moothall.apps.documents.queries import (
    CHECKING,
    REASONS,
    Attached,
    DocumentNotFound,
    documents_of,
    documents_of_each,
    documents_read,
    open_document,
    position_of,
)
from moothall.apps.documents.redacting import MOST_BOXES, WHOLE, Box, open_original, redact
from moothall.apps.documents.scanning import use_scanner
from moothall.apps.documents.services import (
    attach,
    drop_documents,
    erase_documents,
    hand_over,
    release_to_all,
    share_documents,
)

__all__ = [
    "CHECKING",
    "FILE_KINDS",
    "FILE_SENTENCES",
    "MOST_BOXES",
    "ORIGINALS",
    "REASONS",
    "WHOLE",
    "Attached",
    "Box",
    "DocumentNotFound",
    "Seen",
    "Unfit",
    "accepted",
    "attach",
    "documents_of",
    "documents_of_each",
    "documents_read",
    "drop_documents",
    "ending_of",
    "erase_documents",
    "hand_over",
    "look",
    "look_through",
    "media_types_of",
    "open_document",
    "open_original",
    "position_of",
    "redact",
    "release_to_all",
    "said",
    "share_documents",
    "sniff",
    "use_scanner",
]
