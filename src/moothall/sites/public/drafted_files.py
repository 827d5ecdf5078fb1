"""The files in a form that has not been sent, as the check-your-answers page shows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from moothall.apps.documents.api import Attached, documents_of
from moothall.apps.forms.api import JSON, Answers
from moothall.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class DraftedFiles:
    """Of one question: the addresses of pictures a browser can show, and what is to be said of the other files."""

    pictures: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


NONE = DraftedFiles()


def drafted_files(
    owner: str, answers: Answers, address: Callable[[str], str], *, seen_by: Actor
) -> dict[str, DraftedFiles]:
    """By question. `address` makes one of a path below the form's. No query where no file is held."""
    held = {key: found for key, answer in answers.items() if (found := digests(answer.value))}
    if not held:
        return {}
    kept = {one.digest: one for one in documents_of(owner, seen_by=seen_by)}
    return {
        key: _shown([kept[digest] for digest in found if digest in kept], address)
        for key, found in held.items()
    }


def _shown(files: list[Attached], address: Callable[[str], str]) -> DraftedFiles:
    several = len(files) > 1
    return DraftedFiles(
        tuple(address(f"pictures/{one.id}") + "?small=1" for one in files if one.picture),
        tuple(f"{one.name}: {one.words}" if several else one.words for one in files if one.words),
    )


def digests(value: JSON) -> tuple[str, ...]:
    """By which the files of an answer are known; of one file, or of several."""
    files = value if isinstance(value, list) else [value]
    return tuple(str(one["digest"]) for one in files if isinstance(one, dict) and one.get("digest"))
