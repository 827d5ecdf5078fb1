"""Languages that a machine makes of English: one with accents and longer words, one from right to left.

What is still plain on a page in `en-XA` goes past the catalogue of sentences; what does not fit breaks there first. In
`ar-XB` each word is turned around as Android and Fuchsia do it, so that a layout that does not mirror is seen at once.
"""

from __future__ import annotations

import re

_ACCENTS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒğĥíĵķłɱñóƥɋŕšţúṽŵẋýžÁƁÇĐÉƑĞĤÍĴĶŁṀÑÓƤɊŔŠŢÚṼŴẊÝŽ",
)
#: What stays as it is: holes, tags, addresses, entities, the marks of Markdown before a line.
_KEPT = re.compile(
    r"\{\{.*?\}\}|\{\w*\}|%\(\w+\)[sd]|%%|%[sd]|<[^>]*>|\]\([^)]*\)|https?://\S+|mailto:\S+|&\w+;|\S+@\S+"
    r"|^#+ |^- |^> |^\d+\. ",
    re.MULTILINE,
)
_VOWEL = re.compile("[áéíóú]")
_WORD = re.compile(r"[^\W\d_]+")
_TURN, _BACK = "\u202e", "\u202c"


def pseudo(text: str, code: str) -> str:
    """`text` as the language `code` would have it; the same holes, tags and addresses."""
    change = _accented if code == "en-XA" else _turned
    parts, at = [], 0
    for kept in _KEPT.finditer(text):
        parts += [change(text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*parts, change(text[at:])])


def _accented(text: str) -> str:
    """A third longer, about as much as German or Welsh are."""
    return _VOWEL.sub(lambda vowel: vowel[0] * 2, text.translate(_ACCENTS))


def _turned(text: str) -> str:
    return _WORD.sub(lambda word: f"{_TURN}{word[0]}{_BACK}", text)
