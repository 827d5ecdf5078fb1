"""A photo by itself, outside a form: looked at as the question type `photo` looks, and refused in its sentences."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from moothall.apps.documents.api import media_types_of
from moothall.apps.documents.api import said as said_types
from moothall.apps.forms.question import PostedFile
from moothall.apps.forms.types.file import USUAL_MEGABYTES, USUALLY, File
from moothall.apps.forms.types.photo import MOST_BYTES, Photo
from moothall.apps.forms.types.uploads import MEGABYTE, refusal, safe_name


@dataclass(frozen=True, slots=True)
class PhotoPosted:
    """A photo that may be kept under `name`; or `problem`, the sentence why not."""

    name: str = ""
    media_type: str = ""
    problem: str = ""


def read_photo(posted: PostedFile) -> PhotoPosted:
    """What somebody has posted as a photo. Reads it once, and not at all when it is too big."""
    code, media_type = refusal(posted, media_types_of(("image",)), MOST_BYTES)
    if code:
        return PhotoPosted(problem=_(Photo.sentences[code]).replace("{most}", str(MOST_BYTES // MEGABYTE)))
    return PhotoPosted(safe_name(posted.name or "", media_type), media_type)


def read_file(posted: PostedFile) -> PhotoPosted:
    """The same of any file that the question type `file` takes when its form says nothing else."""
    wanted, most = media_types_of(USUALLY), USUAL_MEGABYTES * MEGABYTE
    code, media_type = refusal(posted, wanted, most)
    if code:
        said = _(File.sentences[code]).replace("{types}", said_types(wanted))
        return PhotoPosted(problem=said.replace("{most}", str(USUAL_MEGABYTES)))
    return PhotoPosted(safe_name(posted.name or "", media_type, "file"), media_type)
