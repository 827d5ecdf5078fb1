from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from moothall.ground.search import api as search
from moothall.ground.search.api import Document, Segment
from moothall.kernel.references import new_reference

pytestmark = pytest.mark.django_db

STAFF = frozenset({"staff"})
PUBLIC = frozenset({"public"})


def case(key: int, text: str, seen: str = "staff", *facets: str, title: str = "") -> Document:
    return Document("case", f"c{key}", seen, title, text, frozenset(facets), number=key)


def found(words: str, classes=STAFF, **more) -> list[str]:
    return [hit.key for hit in search.newest(words, kind="case", classes=classes, **more)]


def page(key: str, title: str, text: str, seen: str = "public", kind: str = "service") -> Document:
    return Document(kind, key, seen, title, text)


def best(words: str, classes=PUBLIC, kinds=("service", "page")) -> list[str]:
    return [hit.key for hit in search.best(words, kinds=kinds, classes=classes)]


def test_what_is_new_is_found_at_once_and_is_new_only_once() -> None:
    search.put_new(case(1, "mattress"))
    assert found("mattress") == ["c1"]
    with pytest.raises(IntegrityError), transaction.atomic():
        search.put_new(case(1, "mattress again"))
    with pytest.raises(ValueError, match="without a number"):
        search.put_new(page("a", "Bins", "bins"))


def test_the_newest_come_first_whatever_the_order_they_were_put_in():
    search.put(case(2, "a mattress"), case(3, "mattresses"), case(1, "the mattress"))
    assert found("mattress") == ["c3", "c2", "c1"]


def test_every_word_must_be_there_by_its_stem():
    search.put(case(1, "Overflowing bins in Mill Lane"), case(2, "One bin"), case(3, "mill"))
    assert found("overflow bin") == ["c1"]
    assert found("LANES MILL") == ["c1"]
    assert found("bin") == ["c2", "c1"]
    assert found("binding") == []


def test_a_page_continues_where_the_last_ended():
    search.put(*(case(n, "pothole") for n in range(1, 61)))
    hits = search.newest("pothole", kind="case", classes=STAFF, limit=26)
    assert [hit.key for hit in hits] == [f"c{n}" for n in range(60, 34, -1)]
    again = search.newest("pothole", kind="case", classes=STAFF, limit=26, before=hits[-1].number)
    assert [hit.key for hit in again] == [f"c{n}" for n in range(34, 8, -1)]
    last = search.newest("pothole", kind="case", classes=STAFF, limit=26, before=again[-1].number)
    assert [hit.key for hit in last] == [f"c{n}" for n in range(8, 0, -1)]


def test_only_the_classes_of_whoever_asks():
    search.put(case(1, "neighbour"), case(2, "neighbour", "team:safe"), case(3, "neighbour", "team:bins"))
    assert found("neighbour") == ["c1"]
    assert found("neighbour", frozenset({"staff", "team:safe"})) == ["c2", "c1"]
    assert found("neighbour", None) == ["c3", "c2", "c1"]
    assert found("neighbour", frozenset()) == []
    assert search.count("neighbour", kind="case", classes=STAFF) == 1
    assert search.count("neighbour", kind="case", classes=None) == 3
    assert search.count("neighbour", kind="case", classes=frozenset()) == 0


def test_what_one_class_may_find_is_not_found_by_another_in_the_same_case():
    search.put(case(1, "fly-tipping"), case(1, "fly-tipping, his name is Havisham", "team:safe"))
    assert found("havisham") == []
    assert found("havisham", frozenset({"team:safe"})) == ["c1"]
    assert found("fly-tipping", None) == ["c1"]
    assert search.count("fly-tipping", kind="case", classes=None) == 1


def test_facets_narrow_up_to_five_together():
    facets = ["status:new", "service:bins", "ward:north", "team:a", "due:late"]
    search.put(case(1, "bin", "staff", *facets), case(2, "bin", "staff", "status:new", "ward:south"))
    for size in range(6):
        assert "c1" in found("bin", facets=frozenset(facets[:size]))
    assert found("bin", facets=frozenset(facets)) == ["c1"]
    assert found("bin", facets=frozenset({"ward:south"})) == ["c2"]
    assert found("bin", facets=frozenset({"ward:south", "service:bins"})) == []
    assert search.count("bin", kind="case", classes=STAFF, facets=frozenset({"status:new"})) == 2
    with pytest.raises(ValueError, match="5 is the most"):
        case(1, "bin", "staff", *facets, "one:more")


