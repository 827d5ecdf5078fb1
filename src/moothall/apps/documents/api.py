"""The door of `documents`."""

from __future__ import annotations

from moothall.apps.documents.queries import Attached, DocumentNotFound, documents_of, open_document
from moothall.apps.documents.services import attach, erase_documents, hand_over

__all__ = [
    "Attached",
    "DocumentNotFound",
    "attach",
    "documents_of",
    "erase_documents",
    "hand_over",
    "open_document",
]
