"""The media types we keep, and the words for them in a service's folder. There are no others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

JPEG, PNG, WEBP, HEIC = "image/jpeg", "image/png", "image/webp", "image/heic"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"

#: What form.yaml says, and what it means.
KINDS: Mapping[str, tuple[str, ...]] = {
    "pdf": (PDF,),
    "image": (JPEG, PNG, WEBP, HEIC),
    "document": (DOCX, ODT),
    "spreadsheet": (XLSX, ODS),
}
PICTURES = frozenset(KINDS["image"])

#: How a name ends that holds this; the first is given, any of them is what people call it.
_ENDINGS: Mapping[str, str] = {
    JPEG: ".jpg",
    PNG: ".png",
    WEBP: ".webp",
    HEIC: ".heic",
    PDF: ".pdf",
    DOCX: ".docx",
    XLSX: ".xlsx",
    ODT: ".odt",
    ODS: ".ods",
}
_SAID: Mapping[str, str] = {JPEG: "JPG", WEBP: "WebP"}

MEDIA_TYPES: tuple[str, ...] = tuple(_ENDINGS)


def ending_of(media_type: str) -> str:
    """`.pdf`; nothing for a type that is not ours."""
    return _ENDINGS.get(media_type, "")


def media_types_of(kinds: Iterable[str]) -> tuple[str, ...]:
    """The media types of some of `KINDS`. Raises KeyError for another word."""
    return tuple(dict.fromkeys(each for kind in kinds for each in KINDS[kind]))


def said(media_types: Iterable[str]) -> str:
    """`a JPG, PNG or PDF`, for a sentence."""
    names = [_SAID.get(each, ending_of(each).removeprefix(".").upper()) for each in media_types]
    listed = "".join(names)
    if len(names) > 1:
        listed = _("{others} or {last}").format(others=", ".join(names[:-1]), last=names[-1])
    if names and names[0][0] in "XO":
        return _("an {kinds}").format(kinds=listed)
    return _("a {kinds}").format(kinds=listed)


def accepted(media_types: Iterable[str]) -> str:
    """The `accept` attribute of a file field: types, and endings for browsers that know the type by no other name."""
    types = tuple(media_types)
    return ",".join([*types, *(ending_of(each) for each in types if each not in PICTURES)])