def test_kinds_do_not_mix_though_their_numbers_are_the_same():
    search.put(case(7, "Havisham"), Document("person", "p7", "staff", "", "Havisham", number=7))
    search.put(*(Document(f"kind{n}", "k", "staff", "", "Havisham", number=7) for n in range(50)))
    assert found("havisham") == ["c7"]
    assert [hit.key for hit in search.newest("havisham", kind="person", classes=STAFF)] == ["p7"]
    for classes in (STAFF, None):
        assert search.count("havisham", kind="person", classes=classes) == 1
        hits, counted = search.newest_and_count("havisham", kind="person", classes=classes)
        assert (list(hits), counted) == (list(search.newest("havisham", kind="person", classes=classes)), 1)
        assert search.count("havisham", kind="nothing", classes=classes) == 0


def test_putting_again_replaces_and_keeps_the_place():
    search.put(case(1, "old words", "staff", "status:new"), case(2, "other"))
    search.put(case(1, "fresh words", "staff", "status:closed"))
    search.put(case(1, "fresh words", "staff", "status:closed"))
    assert found("old") == []
    assert found("words", facets=frozenset({"status:new"})) == []
    assert found("words", facets=frozenset({"status:closed"})) == ["c1"]
    search.put(case(1, "other"))
    assert found("other") == ["c2", "c1"]


def test_a_case_moved_to_a_confidential_service_is_found_by_its_team_alone():
    search.put(case(1, "neighbour"))
    search.put(case(1, "neighbour", "team:safe"))
    assert found("neighbour") == []
    assert found("neighbour", frozenset({"team:safe"})) == ["c1"]


def test_the_same_row_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        search.put(case(1, "a"), case(1, "b"))


def test_what_is_removed_leaves_no_word():
    search.put(case(1, "Havisham"), page("a", "Havisham", "Havisham"))
    search.put(Document("case", "c1x", "staff", "", "estella", number=1))
    search.remove("case", "c1")
    search.remove("service", "a")
    search.remove("case", "never there")
    search.scrub()
    assert found("havisham", None) == []
    assert best("havisham") == []
    assert found("estella") == ["c1x"]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT group_concat(hex(block)) FROM search_listed_words_data")
            assert b"havisham".hex().upper() not in cursor.fetchone()[0]
            cursor.execute("INSERT INTO search_listed_words (search_listed_words) VALUES ('integrity-check')")
            cursor.execute("INSERT INTO search_ranked_words (search_ranked_words) VALUES ('integrity-check')")
        cursor.execute("SELECT count(*) FROM search_listed WHERE key = 'c1'")
        assert cursor.fetchone()[0] == 0


@pytest.mark.parametrize(
    "typed",
    ["BAR-7K4-M9Q-XTB", "bar-7k4-m9q-xtb", "bar7k4m9qxtb", "BAR 7K4 M9Q XTB", "bar–7k4–m9q–xtb"],
)
def test_a_reference_is_found_however_it_is_written(typed):
    reference = the_reference()
    typed = typed.lower().replace("bar-7k4-m9q-xtb", reference.lower())
    typed = typed.replace("bar7k4m9qxtb", reference.replace("-", "").lower())
    typed = typed.replace("bar 7k4 m9q xtb", reference.replace("-", " ").lower())
    typed = typed.replace("bar–7k4–m9q–xtb", reference.replace("-", "–").lower())
    search.put(case(1, "bins", title=reference), case(2, "BAR 7K4 and M9Q and others"))
    assert found(typed) == ["c1"]
    assert found(f"{typed.replace(' ', '-')} bin") == ["c1"]


def the_reference() -> str:
    return new_reference("BAR", random.Random(1).randrange)


def test_accents_and_apostrophes_do_not_matter():
    search.put(case(1, "Zoë O’Brien, Café Łódź; das Straßenfest"))
    for words in ("zoe", "ZOË", "obrien", "o'brien", "cafe", "café", "o’brien's"[:7]):
        assert found(words) == ["c1"], words


