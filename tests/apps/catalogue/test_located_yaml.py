"""Reading YAML: every value has its line, and nothing that can be typed is a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moothall.apps.catalogue.api import Node, Place, read_markdown, read_yaml
from moothall.apps.catalogue.located import reading
from moothall.apps.catalogue.located.events import Unread

WORDS = "name: A\nlist:\n  - one: 1\n    two: yes\n  - {one: 2, two: '3'}\n"


def test_every_value_knows_its_file_and_line() -> None:
    node, mistakes = read_yaml(WORDS.encode(), "a.yaml")
    assert mistakes == ()
    assert node is not None
    assert node.plain() == {"name": "A", "list": [{"one": 1, "two": "yes"}, {"one": 2, "two": "3"}]}
    assert node.at(["list", 0, "two"]) == Place("a.yaml", 4)
    assert node.at(["list", 1, "one"]) == Place("a.yaml", 5)
    assert node.at(["list", 0, "missing", "deeper"]) == Place("a.yaml", 3)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"a: 1\nb: 2\na: 3\n", 3, "written twice (first on line 1)"),
        (b"a:\n\tb: 1\n", 2, "indented with a tab"),
        (b"a: &x [1]\nb: *x\n", 1, "Anchors"),
        (b"a: 1\nb: *x\n", 2, "aliases"),
        (b"a: !!python/object/apply:os.system ['ls']\n", 1, "A tag"),
        (b"a: 1\nb: caf\xe9\n", 2, "not in UTF-8"),
        (b"a: 1\nb: \x00\n", 2, "control character (U+0000)"),
        (b'a: 1\nb: "x\\0y"\n', 2, "control character (U+0000)"),
        (b'a: 1\nb: "x\\x1b[31my"\n', 2, "control character (U+001B)"),
        (b'a: 1\nb: "x\\ud800y"\n', 2, "half a character (U+D800)"),
        (b'a: 1\n"b\\u202ec": 2\n', 2, "turns around the direction of what follows"),
        ("a: 1\nb: x\u202ey\n".encode(), 2, "turns around the direction of what follows"),
        ("a: 1\nb: x\u2067y\n".encode(), 2, "turns around the direction of what follows"),
        (b"", 1, "The file is empty"),
        (b"# nothing\n", 1, "The file is empty"),
        (b"a: b: c\n", 1, "second ‘: ’"),
        (b'a: "never closed\n', 2, "quotation mark"),
        (b"a: @home\n", 1, "cannot start with ‘@’"),
        (b"a: [1, 2\nb: 3\n", 2, "closing bracket"),
        (b"a: 1\n---\nb: 2\n", 2, "A second document"),
        (b"a: |\n  text\nloose\n", 3, "has no ‘:’ after it"),
        (b"? [a, b]\n: c\n", 1, "A key must be a word"),
        (b"[" * 4000, 1, "levels inside each other"),
        (b"a: 1\n" * 60000, 1, "larger than 256 kB"),
        (b"[" + b"1," * 30000 + b"1]", 1, "more than 20,000 values"),
    ],
)
def test_what_cannot_be_read_is_a_sentence_with_its_line(content: bytes, line: int, words: str) -> None:
    _, mistakes = read_yaml(content, "bad.yaml")
    assert [(m.file, m.line) for m in mistakes] == [("bad.yaml", line)]
    assert words in mistakes[0].sentence
    assert mistakes[0].sentence.count(". ") >= 1 or "twice" in mistakes[0].sentence


def test_a_billion_laughs_stop_at_the_first() -> None:
    lines = ["a0: &a0 [lol]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    node, mistakes = read_yaml("\n".join(lines).encode(), "bomb.yaml")
    assert node is None
    assert mistakes[0].line == 1


@given(st.binary(max_size=200))
def test_no_bytes_raise(content: bytes) -> None:
    node, mistakes = read_yaml(content, "any.yaml")
    assert node is not None or mistakes
    read_markdown(content, "any.md")


@given(st.text(alphabet="ab:-[]{}&*!|>'\"#%@`,? \n\t", max_size=80))
def test_no_text_of_yaml_signs_raises(text: str) -> None:
    node, mistakes = read_yaml(text.encode(), "any.yaml")
    assert node is not None or mistakes


def test_front_matter_counts_lines_from_the_top_of_the_file() -> None:
    node, mistakes = read_markdown(b"---\ntitle: Cookies\norder: 3\n---\n\nWe keep few.\n", "p.md")
    assert mistakes == ()
    assert node is not None
    assert node.plain() == {"title": "Cookies", "order": 3, "body": "We keep few."}
    assert node.at(["order"]).line == 3
    assert node.at(["body"]).line == 6


@pytest.mark.parametrize(
    "content", [b"no front matter", b"---\ntitle: x\n", b"---\n---\ntext", b"---\n- a\n---\n", b""]
)
def test_front_matter_that_is_not_there_is_a_mistake(content: bytes) -> None:
    node, mistakes = read_markdown(content, "p.md")
    assert node is None
    assert len(mistakes) == 1


ROOT = Path(__file__).parents[3]


def _carefully(content: bytes) -> Node | None:
    """The file as the parser in pure Python reads it, which was the only one once."""

    def nothing(_: str) -> Iterator[object]:
        raise Unread
        yield

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "quick_events", nothing)
        return read_yaml(content, "a.yaml")[0]


def _lines(node: Node) -> list[object]:
    """Every value with its line and how it was written, and the line of every key."""
    inner: list[Node] = []
    if isinstance(node.value, dict):
        inner = list(node.value.values())
    elif isinstance(node.value, list):
        inner = node.value
    keys = {key: place.line for key, place in node.keys.items()}
    return [node.plain(), node.place.line, node.written, keys, *map(_lines, inner)]


@pytest.mark.parametrize(
    "path",
    ["services/blue-badge/form.yaml", "services/report-noise/form.yaml", "councils/barchester/council.yaml"],
)
def test_the_quick_parser_reads_what_the_careful_one_reads(path: str) -> None:
    content = (ROOT / path).read_bytes()
    quick, careful = read_yaml(content, "a.yaml")[0], _carefully(content)
    assert quick is not None
    assert careful is not None
    assert _lines(quick) == _lines(careful)


@given(st.lists(st.sampled_from(["a: ", "b:", "- ", "\n", "\n  ", "? ", "c", "'", '"', "{", "}", "[", "]", ", ", "|\n",
                                 ">-\n", "#", " # d", "no", "~", "010", "1:30", "0x1f", "1_000", "\t", "é", "%", "@",
                                 "<<: ", "=", "!", "\\n", "---\n"]), max_size=12))  # fmt: skip
def test_whatever_is_typed_the_two_parsers_agree(pieces: list[str]) -> None:
    content = "".join(("x:\n  ", *pieces)).encode()
    quick, careful = read_yaml(content, "a.yaml")[0], _carefully(content)
    if quick is not None and careful is not None:
        assert quick.plain() == careful.plain()
    else:
        assert careful is None or quick is careful


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"), ("Yes", "Yes"), ("on", "on"), ("off", "off"), ("y", "y"), ("true", True), ("FALSE", False),
        ("~", None), ("null", None), ("010", 10), ("0o10", "0o10"), ("0x1f", "0x1f"), ("0b1", "0b1"),
        ("1:30", "1:30"), ("12:30:45", "12:30:45"), ("1_000", "1_000"), ("1.5", 1.5), (".5", 0.5), ("1e3", "1e3"),
        (".inf", ".inf"), (".nan", ".nan"), ("2026-12-24", "2026-12-24"), ("=", "="), ("+5", 5), ('"5"', "5"),
        ("'no'", "no"), ('"a\\tb\\/"', "a\tb/"), ("<<", "<<"), ("a#b", "a#b"), ("http://a.b/c", "http://a.b/c"),
    ],
)  # fmt: skip
def test_words_and_figures_mean_what_yaml_1_2_says(written: str, value: object) -> None:
    """Not what YAML 1.1 says, as libyaml's own readers would: no is false there, 010 is eight, 1:30 is ninety."""
    node, mistakes = read_yaml(f"a: {written}\nb: [{written}]\n{written}: 1\n".encode(), "a.yaml")
    assert mistakes == ()
    assert node is not None
    said = node.plain()
    assert isinstance(said, dict)
    assert said["a"] == value
    assert said["b"] == [value]
    assert type(said["a"]) is type(value)
    assert said[written.strip("'\"").replace("\\t", "\t").replace("\\/", "/")] == 1


def test_a_merge_key_is_a_key_like_any_other() -> None:
    node, _ = read_yaml(b"<<: {a: 1}\nb: 2\n", "a.yaml")
    assert node is not None
    assert node.plain() == {"<<": {"a": 1}, "b": 2}


def test_a_value_left_empty_stands_on_the_line_of_its_key() -> None:
    node, _ = read_yaml(b"a:\n\n# a comment\nb:\n", "a.yaml")
    assert node is not None
    assert [node.value[key].place.line for key in "ab"] == [1, 4]
