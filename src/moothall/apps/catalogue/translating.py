"""Words of another language: `form.cy.yaml` beside `form.yaml`, the same tree with what people read and nothing else.

A language file changes no meaning: it names pages, questions and options by their keys and says their words again. It
is held to the file it stands beside: what is not there, what is no wording, a lost placeholder are mistakes; what is
not said yet is told apart from them (`untranslated`), because a page can be shown without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from moothall.apps.catalogue.located.checking import Schema
from moothall.apps.catalogue.located.nodes import Mistake, Node, Place
from moothall.apps.catalogue.located.words import instead

#: What is wording of service.yaml and of council.yaml, by the way to it: other things of theirs float, too.
OF_SERVICE = frozenset(
    {
        "name", "summary", "keywords", "responsible_body", "purposes", "retention.reason", "outcomes.words", "promise",
        "emergency", "not_ours.words", "not_ours.link", "not_ours.link_words", "before_you_start", "season.sentence",
        "pause.sentence",
    }
)  # fmt: skip
OF_COUNCIL = frozenset(
    {
        "name", "short_name", "strapline", "contact.hours.days", "contact.hours.times", "areas.name", "areas.summary",
    }
)  # fmt: skip
#: What need not be said again: nobody reads it, or the address is the same.
OPTIONAL = frozenset({"keywords", "link", "instead", "times", "short_name"})
#: What names an item of a list, the surest first.
NAMES = ("page", "group", "section", "ask", "column", "person", "key", "code", "value", "name")
_HOLE = re.compile(r"\{\{?\s*[A-Za-z_]+\s*\}?\}")

IsWording = Callable[[str], bool]


def words_schema(schema: Schema, is_wording: IsWording, *, title: str) -> dict[str, Any]:
    """The JSON Schema of a language file: of `schema` only the wording, and what names the items of lists."""
    made = _Words(schema, is_wording).of(schema, "") or {}
    kept = {"$schema": schema.get("$schema"), "title": title}
    described = (
        "Words of another language: the same tree as the file it stands beside, only what people read."
    )
    defs = {
        name: _Words(schema, is_wording).of(inner, "") or {}
        for name, inner in schema.get("$defs", {}).items()
    }
    return {**kept, "description": described, **made, **({"$defs": defs} if defs else {})}


class _Words:
    """Walks a schema and leaves the wording."""

    def __init__(self, root: Schema, is_wording: IsWording) -> None:
        self._root, self._is_wording = root, is_wording

    def of(self, schema: Schema, way: str) -> dict[str, Any] | None:
        """The schema of what may be said again; None where nothing of it may."""
        if "$ref" in schema:
            return dict(schema)
        if schema.get("type") == "array" and _is_container(schema.get("items", {})):
            inner = self.of(schema["items"], way)
            return {"type": "array", "items": inner, **_told(schema)} if inner else None
        if _is_container(schema):
            return self._map(schema, way)
        if schema.get("x-floats") and "enum" not in schema and self._is_wording(way):
            return {name: said for name, said in schema.items() if name not in ("x-floats", "minItems")}
        return None

    def _map(self, schema: Schema, way: str) -> dict[str, Any] | None:
        properties: dict[str, Any] = {}
        names: dict[str, Any] = {}
        for key, inner in _properties(schema):
            if key in NAMES and not inner.get("x-floats") and inner.get("type") == "string":
                names[key] = {"type": "string", "description": inner.get("description", "")}
            elif key not in properties and (said := self.of(inner, f"{way}.{key}".lstrip("."))):
                properties[key] = said
        if not properties:
            return None
        return {
            "type": "object",
            "additionalProperties": False,
            "properties": {**names, **properties},
            **_told(schema),
        }


def _told(schema: Schema) -> dict[str, Any]:
    return {"description": schema["description"]} if "description" in schema else {}


def _is_container(schema: Schema) -> bool:
    return "properties" in schema or "allOf" in schema or "$ref" in schema


def _properties(schema: Schema) -> Iterator[tuple[str, Schema]]:
    """Every property that something of this schema may have, whatever it depends on."""
    for key, inner in schema.get("properties", {}).items():
        if isinstance(inner, Mapping):
            yield key, (_any_texts(inner) if key == "error" else inner)
    for branch in schema.get("allOf", ()):
        for key, inner in branch.get("then", {}).get("properties", {}).items():
            if isinstance(inner, Mapping) and key != "error":
                yield key, inner


def _any_texts(schema: Schema) -> Schema:
    """Sentences by their codes, which differ from one type to another."""
    text = {"type": "string", "minLength": 1, "maxLength": 300, "x-floats": True}
    return {
        "x-floats": True,
        "type": "object",
        "additionalProperties": text,
        "description": schema["description"],
    }


def over(base: Node, words: Node, own: str = "") -> tuple[Node, tuple[Mistake, ...]]:
    """`base` with what `words` say again, each value with its place; and what does not fit, which is left out.

    `own` is the folder in question where it extends another, whose words hold no more for what it says itself.
    """
    laid = _Over(own)
    return laid.over(base, words), tuple(laid.mistakes)


@dataclass(slots=True)
class _Over:
    own: str
    mistakes: list[Mistake] = field(default_factory=list)

    def over(self, base: Node, words: Node) -> Node:
        if isinstance(base.value, dict) and isinstance(words.value, dict):
            return self._map(base, words)
        if isinstance(base.value, list) and isinstance(words.value, list) and _are_maps(base):
            return self._list(base, words)
        if is_stale(base, words, self.own):
            return base
        if isinstance(base.value, list) and not isinstance(words.value, list):
            words = Node([words], words.place)
        lost, strange = _holes(base) - _holes(words), _holes(words) - _holes(base)
        if lost:
            self._wrong(
                words.place,
                f"{_listed(lost)} is lost in these words. Write it where it belongs in the sentence.",
            )
        elif strange:
            self._wrong(
                words.place, f"{_listed(strange)} is not in the words of the first language. Take it out."
            )
        return words

    def _map(self, base: Node, words: Node) -> Node:
        values = dict(cast("dict[str, Node]", base.value))
        for key, node in cast("dict[str, Node]", words.value).items():
            if key in values and not (key in NAMES and str(values[key].value) == str(node.value)):
                values[key] = self.over(values[key], node)
            elif key not in values:
                sentence = f"The first language says no ‘{key}’ here. {instead(key, values)}"
                self._wrong(words.keys.get(key, node.place), sentence)
        return Node(values, base.place, base.keys)

    def _list(self, base: Node, words: Node) -> Node:
        items, said = cast("list[Node]", base.value), cast("list[Node]", words.value)
        names = {name: at for at, item in enumerate(items) if (name := name_of(item))}
        result = list(items)
        for number, item in enumerate(said):
            name = name_of(item)
            at = names.get(name) if name else number
            if at is None or at >= len(items):
                known = instead(name, names) if name else "Write as many as the first language has."
                self._wrong(item.place, f"The first language has no ‘{name or number + 1}’ here. {known}")
            else:
                result[at] = self.over(items[at], item)
        return Node(result, base.place, base.keys)

    def _wrong(self, place: Place, sentence: str) -> None:
        """What is inherited and does not fit any more is nobody's mistake."""
        if place.file.startswith(self.own):
            self.mistakes.append(Mistake(place.file, place.line, sentence))


