"""Why a file is not taken."""

from __future__ import annotations

from collections.abc import Mapping

#: The sentence a resident reads, by code. A question may say it in its own words.
SENTENCES: Mapping[str, str] = {
    "empty": "The selected file is empty",
    "wrong_type": "The selected file must be {types}",
    "too_big": "The selected file must be smaller than {most}MB",
    "damaged": "The selected file is damaged or not all there. Select it again, or send another one",
    "too_many_pixels": "The selected picture is too large for us to open. Save it smaller or take it again",
    "too_packed": "The selected file unpacks to more than we can open. Save it as a PDF and select that",
    "hidden": "The selected file has another file hidden in it. Save it again as a new file and select that",
    "program": "The selected file holds a program or macros. Save it without them, or as a PDF, and select that",
    "web_page": "The selected file is a web page or drawing that can run a program. Save it as a PDF or a photo",
    "old_format": "The selected file is in an old format or has a password. Save it as a PDF and select that",
    "archive": "The selected file is a folder of files packed into one. Select the files in it one at a time",
    "unreadable_name": "The selected file has a name that we cannot read. Rename the file, then select it again",
    "password": "The selected file must not have a password",
}


class Unfit(Exception):
    """A file that we do not take. `code` is one of `SENTENCES`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


#: What stands in a file that somebody put behind another so that each program sees what it likes.
_STOWED = (b"<html", b"<script", b"<!doctype html", b"<svg", b"%pdf-", b"#!/", b"<?php")
_LONGEST_COMMENT = 65_535
_END = b"PK\x05\x06"
_END_SIZE = 22


def demand_nothing_behind(rest: bytes) -> None:
    """Raises Unfit when `rest`, which comes after the end of a file, is a page, a program or a PDF."""
    low = rest.lower()
    if any(mark in low for mark in _STOWED):
        raise Unfit("hidden")


def ends_as_zip(content: bytes) -> bool:
    """Whether a program that opens zip files, which look for their index at the end, would open this as one."""
    tail = content[-(_LONGEST_COMMENT + _END_SIZE) :]
    at = tail.rfind(_END)
    while at >= 0:
        if len(tail) - at >= _END_SIZE:
            comment = int.from_bytes(tail[at + 20 : at + 22], "little")
            if comment == len(tail) - at - _END_SIZE:
                return True
        at = tail.rfind(_END, 0, at)
    return False
