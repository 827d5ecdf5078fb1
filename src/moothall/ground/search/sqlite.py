# ruff: noqa: S608 — what is put into these statements is our own column names and placeholders, never a value
"""The index on SQLite: two FTS5 tables beside the rows (external content), read newest first by rowid.

The rowid is minus the position: FTS5 walks forwards two to three times as fast as backwards.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence

from django.db import connection

from moothall.ground.search.documents import Document, Hit
from moothall.ground.search.engines import (
    SLOT_BITS,
    Filter,
    cut_short,
    document_marks,
    position,
    segments,
    words_of,
)
from moothall.ground.search.words import CLOSE, OPEN, Question, printable

_ADD = "INSERT INTO search_listed_words (rowid, words, marks) VALUES (%s, %s, %s)"
_TAKE = (
    "INSERT INTO search_listed_words (search_listed_words, rowid, words, marks) VALUES ('delete', %s, %s, %s)"
)
_ROW = (
    "INSERT INTO search_listed (id, kind, key, confidentiality, position, words, marks) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s)"
)
_ROW_IF_FREE = f"{_ROW} ON CONFLICT (id) DO NOTHING"

#: Pages of the index that one step of `scrub` rewrites: some ten milliseconds.
_PAGES_AT_ONCE = 500


class SqliteEngine:
    """See `engines.Engine`. SQLite has one writer, so a free rowid found is still free when it is taken."""

    def put_listed(self, kind: str, documents: Sequence[Document]) -> None:
        old = self._listed(kind, {document.key for document in documents})
        for document in documents:
            words, marks = words_of(document), document_marks(document)
            was = old.pop((document.key, document.confidentiality), None)
            if was and was[1:] == (words, marks) and -was[0] >> SLOT_BITS == document.number:
                continue
            if was:
                self._take(was)
            self._add(document, words, marks)
        for was in old.values():
            self._take(was)

    def add_listed(self, document: Document) -> None:
        self._add(document, words_of(document), document_marks(document))

    def _listed(self, kind: str, keys: set[str]) -> dict[tuple[str, str], tuple[int, str, str]]:
        places = ",".join(["%s"] * len(keys))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, key, confidentiality, words, marks FROM search_listed "
                f"WHERE kind = %s AND key IN ({places})",
                [kind, *keys],
            )
            return {(key, seen): (at, words, marks) for at, key, seen, words, marks in cursor.fetchall()}

    def _take(self, was: tuple[int, str, str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE, was)
            cursor.execute("DELETE FROM search_listed WHERE id = %s", [was[0]])

    def _add(self, document: Document, words: str, marks: str) -> None:
        at = -position(document)
        named = (document.kind, document.key, document.confidentiality)
        with connection.cursor() as cursor:
            while not cursor.execute(_ROW_IF_FREE, [at, *named, -at, words, marks]).rowcount:
                at -= 1
            cursor.execute(_ADD, [at, words, marks])

    def load_listed(self, documents: Sequence[Document]) -> None:
        rows: dict[int, tuple[int, str, str, str, int, str, str]] = {}
        taken = self._taken(documents)
        for document in documents:
            at = -position(document)
            while at in taken:
                at -= 1
            taken.add(at)
            named = (document.kind, document.key, document.confidentiality)
            rows[at] = (at, *named, -at, words_of(document), document_marks(document))
        # FTS5 gathers what it is given in rising order and writes it once; what comes out of order it writes at once.
        ordered = [rows[at] for at in sorted(rows)]
        with connection.cursor() as cursor:
            cursor.executemany(_ROW, ordered)
            cursor.executemany(_ADD, [(row[0], row[5], row[6]) for row in ordered])

    def _taken(self, documents: Sequence[Document]) -> set[int]:
        places = [-position(document) for document in documents]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM search_listed WHERE id BETWEEN %s AND %s",
                [min(places) - (1 << SLOT_BITS), max(places)],
            )
            return {at for (at,) in cursor.fetchall()}

    def put_ranked(self, kind: str, documents: Sequence[Document]) -> None:
        for key in sorted({document.key for document in documents}):
            self._remove_ranked(kind, key)
        with connection.cursor() as cursor:
            for document in documents:
                title, text = printable(document.title), printable(document.text)
                cursor.execute(
                    "INSERT INTO search_ranked (kind, key, confidentiality, title, text) "
                    "VALUES (%s, %s, %s, %s, %s) RETURNING id",
                    [kind, document.key, document.confidentiality, title, text],
                )
                at = cursor.fetchone()[0]
                cursor.execute(
                    "INSERT INTO search_ranked_words (rowid, title, text) VALUES (%s, %s, %s)",
                    [at, title, text],
                )

    def _remove_ranked(self, kind: str, key: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM search_ranked WHERE kind = %s AND key = %s RETURNING id, title, text",
                [kind, key],
            )
            for was in cursor.fetchall():
                cursor.execute(
                    "INSERT INTO search_ranked_words (search_ranked_words, rowid, title, text) "
                    "VALUES ('delete', %s, %s, %s)",
                    was,
                )

    def remove(self, kind: str, key: str) -> None:
        for was in self._listed(kind, {key}).values():
            self._take(was)
        self._remove_ranked(kind, key)

    def scrub(self) -> None:
        """Step by step, with a rest as long as the step after each, so that nobody waits long to write: SQLite lets
        whoever asks again at once go first. The first step says that everything is to be merged into one.

        The write-ahead log still holds the old pages until it is cut, which a long reader can put off to the next run.
        """
        for table in ("search_listed_words", "search_ranked_words"):
            merged = self._merge(table, -_PAGES_AT_ONCE)
            while merged:
                merged = self._merge(table, _PAGES_AT_ONCE)
            with (
                connection.cursor() as cursor
            ):  # nothing is left to do, but for words of a transaction still open
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.fetchall()

    def _merge(self, table: str, pages: int) -> bool:
        """Whether there was anything to merge: saying it changes one row, merging changes more (FTS5 says so)."""
        began = time.monotonic()
        with connection.cursor() as cursor:
            before = connection.connection.total_changes
            cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('merge', %s)", [pages])
            merged = bool(connection.connection.total_changes - before >= 2)
        if not connection.in_atomic_block:
            time.sleep(time.monotonic() - began)
        return merged

    def newest(self, question: Question, seen: Filter, before: int | None, limit: int) -> list[Hit]:
        earlier = "" if before is None else "AND f.rowid > %s"
        also, classes = _classes(seen.classes)
        below = [] if before is None else [-before]
        values: list[str | int] = [_match(question, seen), *below, *classes, limit]
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT l.id, l.key FROM search_listed_words f CROSS JOIN search_listed l ON l.id = f.rowid "
                f"WHERE search_listed_words MATCH %s {earlier} {also} ORDER BY f.rowid LIMIT %s",
                values,
            )
            return [Hit(-at, key, seen.kind) for at, key in cursor.fetchall()]

    def count(self, question: Question, seen: Filter, stop: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(DISTINCT -rowid >> {SLOT_BITS}) FROM (SELECT rowid FROM search_listed_words "
                "WHERE search_listed_words MATCH %s LIMIT %s)",
                [_match(question, seen), stop],
            )
            return int(cursor.fetchone()[0])

    def newest_and_count(
        self, question: Question, seen: Filter, limit: int, stop: int
    ) -> tuple[list[Hit], int]:
        """What costs is to go through the index, which is done once: the newest are the first of those counted."""
        also, classes = _classes(seen.classes)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rowid FROM search_listed_words WHERE search_listed_words MATCH %s ORDER BY rowid LIMIT %s",
                [_match(question, seen), max(limit, stop)],
            )
            places = [at for (at,) in cursor.fetchall()]
            cursor.execute(
                "SELECT l.id, l.key FROM json_each(%s) k CROSS JOIN search_listed l ON l.id = k.value "
                f"WHERE 1 = 1 {also} ORDER BY l.id",
                [json.dumps(places[:limit]), *classes],
            )
            hits = [Hit(-at, key, seen.kind) for at, key in cursor.fetchall()]
        return hits, min(stop, len({-at >> SLOT_BITS for at in places}))

    def best(
        self,
        question: Question,
        kinds: frozenset[str],
        classes: frozenset[str] | None,
        limit: int,
        every: bool,
    ) -> list[Hit]:
        also, visible = _classes(classes, "r")
        places = ",".join(["%s"] * len(kinds))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT r.id, r.kind, r.key, r.title, "
                "snippet(search_ranked_words, 1, %s, %s, '…', 30) "
                "FROM search_ranked_words f JOIN search_ranked r ON r.id = f.rowid "
                f"WHERE search_ranked_words MATCH %s AND r.kind IN ({places}) {also} "
                "ORDER BY bm25(search_ranked_words, 5.0, 1.0), r.id LIMIT %s",
                [OPEN, CLOSE, _ranked_match(question, every), *sorted(kinds), *visible, limit],
            )
            return [
                Hit(at, key, kind, title, segments(snippet))
                for at, kind, key, title, snippet in cursor.fetchall()
            ]


def _classes(classes: frozenset[str] | None, table: str = "l") -> tuple[str, list[str]]:
    """The mark has decided already; asking the row again costs nothing and cannot be fooled by a hash."""
    if classes is None:
        return "", []
    return f"AND {table}.confidentiality IN ({','.join(['%s'] * len(classes))})", sorted(classes)


def _phrase(words: Sequence[str]) -> str:
    """Words are letters and digits only (`words.asked`), so quotes need no escaping."""
    return f'"{" ".join(words)}"'


def _match(question: Question, seen: Filter) -> str:
    wanted = [f"words : {_phrase(phrase)}" for phrase in question.phrases]
    wanted += ["marks : (" + " OR ".join(map(_word, group)) + ")" for group in seen.marks]
    return " NOT ".join(
        [" AND ".join(wanted), *(f"words : {_phrase(phrase)}" for phrase in question.without)]
    )


def _word(word: str) -> str:
    return f'"{word}"'


def _ranked_match(question: Question, every: bool) -> str:
    *first, last = question.phrases
    ending = [f"{_phrase(last)} *"]
    if len(last) == 1:
        ending += [_word(shorter) for shorter in cut_short(last[0])]
    wanted = [*map(_phrase, first), f"({' OR '.join(ending)})"]
    return (" AND " if every else " OR ").join(wanted)
