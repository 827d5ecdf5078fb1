"""Which languages there are to speak: what council.yaml says."""

from __future__ import annotations

from moothall.apps.catalogue.library import FolderMistakes, current
from moothall.ui.languages import ENGLISH, Language


def languages_offered() -> tuple[Language, ...]:
    """The council's, its first one first; English alone while its folder cannot be read, so that a page can say so."""
    try:
        return current().council.languages
    except FolderMistakes:
        return (ENGLISH,)
