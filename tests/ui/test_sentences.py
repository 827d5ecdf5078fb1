"""The catalogues of our own sentences say all that the sources say, and lose nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from babel.messages.catalog import Catalog

from moothall.ui.languages import speaking
from moothall.ui.pseudo import pseudo
from moothall.ui.sentences import LOCALE, TEMPLATE, catalogues, found, read
from moothall.ui.words import day, hour_and_minute

#: What a translator may move and never lose: holes, tags with their attributes.
KEPT = re.compile(r"\{\w*\}|%\(\w+\)[sd]|<[^>]+>")
UPDATE = "Run: python -m moothall.ui.sentences update"


def ids(catalog: Catalog) -> set[object]:
    return {(message.id, message.context) for message in catalog if message.id}


def kept(sentence: str) -> list[str]:
    """`{Name}` is `{name}` at the beginning of a sentence."""
    return sorted(part.lower() for part in KEPT.findall(sentence))


def pairs(catalog: Catalog) -> Iterator[tuple[str, str]]:
    for message in catalog:
        if isinstance(message.id, str) and message.id:
            yield message.id, str(message.string)
        elif message.id:
            yield from ((message.id[1], said) for said in message.string[1:])


def test_the_template_is_what_the_sources_say() -> None:
    said, written = ids(found()), ids(read(LOCALE / TEMPLATE))
    assert said - written == set(), UPDATE
    assert written - said == set(), UPDATE


def test_every_catalogue_says_every_sentence_and_keeps_its_holes() -> None:
    template = ids(read(LOCALE / TEMPLATE))
    for language, path in catalogues().items():
        catalog = read(path, language)
        assert ids(catalog) == template, UPDATE
        assert [message.id for message in catalog if message.fuzzy and message.id] == []
        for sentence, told in pairs(catalog):
            assert told, f"{language} does not say: {sentence}"
            assert kept(told) == kept(sentence), (language, sentence, told)


def test_a_language_made_by_a_machine_keeps_holes_tags_and_addresses() -> None:
    said = 'See <a href="%(href)s">{name}</a> at https://example.org/a, name@example.com, [here](/pages/x) & {{ fact }}'
    for code in ("en-XA", "ar-XB"):
        told = pseudo(said, code)
        assert KEPT.findall(told) == KEPT.findall(said)
        assert "https://example.org/a," in told
        assert "](/pages/x)" in told
    assert pseudo("Save", "en-XA") == "Šááṽéé"


def test_days_and_times_are_said_in_the_language_that_is_spoken() -> None:
    with speaking("cy"):
        assert day(date(2026, 12, 4)) == "dydd Gwener 4 Rhagfyr 2026"
        assert hour_and_minute(15, 0) == "3yp"
    assert day(date(2026, 12, 4)) == "Friday 4 December 2026"
