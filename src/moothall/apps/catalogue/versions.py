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


def pinned(value: Plain, schema: Schema, root: Schema | None = None) -> Plain:
    """`value` without what `schema` says floats."""
    root = schema if root is None else root
    if isinstance(value, dict):
        kept: dict[str, Plain] = {}
        for key, inner in sorted(value.items()):
            found = tuple(_under(schema, key, root))
            if not any(_floats(one, root) for one in found):
                kept[key] = pinned(inner, _either(found), root)
        return kept
    if isinstance(value, list):
        below = _either(tuple(_items(schema, root)))
        return [pinned(inner, below, root) for inner in value]
    return value


def floated(stored: Plain, current: Plain, schema: Schema, root: Schema | None = None) -> Plain:
    """`stored` with what floats taken from `current`, wherever `current` still has its counterpart."""
    root = schema if root is None else root
    if isinstance(stored, dict) and isinstance(current, dict):
        return _floated_map(stored, current, schema, root)
    if isinstance(stored, list) and isinstance(current, list):
        below = _either(tuple(_items(schema, root)))
        return [floated(item, _counterpart(item, current), below, root) for item in stored]
    return stored


def _floated_map(
    stored: dict[str, Plain], current: dict[str, Plain], schema: Schema, root: Schema
) -> dict[str, Plain]:
    result: dict[str, Plain] = {}
    for key in sorted({*stored, *current}):
        below = tuple(_under(schema, key, root))
        if any(_floats(found, root) for found in below):
            if key in current:
                result[key] = current[key]
        elif key in stored:
            result[key] = floated(stored[key], current.get(key), _either(below), root)
    return result


def _counterpart(item: Plain, current: list[Plain]) -> Plain:
    """The item of today's list with the same key; of a list of plain values there is none."""
    said = mapping(item)
    key = next((name for name in KEYS if name in said), None)
    return next((other for other in current if key and mapping(other).get(key) == said[key]), None)


def _either(schemas: tuple[Schema, ...]) -> Schema:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _floats(schema: Schema, root: Schema) -> bool:
    return any(found.get("x-floats") is True for found in _branches(schema, root))


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


def _under(schema: Schema, key: str, root: Schema) -> Iterator[Schema]:
    """The schemas that say what may stand under `key`."""
    for found in _branches(schema, root):
        if key in found.get("properties", {}):
            yield found["properties"][key]
        elif isinstance(found.get("additionalProperties"), Mapping):
            yield found["additionalProperties"]


def _items(schema: Schema, root: Schema) -> Iterator[Schema]:
    for found in _branches(schema, root):
        if isinstance(found.get("items"), Mapping):
            yield found["items"]
