"""What the types that take files share: what came, what it is, and what to say when we do not take it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Protocol, cast

from moothall.apps.documents.api import FILE_SENTENCES, Unfit, ending_of, look
from moothall.apps.documents.api import said as said_types
from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, PostedFile, Question, Upload
from moothall.apps.forms.text import clean_line
from moothall.kernel.characters import is_readable

MEGABYTE = 1_000_000
#: What a service may ask for; `ground/files` keeps no more of one file.
MOST_MEGABYTES = 20
LONGEST_NAME = 100

SENTENCES: Mapping[str, str] = {"missing": "Select {name}", **FILE_SENTENCES}


class _Several(Protocol):
    """Django's files: several may have come under one name."""

    def getlist(self, key: str, /) -> list[PostedFile]: ...


def posted_files(entry: Entry, key: str) -> list[PostedFile]:
    """The files that came for a question; a field left empty sends none."""
    if hasattr(entry.files, "getlist"):
        came = cast(_Several, entry.files).getlist(key)
    else:
        came = [entry.files[key]] if key in entry.files else []
    return [one for one in came if one.name or one.size]


def refusal(posted: PostedFile, wanted: Collection[str], most_bytes: int) -> tuple[str, str]:
    """(why it is not taken, "") or ("", its media type). Reads it at most once, and not at all when it is too big."""
    if not is_readable(posted.name or ""):
        return "unreadable_name", ""
    if not posted.size:
        return "empty", ""
    if posted.size > most_bytes:
        return "too_big", ""
    posted.seek(0)
    content = posted.read()
    posted.seek(0)
    try:
        return "", look(content, wanted).media_type
    except Unfit as unfit:
        return unfit.code, ""


def sentence(question: Question, code: str, wanted: Collection[str], most_bytes: int) -> str:
    return question.say(code, types=said_types(wanted), most=most_bytes // MEGABYTE)


def upload(
    question: Question, posted: PostedFile, media_type: str, *, kind: str, position: bool = False
) -> Upload:
    name = safe_name(posted.name or "", media_type, kind)
    return Upload(question.key, name, media_type, posted.size or 0, posted, kind, position)


def value_of(one: Upload) -> dict[str, JSON]:
    """The answer; whoever keeps the file writes the digest into it."""
    return {"name": one.name, "media_type": one.media_type, "size": one.size, "digest": ""}


def schema_of(media_types: Collection[str], most_bytes: int) -> dict[str, JSON]:
    """JSON Schema of one file's answer."""
    return {
        "type": "object",
        "required": ["name", "media_type", "size", "digest"],
        "additionalProperties": False,
        "properties": {
            "name": {"type": "string", "maxLength": LONGEST_NAME},
            "media_type": {"enum": list(media_types)},
            "size": {"type": "integer", "minimum": 1, "maximum": most_bytes},
            "digest": {"type": "string"},
        },
    }


def safe_name(name: str, media_type: str, otherwise: str = "photo") -> str:
    """The file's own name without folders or anything a disk or a header could trip over, ending as its content is."""
    base = re.split(r"[\\/]", clean_line(name))[-1]
    stem = re.sub(r'[<>:"|?*%;\x00-\x1f]', "", base).strip(" .").rpartition(".")
    kept = (stem[0] or stem[2] or otherwise)[: LONGEST_NAME - 5].strip(" .") or otherwise
    return kept + ending_of(media_type)


def shown_name(name: str) -> str:
    """A file's name as a sentence can show it, whatever somebody called it."""
    plain = re.split(r"[\\/]", clean_line(name))[-1].strip()
    return f"“{plain[:60] or 'One file'}”"