def is_stale(base: Node, words: Node, own: str) -> bool:
    """Whether `words` are inherited and `own` says something else by now in the first language."""
    return bool(own) and base.place.file.startswith(own) and not words.place.file.startswith(own)


def name_of(item: Node) -> str:
    """What an item of a list is called: by its key, its code; empty where it has no name."""
    if not isinstance(item.value, dict):
        return ""
    found = next((item.value[key] for key in NAMES if key in item.value), None)
    return str(found.value) if found is not None and not isinstance(found.value, dict | list) else ""


def _are_maps(node: Node) -> bool:
    return isinstance(node.value, list) and all(isinstance(one.value, dict) for one in node.value)


def _holes(node: Node) -> set[str]:
    if isinstance(node.value, list):
        return {hole for one in node.value for hole in _holes(one)}
    return {re.sub(r"\s", "", hole) for hole in _HOLE.findall(str(node.value))}


def _listed(holes: set[str]) -> str:
    return " and ".join(sorted(holes))


def untranslated(
    base: Node, words: Node | None, schema: Schema, file: str, own: str = ""
) -> Iterator[Mistake]:
    """What the first language says and `words` do not, each at the line where the first language says it."""
    for path, leaf in wording_in(base, schema):
        found = said_at(base, words, path)
        if path[-1] in OPTIONAL or (found is not None and not is_stale(leaf, found, own)):
            continue
        said = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        yield Mistake(
            leaf.place.file, leaf.place.line, f"‘{said}’ is not said in {file} yet. Write it there."
        )


