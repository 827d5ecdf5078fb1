"""The reference of every file format, written from its schema: a page for people, a schema for editors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from moothall.apps.catalogue.formats import FORMATS, checker
from moothall.apps.catalogue.located.checking import Schema
from moothall.apps.catalogue.parts import part_readers
from moothall.apps.catalogue.shared import COUNCIL_FILES
from moothall.apps.catalogue.spoken import schema_of, translatable

_MADE = "<!-- Written by `moothall formats`. Change the schema, not this page. -->"


def formats() -> dict[str, tuple[str, Schema]]:
    """Format → where its files stand, and its schema: this room's, and those that others have registered."""
    found: dict[str, tuple[str, Schema]] = {
        name: (where, checker(name).schema) for name, where in FORMATS.items()
    }
    found |= {one.name: (one.path, one.schema) for one in COUNCIL_FILES.values()}
    return found | {reader.name: (reader.files, reader.schema) for reader in part_readers()}


def reference_files() -> dict[str, str]:
    """File name → text, for docs/reference/formats/."""
    found = {"README.md": _index()}
    for name, (where, schema) in sorted(formats().items()):
        found[f"{name}.schema.json"] = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        found[f"{name}.md"] = _page(name, where, schema)
    for name in ("council", *translatable().values()):
        found[f"{name}.words.schema.json"] = json.dumps(schema_of(name), indent=1, ensure_ascii=False) + "\n"
    return found


def _index() -> str:
    lines = [
        "# File formats",
        "",
        _MADE,
        "",
        "What may stand in each file of a council's or a service's folder.",
        "",
    ]
    for name, (where, schema) in sorted(formats().items()):
        lines.append(f"* [`{where}`]({name}.md): {_one_line(schema.get('description', ''))}")
    return "\n".join(lines) + "\n"


def _page(name: str, where: str, schema: Schema) -> str:
    lines = [f"# {where}", "", _MADE, "", str(schema.get("description", "")), ""]
    lines += [
        f"For editors: [`{name}.schema.json`]({name}.schema.json). **Pinned** keys make a new version of a service",
        "when they change; all others are wording or policy and hold for every case at once.",
        "",
    ]
    lines += ["| key | what it holds | must |  |", "|---|---|---|---|"]
    lines += list(_rows(schema, schema, "", floats=False, depth=0))
    return "\n".join(lines) + "\n"


def _rows(schema: Any, root: Schema, before: str, *, floats: bool, depth: int) -> Iterator[str]:
    if depth > 8 or not isinstance(schema, Mapping):
        return
    if "$ref" in schema:
        name = str(schema["$ref"]).removeprefix("#/$defs/")
        schema = {**root.get("$defs", {}).get(name, {}), **{k: v for k, v in schema.items() if k != "$ref"}}
    needed = schema.get("required", ())
    for key, below in schema.get("properties", {}).items():
        if not isinstance(below, Mapping):
            continue
        inner_floats = floats or bool(below.get("x-floats"))
        pinned = "" if inner_floats else "pinned"
        must = "yes" if key in needed else ""
        yield f"| `{before}{key}` | {_about(below)} | {must} | {pinned} |"
        yield from _rows(below, root, f"{before}{key}.", floats=inner_floats, depth=depth + 1)
        items = None if below.get("x-again") else below.get("items")
        yield from _rows(items, root, f"{before}{key}[].", floats=inner_floats, depth=depth + 1)
    for branch in schema.get("allOf", ()):
        if "if" in branch and "then" in branch:
            yield from _branch(branch, root, before, floats=floats, depth=depth)


def _branch(branch: Schema, root: Schema, before: str, *, floats: bool, depth: int) -> Iterator[str]:
    """Keys that only some kinds have: `type: one-of` has `options`."""
    chosen = {key: said.get("const") for key, said in branch["if"].get("properties", {}).items()}
    when = ", ".join(f"`{key}: {value}`" for key, value in chosen.items())
    own = {
        key: said for key, said in branch["then"].get("properties", {}).items() if isinstance(said, Mapping)
    }
    own.pop("error", None)
    if own:
        yield f"| | **with {when}** | | |"
        needed = branch["then"].get("required", ())
        yield from _rows(
            {"properties": own, "required": needed}, root, before, floats=floats, depth=depth + 1
        )


def _about(schema: Mapping[str, Any]) -> str:
    said = _one_line(schema.get("description", ""))
    if "enum" in schema:
        said += " One of: " + ", ".join(f"`{value}`" for value in schema["enum"]) + "."
    if "default" in schema:
        said += f" Left out: `{schema['default']}`."
    examples = schema.get("examples") or ([schema["x-example"]] if "x-example" in schema else [])
    if examples:
        said += f" Such as `{_one_line(examples[0])}`."
    return said.strip().replace("|", "\\|")


def _one_line(text: object) -> str:
    return " ".join(str(text).split())
