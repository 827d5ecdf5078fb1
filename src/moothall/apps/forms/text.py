"""What people really type, made safe without changing what they meant.

Two promises: no string whatever raises here, and what comes out can be stored on either database, put in HTML,
an e-mail or a file name without turning text around or hiding part of it.
"""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from moothall.kernel.characters import readable

#: No field, whatever its own limit, keeps more of what was typed than this many characters.
MOST_TYPED = 50_000

#: Control characters (C0 except tab and newline, DEL, C1), non-characters, interlinear marks, replacement objects.
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\uffff\ufdd0-\ufdef]")
#: Invisible characters that carry no meaning in running text: zero-width space, word joiner, soft hyphen, BOM,
#: invisible operators, deprecated format characters; and the bidirectional overrides, embeddings and isolates
#: that can make a text read as another. ZWJ, ZWNJ and the plain direction marks stay: scripts need them.
_HIDDEN = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\u202a-\u202e\u2066-\u2069]")
#: Tag characters spell the flags of England, Scotland and Wales after a black flag; elsewhere they hide text.
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007f]{1,8})|[\U000e0000-\U000e007f]")
#: Everything invisible, for addresses and numbers where no script needs any of it.
_INVISIBLE = re.compile("[\u061c\u200c-\u200f\ufe00-\ufe0f]")
_NEWLINES = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_SPACES = re.compile(r"\s+")
#: What joins the character before it: after a joiner, a skin tone, the second half of a flag.
_JOINED = re.compile(
    "\u200d.|[\U0001f3fb-\U0001f3ff]|(?P<flag>[\U0001f1e6-\U0001f1ff])[\U0001f1e6-\U0001f1ff]", re.DOTALL
)

#: The Welsh article before a name that follows a vowel: "i" and "y dyddiad" are "i'r dyddiad".
_ELIDED = re.compile(r"(?<=[aeiouwyâêîôûŵŷ]) \{name\}", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:yr?|Yr?) ")


def with_name(sentence: str, name: str) -> str:
    """`sentence` with what a question asks for in the place of {name} and, with a capital, of {Name}."""
    if get_language() == "cy" and _ARTICLE.match(name):
        sentence = _ELIDED.sub(lambda _found: "'r " + _ARTICLE.sub("", name), sentence)
    return sentence.replace("{name}", name).replace("{Name}", name[:1].upper() + name[1:])


def storable(text: str) -> str:
    """`text` as typed, without the characters that are none and not longer than `MOST_TYPED`."""
    return readable(text[:MOST_TYPED])


def clean(text: str) -> str:
    """Running text: NFC, one kind of newline, no control or hiding characters, no spaces at either end."""
    safe = _NEWLINES.sub("\n", storable(text))
    safe = _CONTROLS.sub("", _HIDDEN.sub("", safe))
    safe = _TAGS.sub(lambda match: match[1] or "", safe)
    return unicodedata.normalize("NFC", safe).strip()


def clean_line(text: str) -> str:
    """One line of text: `clean`, with any run of spaces or newlines become one space."""
    return _SPACES.sub(" ", clean(text)).strip()


def clean_code(text: str) -> str:
    """For numbers, postcodes and addresses: wide letters made narrow, dashes plain, nothing invisible."""
    narrow = unicodedata.normalize("NFKC", _INVISIBLE.sub("", clean_line(text)))
    return re.sub("[‐-―−]", "-", narrow).strip()


def length_of(text: str) -> int:
    """How many characters a person would count: a newline is one, an accented letter or an emoji is one."""
    if text.isascii():
        return len(text)
    joined = _JOINED.sub(lambda match: match["flag"] or "", text)
    return sum(1 for char in joined if unicodedata.category(char) not in ("Mn", "Me", "Cf"))


def optional(label: str) -> str:
    """A label as GOV.UK marks what may be left blank."""
    return label if _("(optional)") in label else _("{label} (optional)").format(label=label)


def listed(words: tuple[str, ...], last: str = "and") -> str:
    """`day, month and year`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