def test_an_address_of_mail_and_a_telephone_number_are_found():
    search.put(case(1, "ann.smith@example.org 07700 900123 OX16 5AB"), case(2, "ann example org smith"))
    assert found("ann.smith@example.org") == ["c1"]
    assert found("900123") == ["c1"]
    assert found("ox16 5ab") == ["c1"]


HOSTILE = [
    "", " ", '"', "'", "''", "*", "bin*", "(", ")", "AND", "OR NOT", "NEAR(a b)", "words:bin", "-bin", "^bin",
    "bin AND (", "a" * 50_000, "word " * 10_000, "\x00", "bin\x00", "\ud800", "%s %(x)s %", "bin & | ! <-> :*",
    "'; DROP TABLE search_listed; --", "\\", "\\'", "ﷺ", "😀", "𝔟𝔦𝔫", "\u202e", "bin\\", "{a b}", "1e309", "0x1f",
    "http://example.org/?a=b&c=d", "c++", "&amp;", "<b>", "\u0300", "٣", "१", "日本語", "12:30", "-1.5e3", "a_b",
]  # fmt: skip


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_words(words):
    search.put(case(1, "one bin"), page("p", "bin", "one bin"))
    search.newest(words, kind="case", classes=STAFF)
    search.count(words, kind="case", classes=STAFF)
    search.best(words, kinds=("service",), classes=PUBLIC)


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_text_is_kept(words):
    search.put(case(1, f"{words} mattress", title=words), page("p", words, f"mattress {words}"))
    assert found("mattress") == ["c1"]
    assert best("mattress") == ["p"]
    search.remove("case", "c1")
    assert found("mattress") == []


BLNS = Path(__file__).resolve().parents[4] / "shared" / "data" / "hostile-blns"


@pytest.mark.outside_data
@pytest.mark.skipif(not BLNS.exists(), reason=f"needs {BLNS}")
def test_the_big_list_of_naughty_strings_is_kept_and_asked():
    naughty = json.loads(next(BLNS.glob("*.json")).read_text())
    assert len(naughty) > 200
    search.put(*(case(n, f"{words} mattress", title=words) for n, words in enumerate(naughty, start=1)))
    assert search.count("mattress", kind="case", classes=STAFF) == len(naughty)
    for words in naughty:
        search.newest(words, kind="case", classes=STAFF)
        search.best(words, kinds=("service",), classes=PUBLIC)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40))
def test_whatever_is_put_is_found_by_the_same_words(text):
    search.put(case(1, f"anchor {text}"))
    assert found(f"anchor {text}"[:200]) == ["c1"]
    assert search.count(f"anchor {text}", kind="case", classes=STAFF) == 1


@pytest.mark.parametrize("words", ["", "  ", "!?", "\x00"])
def test_no_words_no_hits(words):
    search.put(case(1, "bin"), page("p", "bin", "bin"))
    assert found(words) == []
    assert search.count(words, kind="case", classes=None) == 0
    assert best(words) == []


def test_counting_stops():
    search.put_many(case(n, "pothole", "staff", f"ward:{n % 3}") for n in range(1, 301))
    assert search.count("pothole", kind="case", classes=STAFF, stop=1000) == 300
    assert search.count("pothole", kind="case", classes=STAFF, stop=50) == 51
    for stop, number in ((1000, 300), (50, 51), (2, 3)):
        hits, counted = search.newest_and_count("pothole", kind="case", classes=STAFF, limit=4, stop=stop)
        assert ([hit.key for hit in hits], counted) == (["c300", "c299", "c298", "c297"], number)
    assert search.count("pothole", kind="case", classes=STAFF, facets=frozenset({"ward:1"})) == 100


def test_many_are_put_at_once_and_found_like_the_few():
    assert search.put_many(case(n, "pothole" if n % 3 else "mattress") for n in range(1, 501)) == 500
    search.put(case(501, "mattress"))
    assert found("mattress", limit=3) == ["c501", "c498", "c495"]
    everything, before = [], None
    while hits := search.newest("mattress", kind="case", classes=STAFF, before=before, limit=26):
        everything += [hit.key for hit in hits]
        before = hits[-1].number
    assert everything == ["c501", *(f"c{n}" for n in range(498, 0, -3))]
    with pytest.raises(ValueError, match="put them with put"):
        search.put_many([page("p", "a", "b")])


