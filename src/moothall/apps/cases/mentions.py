"""Who is named in a note: `@` and a name, or as much of one as tells colleagues apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from uuid import UUID

from moothall.kernel.rules import Refused

#: What could be a name, behind an `@` that is not in the middle of an e-mail address.
_AT = re.compile(r"(?<![\w.+-])@(?=\w)")
_WORD = re.compile(r"[\w'’-]+(?:\.[\w'’-]+)*")
#: No note mentions more colleagues than this.
MOST = 20

Colleague = tuple[UUID, str]


def mentioned_in(words: str, colleagues: Sequence[Colleague]) -> tuple[UUID, ...]:
    """The accounts that `words` name among `colleagues`, each once, in order.

    Raises Refused: CASE-147 when nobody is called so, CASE-148 when several are.
    """
    found = [_meant(words[at.end() :], colleagues) for at in list(_AT.finditer(words))[:MOST]]
    return tuple(dict.fromkeys(found))


def mentions_somebody(words: str) -> bool:
    return _AT.search(words) is not None


def _meant(after: str, colleagues: Sequence[Colleague]) -> UUID:
    """The colleague whose whole name follows; else the one whom the next two words tell, or the next word."""
    whole = [one for one in colleagues if _begins(after, one[1])]
    if whole:
        longest = max(len(name) for _key, name in whole)
        return _only([one for one in whole if len(one[1]) == longest], after)
    first, *second = _names(after)
    for parts in ([first, *second], [first]):
        if matches := [one for one in colleagues if _fits(parts, one[1])]:
            return _only(matches, " ".join(parts))
    raise Refused(
        "CASE-147",
        f"Nobody who may see this case is called “{first[:60]}”. Write the name of a colleague who may, or leave out "
        "the @.",
    )


def _only(matches: Sequence[Colleague], said: str) -> UUID:
    if len(matches) == 1:
        return matches[0][0]
    names = " or ".join(sorted(name for _key, name in matches)[:4])
    raise Refused("CASE-148", f"“@{said[:60]}” could be {names}. Write more of the name.")


def _begins(after: str, name: str) -> bool:
    said = after[: len(name)].casefold() == name.casefold()
    return said and not re.match(r"[\w'’-]", after[len(name) : len(name) + 1])


def _names(after: str) -> Iterator[str]:
    """The next words, at most two, as long as only one space is between them; `olwen.arkwright` is two."""
    first = _WORD.match(after)
    if first is None:
        yield after[:1]
        return
    yield from first[0].split(".")[:2]
    if "." not in first[0] and after[first.end() : first.end() + 1] == " ":
        second = _WORD.match(after, first.end() + 1)
        if second is not None:
            yield second[0]


def _fits(parts: Sequence[str], name: str) -> bool:
    """Each part begins a word of the name, in their order."""
    left = [word.casefold() for word in re.split(r"[\s-]+", name)]
    for part in parts:
        at = next((n for n, word in enumerate(left) if word.startswith(part.casefold())), None)
        if at is None:
            return False
        left = left[at + 1 :]
    return True
