"""The index on PostgreSQL: tsvector and GIN, asked through two functions made by the migration.

GIN answers in no order. `search_newest` therefore asks first for a stretch of newest documents just wide enough,
by the planner's own estimate, to fill the page: every document carries the number of its stretch at several widths,
for all classes and for its own. Who sees most of what matches is answered from all, and each row's class looked at;
who sees little, from the documents of their classes alone.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from moothall.ground.rows import say
from moothall.ground.search.documents import Document, Hit
from moothall.ground.search.engines import (
    Filter,
    cut_short,
    document_marks,
    position,
    segments,
    words_of,
)
from moothall.ground.search.marks import class_code
from moothall.ground.search.words import CLOSE, OPEN, Question, plain, printable

#: Widths of stretches, as bits of the number; `search_stretch` counts with the same. The narrowest is 17 seconds where
#: a number is microseconds, as a case's is; smaller counters stand in one stretch, and are found all the same.
STRETCHES = range(24, 54, 3)

_ADD = (
    "INSERT INTO search_listed (kind, key, confidentiality, position, words, marks, terms) VALUES (%s, %s, %s, %s, "
    "'', '', to_tsvector('moothall', %s) || array_to_tsvector(string_to_array(%s, ' ')))"
)
_HEADLINE = f"StartSel={OPEN}, StopSel={CLOSE}, MinWords=15, MaxWords=30, MaxFragments=1"


class PostgresEngine:
    """See `engines.Engine`."""

    def put_listed(self, kind: str, documents: Sequence[Document]) -> None:
        say(
            "SELECT search_put(%s, %s, %s, %s, %s, %s)",
            [
                kind,
                [document.key for document in documents],
                [document.confidentiality for document in documents],
                [position(document) for document in documents],
                [words_of(document) for document in documents],
                [_marks(document) for document in documents],
            ],
        )

    def add_listed(self, document: Document) -> None:
        named = (document.kind, document.key, document.confidentiality)
        say(_ADD, (*named, position(document), words_of(document), _marks(document)))

    def load_listed(self, documents: Sequence[Document]) -> None:
        with connection.cursor() as cursor:
            # New entries are gathered and then added in one go: the more at a time, the fewer pages are written.
            cursor.execute("SET LOCAL gin_pending_list_limit = '256MB'; SET LOCAL work_mem = '256MB'")
            cursor.execute(
                "CREATE TEMP TABLE IF NOT EXISTS search_loading (kind text, key text, confidentiality text, "
                "position bigint, words text, marks text) ON COMMIT DELETE ROWS"
            )
            with cursor.copy("COPY search_loading FROM STDIN") as copy:
                for document in documents:
                    named = (document.kind, document.key, document.confidentiality)
                    copy.write_row((*named, position(document), words_of(document), _marks(document)))
            cursor.execute(
                "INSERT INTO search_listed (kind, key, confidentiality, position, words, marks, terms) "
                "SELECT kind, key, confidentiality, position, '', '', to_tsvector('moothall', words) "
                "|| array_to_tsvector(string_to_array(marks, ' ')) FROM search_loading ORDER BY position"
            )
            cursor.execute("DELETE FROM search_loading")

    def put_ranked(self, kind: str, documents: Sequence[Document]) -> None:
        with connection.cursor() as cursor:
            keys = [document.key for document in documents]
            cursor.execute("DELETE FROM search_ranked WHERE kind = %s AND key = ANY(%s)", [kind, keys])
            for document in documents:
                title, text = printable(document.title), printable(document.text)
                cursor.execute(
                    "INSERT INTO search_ranked (kind, key, confidentiality, title, text, terms) "
                    "VALUES (%s, %s, %s, %s, %s, setweight(to_tsvector('moothall', %s), 'A') "
                    "|| setweight(to_tsvector('moothall', %s), 'D'))",
                    [kind, document.key, document.confidentiality, title, text, plain(title), plain(text)],
                )

    def remove(self, kind: str, key: str) -> None:
        with connection.cursor() as cursor:
            for table in ("search_listed", "search_ranked"):
                cursor.execute(f"DELETE FROM {table} WHERE kind = %s AND key = %s", [kind, key])  # noqa: S608 — our own names; values are bound

    def scrub(self) -> None:
        """Removed rows leave their page when autovacuum passes; nothing to force inside a transaction."""

    def newest(self, question: Question, seen: Filter, before: int | None, limit: int) -> list[Hit]:
        found = self._newest(question, seen, before, limit, None)
        return [Hit(at, key, seen.kind) for at, key in found if key is not None]

    def count(self, question: Question, seen: Filter, stop: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT search_count(%s, to_tsquery('moothall', %s), %s::tsquery, %s::tsquery, %s, %s, %s)",
                [seen.kind, _phrases(question), *_seen(seen), stop],
            )
            return int(cursor.fetchone()[0])

    def newest_and_count(
        self, question: Question, seen: Filter, limit: int, stop: int
    ) -> tuple[list[Hit], int]:
        """The count is the row without a name."""
        *found, (number, _) = self._newest(question, seen, None, limit, stop)
        return [Hit(at, key, seen.kind) for at, key in found if key is not None], number

    def _newest(
        self, question: Question, seen: Filter, before: int | None, limit: int, stop: int | None
    ) -> list[tuple[int, str | None]]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT place, name FROM search_newest(%s, to_tsquery('moothall', %s), %s::tsquery, %s::tsquery, "
                "%s, %s, %s, %s, %s)",
                [seen.kind, _phrases(question), *_seen(seen), before, limit, stop],
            )
            return [(int(at), key) for at, key in cursor.fetchall()]

    def best(
        self,
        question: Question,
        kinds: frozenset[str],
        classes: frozenset[str] | None,
        limit: int,
        every: bool,
    ) -> list[Hit]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, kind, key, title, ts_headline('moothall', replace(text, '<', '< '), asked, %s) FROM ("
                " SELECT r.*, asked FROM search_ranked r, to_tsquery('moothall', %s) asked"
                " WHERE terms @@ asked AND kind = ANY(%s) AND (%s::text[] IS NULL OR confidentiality = ANY(%s))"
                " ORDER BY ts_rank('{0.2, 0.4, 0.6, 1.0}', terms, asked) DESC, id LIMIT %s) chosen "
                "ORDER BY ts_rank('{0.2, 0.4, 0.6, 1.0}', terms, asked) DESC, id",
                [
                    _HEADLINE,
                    _ranked_phrases(question, every),
                    sorted(kinds),
                    _classes(classes),
                    _classes(classes),
                    limit,
                ],
            )
            return [
                Hit(at, key, kind, title, segments(snippet))
                for at, kind, key, title, snippet in cursor.fetchall()
            ]


def _marks(document: Document) -> str:
    number = document.number or 0
    stretches = [f"b{width}:{number >> width}" for width in STRETCHES if number >> width]
    code = class_code(document.confidentiality)
    return " ".join([document_marks(document), *stretches, *(code + stretch for stretch in stretches)])


def _classes(classes: frozenset[str] | None) -> list[str] | None:
    return None if classes is None else sorted(classes)


def _phrase(words: Sequence[str]) -> str:
    """Words are letters and digits only (`words.asked`), so quotes need no escaping."""
    return "(" + " <-> ".join(f"'{word}'" for word in words) + ")"


def _phrases(question: Question) -> str:
    return " & ".join(
        [*map(_phrase, question.phrases), *(f"!{_phrase(phrase)}" for phrase in question.without)]
    )


def _seen(seen: Filter) -> list[str | list[str] | None]:
    """Marks of one's own classes and of all (None where there are none); the classes, and their codes before a stretch,
    None twice for all."""
    classes = _classes(seen.classes)
    codes = None if classes is None else [class_code(one) for one in classes]
    return [_marks_query(seen.marks), _marks_query(seen.open_marks) or None, classes, codes]


def _marks_query(marks: Sequence[Sequence[str]]) -> str:
    return " & ".join("(" + " | ".join(f"'{mark}'" for mark in group) + ")" for group in marks)


def _ranked_phrases(question: Question, every: bool) -> str:
    *first, last = question.phrases
    *before, word = last
    ending = " <-> ".join([*(f"'{other}'" for other in before), f"'{word}':*"])
    if not before:
        ending = " | ".join([ending, *(f"'{shorter}'" for shorter in cut_short(word))])
    return (" & " if every else " | ").join([*map(_phrase, first), f"({ending})"])