def test_times_in_microseconds_are_numbers_too():
    start = 1_790_000_000_000_000
    search.put_many(
        Document("case", f"c{n}", "staff", "", "pothole", number=start + n * 3_600_000_000)
        for n in range(2000)
    )
    assert found("pothole", limit=4) == ["c1999", "c1998", "c1997", "c1996"]
    hits = search.newest("pothole", kind="case", classes=STAFF, limit=1500)
    assert [hit.key for hit in hits] == [f"c{n}" for n in range(1999, 499, -1)]
    with pytest.raises(ValueError, match="not in 0 to"):
        case(2**53, "bin")


def test_every_page_of_many_is_exact_however_unevenly_they_came():
    draw = random.Random(4)
    number, numbers = 0, []
    for _ in range(3000):
        number += int(draw.expovariate(1) ** 9) + 1
        numbers.append(number)
    search.put_many(
        case(n, "pothole" if at % 2 else "pothole mattress", "staff", f"ward:{at % 5}")
        for at, n in enumerate(numbers)
    )
    for words, facet, every in (("pothole", "", 1), ("mattress", "", 2), ("pothole", "ward:0", 5)):
        facets = frozenset({facet} if facet else ())
        everything, before = [], None
        while hits := search.newest(
            words, kind="case", classes=STAFF, facets=facets, before=before, limit=97
        ):
            everything += [hit.key for hit in hits]
            before = hits[-1].number
        assert everything == [f"c{n}" for n in numbers[::every]][::-1]
        hits, counted = search.newest_and_count(
            words, kind="case", classes=STAFF, facets=facets, limit=97, stop=700
        )
        assert ([hit.key for hit in hits], counted) == (everything[:97], min(701, 3000 // every))
    assert search.count("pothole", kind="case", classes=STAFF, stop=100) == 101
    assert search.count("pothole", kind="case", classes=STAFF, stop=5000) == 3000
    assert search.count("mattress", kind="case", classes=STAFF, stop=1499) == 1500


def test_the_best_comes_first_titles_before_text():
    search.put(
        page("tip", "Report fly-tipping", "Tell us about rubbish that somebody left."),
        page("bin", "Report a missed bin", "Rubbish or recycling that was not collected."),
        page("complain", "Make a complaint", "If a bin was not collected, report it first."),
        page("secret", "A missed bin", "not for everybody", seen="staff"),
        page("news", "Bins at Christmas", "Dates of collection.", kind="page"),
    )
    assert best("missed bin")[0] == "bin"
    assert "secret" not in best("missed bin")
    assert best("bin", kinds=("page",)) == ["news"]
    assert set(best("complaint bins")) >= {"complain", "bin", "news"}
    assert best("complaint bins")[0] == "complain"


@pytest.mark.parametrize("begun", ["recyc", "recycling", "recyclin", "collecti", "collected", "RECYC"])
def test_the_last_word_may_be_unfinished(begun):
    search.put(page("bin", "Bins", "Recycling is collected on Tuesdays; see the collection calendar."))
    assert best(f"bins {begun}") == ["bin"]
    assert best(begun) == ["bin"]


def test_a_snippet_comes_in_segments_and_is_not_html():
    search.put(page("p", "Bins", f"<b>{'filler ' * 200} \ue000missed\ue001 bins & <script> {'more ' * 200}"))
    (hit,) = search.best("script", kinds=("service",), classes=PUBLIC)
    assert Segment("script", True) in hit.snippet
    assert hit.title == "Bins"
    shown = "".join(piece.text for piece in hit.snippet)
    assert "<" in shown
    assert not set(shown) & {"\ue000", "\ue001"}
    assert len(shown) < 600


def test_a_page_put_again_is_found_by_its_new_words_alone():
    search.put(page("p", "Bins", "old"))
    search.put(page("p", "Bins", "fresh"))
    assert best("old") == []
    assert best("fresh") == ["p"]