def wording_in(base: Node, schema: Schema) -> Iterator[tuple[tuple[str | int, ...], Node]]:
    """Every value of a file that is wording by the schema of its language files, with the way to it."""
    yield from _wording(base, schema, schema, ())


def _wording(
    node: Node, schema: Schema, root: Schema, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Node]]:
    if "$ref" in schema:
        schema = root["$defs"][str(schema["$ref"]).rpartition("/")[2]]
    if isinstance(node.value, dict):
        others = schema.get("additionalProperties")
        for key, inner in node.value.items():
            below = schema.get("properties", {}).get(key) or (others if isinstance(others, Mapping) else None)
            if below is not None and not (
                key in NAMES and below.get("type") == "string" and not _is_word(below)
            ):
                yield from _wording(inner, below, root, (*path, key))
    elif isinstance(node.value, list) and _are_maps(node):
        for number, inner in enumerate(node.value):
            yield from _wording(inner, schema.get("items", {}), root, (*path, number))
    elif path and node.value is not None:
        yield path, node


def _is_word(schema: Schema) -> bool:
    return bool(schema.get("minLength") or schema.get("maxLength") or "anyOf" in schema or "items" in schema)


def said_at(base: Node, words: Node | None, path: tuple[str | int, ...]) -> Node | None:
    """What `words` say for what stands at `path` of `base`, if anything; items are found by their names."""
    for step in path:
        if words is None:
            return None
        following = base.child(step)
        if isinstance(step, int) and following is not None and (name := name_of(following)):
            listed = words.value if isinstance(words.value, list) else []
            words = next((one for one in listed if name_of(one) == name), None)
        else:
            words = words.child(step)
        if following is None:
            return None
        base = following
    return words


def said_by(base: Node, schema: Schema, change: Callable[[str], str]) -> Node:
    """`base` with all its wording changed: a language that a machine makes."""
    result = base
    for path, _leaf in list(wording_in(base, schema)):
        result = _changed(result, path, change)
    return result


def _changed(node: Node, path: tuple[str | int, ...], change: Callable[[str], str]) -> Node:
    if not path:
        if isinstance(node.value, list):
            return Node([_changed(one, (), change) for one in node.value], node.place, node.keys)
        return Node(change(node.value), node.place) if isinstance(node.value, str) else node
    if isinstance(node.value, dict) and isinstance(path[0], str):
        inner = _changed(node.value[path[0]], path[1:], change)
        return Node({**node.value, path[0]: inner}, node.place, node.keys)
    if isinstance(node.value, list) and isinstance(path[0], int):
        changed = [
            _changed(one, path[1:], change) if number == path[0] else one
            for number, one in enumerate(node.value)
        ]
        return Node(changed, node.place, node.keys)
    return node
