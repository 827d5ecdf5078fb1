"""Which part of a service is pinned to a case, and the digest of that part.

A schema says with `x-floats` what is wording or policy. `pinned` leaves that away; `floated` puts today's
wording over a structure that was stored. See docs/decisions/0012-versions.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from moothall.apps.catalogue.formats import checker
from moothall.apps.catalogue.located.checking import Schema
from moothall.apps.catalogue.located.merging import KEYS
from moothall.apps.catalogue.located.nodes import Plain, mapping
from moothall.apps.catalogue.parts import PARTS


def canonical(content: Plain) -> bytes:
    """The one way to write `content` as bytes: JSON, keys in order, no spaces, UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(content: dict[str, Plain]) -> str:
    """The version: SHA-256, in hexadecimal, of the canonical bytes of the pinned part of a whole content."""
    return hashlib.sha256(canonical(pinned_content(content))).hexdigest()


def pinned_content(content: dict[str, Plain]) -> dict[str, Plain]:
    """A content without what floats."""
    parts: dict[str, Plain] = {}
    for name, files in mapping(content.get("parts")).items():
        reader = PARTS.get(name)
        if reader is None or not reader.floats:
            schema = reader.schema if reader else {}
            parts[name] = {path: pinned(data, schema) for path, data in mapping(files).items()}
    service = pinned(content.get("service"), checker("service").schema)
    return {"format": content.get("format"), "slug": content.get("slug"), "service": service, "parts": parts}


def floated_content(stored: dict[str, Plain], current: dict[str, Plain]) -> dict[str, Plain]:
    """The stored structure in today's words. Parts that float as a whole are today's, when there are any."""
    parts: dict[str, Plain] = {}
    now = mapping(current.get("parts"))
    for name, files in mapping(stored.get("parts")).items():
        reader = PARTS.get(name)
        if reader is not None and reader.floats:
            parts[name] = now.get(name) or files
        else:
            schema, today = (reader.schema if reader else {}), mapping(now.get(name))
            parts[name] = {p: floated(data, today.get(p), schema) for p, data in mapping(files).items()}
    service = floated(stored.get("service"), current.get("service"), checker("service").schema)
    return {**stored, "service": service, "parts": parts}


def pinned(value: Plain, schema: Schema) -> Plain:
    """`value` without what `schema` says floats."""
    return _pinned(value, _ways(schema))


def _pinned(value: Plain, ways: _Ways) -> Plain:
    if isinstance(value, dict):
        below = {key: ways.under(key) for key in sorted(value)}
        return {key: _pinned(value[key], inner) for key, inner in below.items() if not inner.floats}
    if isinstance(value, list):
        items = ways.items()
        return [_pinned(inner, items) for inner in value]
    return value


def floated(stored: Plain, current: Plain, schema: Schema) -> Plain:
    """`stored` with what floats taken from `current`, wherever `current` still has its counterpart."""
    return _floated(stored, current, _ways(schema))


def _floated(stored: Plain, current: Plain, ways: _Ways) -> Plain:
    if isinstance(stored, dict) and isinstance(current, dict):
        return _floated_map(stored, current, ways)
    if isinstance(stored, list) and isinstance(current, list):
        items = ways.items()
        return [_floated(item, _counterpart(item, current), items) for item in stored]
    return stored


def _floated_map(stored: dict[str, Plain], current: dict[str, Plain], ways: _Ways) -> dict[str, Plain]:
    result: dict[str, Plain] = {}
    for key in sorted({*stored, *current}):
        below = ways.under(key)
        if below.floats:
            if key in current:
                result[key] = current[key]
        elif key in stored:
            result[key] = _floated(stored[key], current.get(key), below)
    return result


def _counterpart(item: Plain, current: list[Plain]) -> Plain:
    """The item of today's list with the same key; of a list of plain values there is none."""
    said = mapping(item)
    key = next((name for name in KEYS if name in said), None)
    return next((other for other in current if key and mapping(other).get(key) == said[key]), None)


class _Ways:
    """What may be said at one place of a format, and whether that floats; found out once for each place."""

    def __init__(self, schemas: tuple[Schema, ...], root: Schema) -> None:
        self._root = root
        self._branches = tuple(found for one in schemas for found in _branches(one, root))
        self._under: dict[str, _Ways] = {}
        self._items: _Ways | None = None
        self.floats = any(found.get("x-floats") is True for found in self._branches)

    def under(self, key: str) -> _Ways:
        """What may stand under `key` of a map here."""
        if key not in self._under:
            self._under[key] = _Ways(tuple(_under(self._branches, key)), self._root)
        return self._under[key]

    def items(self) -> _Ways:
        """What may be an item of a list here."""
        if self._items is None:
            lists = (found["items"] for found in self._branches if isinstance(found.get("items"), Mapping))
            self._items = _Ways(tuple(lists), self._root)
        return self._items


_known: dict[int, _Ways] = {}


def _ways(schema: Schema) -> _Ways:
    """The ways of a format's schema, of which there are a dozen in a process."""
    found = _known.get(id(schema))
    if found is None or found._root is not schema:
        found = _known[id(schema)] = _Ways((schema,), schema)
    return found


def _branches(schema: Schema, root: Schema, depth: int = 0) -> Iterator[Schema]:
    """`schema` and every schema it refers to or is composed of, at the same place of a value."""
    if depth > 12 or not isinstance(schema, Mapping):
        return
    yield schema
    if "$ref" in schema:
        yield from _branches(_referred(str(schema["$ref"]), root), root, depth + 1)
    for word in ("allOf", "anyOf", "oneOf"):
        for inner in schema.get(word, ()):
            yield from _branches(inner, root, depth + 1)
    for word in ("then", "else"):
        if word in schema:
            yield from _branches(schema[word], root, depth + 1)


def _referred(reference: str, root: Schema) -> Schema:
    found: Any = root
    for step in reference.removeprefix("#").strip("/").split("/"):
        found = found.get(step, {}) if step and isinstance(found, Mapping) else found
    return cast(Schema, found)


def _under(branches: tuple[Schema, ...], key: str) -> Iterator[Schema]:
    """The schemas that say what may stand under `key`."""
    for found in branches:
        if key in found.get("properties", {}):
            yield found["properties"][key]
        elif isinstance(found.get("additionalProperties"), Mapping):
            yield found["additionalProperties"]
