"""How old a reader has to be for a sentence: Flesch–Kincaid's grade, and five.

    grade = 0.39 × words ÷ sentences + 11.8 × syllables ÷ words − 15.59        age = grade + 5

Kincaid, Fishburne, Rogers and Chissom, “Derivation of new readability formulas”, Research Branch Report 8-75, Naval
Technical Training, 1975. A grade of American schools begins five years after birth. The formula was made for whole
texts; of one sentence it says less, so short ones are not judged (`FEWEST_WORDS`). Syllables are counted by rule, and
are right for about nineteen English words in twenty.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

#: Sentences with fewer words say too little about themselves: one long word makes them look hard.
FEWEST_WORDS = 12
#: Of a whole text, shorter pieces (“Yes, daily”) are left out, and a text with fewer words is not judged.
FEWEST_IN_PIECE, FEWEST_IN_TEXT = 4, 60

_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]*\)")
_ADDRESS = re.compile(r"https?://\S+|\S+@\S+\.\S+|www\.\S+")
_HOLE = re.compile(r"\{\{?[^{}]*\}?\}")
_BULLET = re.compile(r"(?m)^\s*(?:[*+-]|\d+[.)]|#{1,6}|>|\|)\s*")
_BREAK = re.compile(r"\n\s*\n")
_END = re.compile(r"(?<=[.!?])[\"”’)*_]*\s+(?=[\"“‘(*_]*[A-Z0-9£{])")
_WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
_NOT_LAST = re.compile(r"\b(?:e\.g|i\.e|etc|Mr|Mrs|Ms|Dr|St|No|s)\.$")


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence as it stands in the text, on which line of it (from 0), and the age it asks for."""

    sentence: str
    line: int
    age: float


def judged(text: str, known: Collection[str] = ()) -> Iterator[Judged]:
    """Every sentence of a text (plain or Markdown) that is long enough to be judged.

    `known` are words of the trade that the reader meets anyway ("mobility", "tenancy"): they count as short.
    """
    for sentence, line in sentences(text):
        words = words_in(sentence)
        if len(words) >= FEWEST_WORDS:
            yield Judged(" ".join(sentence.split()), line, _age([words], known))


def reading_age(texts: Iterable[str], known: Collection[str] = ()) -> float | None:
    """The age for all of these texts together, as the formula was made to be used; None where they say too little."""
    pieces = [words_in(sentence) for text in texts for sentence, _ in sentences(text)]
    judged = [words for words in pieces if len(words) >= FEWEST_IN_PIECE]
    return _age(judged, known) if sum(map(len, judged)) >= FEWEST_IN_TEXT else None


def _age(pieces: Sequence[Sequence[str]], known: Collection[str]) -> float:
    words = sum(map(len, pieces))
    counted = sum(1 if is_known(word, known) else syllables(word) for piece in pieces for word in piece)
    return round(0.39 * words / len(pieces) + 11.8 * counted / words - 15.59 + 5, 1)


def words_in(sentence: str) -> list[str]:
    """The words of a sentence. The signs of Markdown and addresses are none; what is filled in later is a short one."""
    said = _ADDRESS.sub(" here ", _LINK.sub(r"\1", sentence))
    return _WORD.findall(_HOLE.sub(" it ", said))


def is_known(word: str, known: Collection[str]) -> bool:
    """Whether a word is listed, in the singular or the plural, by small letters."""
    small = word.lower().replace("’", "'")
    forms = {small, small.removesuffix("'s"), small.removesuffix("s"), small.removesuffix("es")}
    return not forms.isdisjoint(known)


def sentences(text: str) -> Iterator[tuple[str, int]]:
    """Each sentence with the line it begins on. An item of a list, a heading and a row of a table end one, too."""
    for first, block in _blocks(text):
        begun = 0
        for end in _END.finditer(block):
            if _NOT_LAST.search(block[: end.start()]) is None:
                yield block[begun : end.start()].strip(), first + block.count("\n", 0, begun)
                begun = end.end()
        if block[begun:].strip():
            yield block[begun:].strip(), first + block.count("\n", 0, begun)


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Runs of lines that belong together, without the signs before them, each with its first line."""
    held: list[str] = []
    begin = 0
    for number, line in enumerate(text.split("\n")):
        starts = _BULLET.match(line)
        if held and (not line.strip() or starts):
            yield begin, "\n".join(held)
            held = []
        if line.strip():
            begin = number if not held else begin
            held.append(_BULLET.sub("", line) if starts else line)
    if held:
        yield begin, "\n".join(held)


_SILENT_E = re.compile(r"(?:[^laeiouy]es|[aeiouy]les|[^laeiou]ed|[aeiouyl]led|[^aeiouyl]e|[aeiouyr]le)$")
_SPOKEN_ED = re.compile(r"[td]ed$")
_SPOKEN_ES = re.compile(r"(?:[sxz]|[cs]h|[cg])es$")
_SILENT_INSIDE = re.compile(r"[^aeiouyl]e(?=ments?$|ly$)")
_SPLIT = re.compile(
    r"i(?:a|o(?!u|n|s)|um|us|ety)|[^cgst]iou|oy(?=e)|[aeiouy]ing$|eo(?!u|p)|ua(?:l|t)|uou|[^gq]ua(?=r)|[dlnst]ier|ius"
)
_JOINED = re.compile(r"[cst]ia(?!t)")
#: Words that the rules get wrong and that councils use.
_ODD = {
    "area": 3, "areas": 3, "business": 2, "businesses": 3, "every": 2, "evening": 2, "idea": 3,
    "people": 2, "being": 2, "something": 2, "somebody": 3, "someone": 2, "sometimes": 2, "somewhere":
    2, "everybody": 4, "everything": 3, "everyone": 3, "hour": 1, "hours": 1, "our": 1, "ours": 1,
    "vehicle": 3, "vehicles": 3, "science": 2, "different": 2, "several": 2, "wednesday": 2, "safety":
    2, "homeless": 2, "therefore": 2, "elsewhere": 2, "whoever": 3, "apply": 2, "family": 3, "quiet": 2,
    "client": 2, "recycling": 3, "create": 2, "created": 3, "really": 2, "used": 1, "house": 1,
    "licence": 2, "household": 2, "households": 2, "firework": 2, "fireworks": 2, "doing": 2, "going":
    2, "experience": 4, "co-operate": 4, "eye": 1, "eyes": 1,
}  # fmt: skip


@lru_cache(maxsize=20_000)
def syllables(word: str) -> int:
    """How many syllables a word has, by rule. A number and letters said one by one count as one."""
    small = word.lower().replace("’", "'")
    if "-" in small:
        return sum(syllables(part) for part in small.split("-"))
    small = small.removesuffix("'s").replace("'", "")
    if small in _ODD:
        return _ODD[small]
    if not small.isalpha() or not re.search("[aeiouy]", small) or (word.isupper() and len(word) < 5):
        return 1
    count = len(re.findall(r"[aeiouy]+", small)) + len(_SPLIT.findall(small)) - len(_JOINED.findall(small))
    count -= len(_SILENT_INSIDE.findall(small))
    if _SILENT_E.search(small) and not _SPOKEN_ED.search(small) and not _SPOKEN_ES.search(small):
        count -= 1
    return max(count, 1)
