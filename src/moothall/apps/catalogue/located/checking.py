"""A JSON Schema (2020-12) is the single definition of a format: here its errors become sentences.

Three annotations of ours, ignored by other tools:
`x-instead`  what to write instead, a whole sentence, added to any mistake at that place;
`x-floats`   wording: a change of it makes no new version (see `versions.py`);
`x-example`  a value to show when the key is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from jsonschema import FormatChecker
from jsonschema.exceptions import ValidationError

from moothall.apps.catalogue.located.nodes import Mistake, Node
from moothall.apps.catalogue.located.validating import Validator
from moothall.apps.catalogue.located.words import a_kind, instead, meant, quoted

Schema = Mapping[str, Any]
FORMATS: Final = FormatChecker(formats=())


@FORMATS.checks("date", raises=ValueError)
def _is_date(value: object) -> bool:
    return not isinstance(value, str) or bool(
        re.fullmatch(r"\d{4}-\d\d-\d\d", value) and date.fromisoformat(value)
    )


@FORMATS.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+", value))


@FORMATS.checks("uri")
def _is_address(value: object) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"https?://[^\s]+", value))


@FORMATS.checks("regex", raises=re.error)
def _is_regex(value: object) -> bool:
    return not isinstance(value, str) or re.compile(value) is not None


@dataclass(frozen=True, slots=True)
class _Broken:
    """An error of the validator: the keyword that was broken, what it wanted, what it found and where.

    `within` is the path from the schema that holds an `anyOf` and the like, `branch` which of its schemas.
    """

    keyword: str
    wanted: Any
    instance: Any
    schema: Schema
    message: str
    path: tuple[str | int, ...]
    within: tuple[str | int, ...]
    branch: int
    context: tuple[_Broken, ...]


def _broken(error: ValidationError) -> _Broken:
    first = error.schema_path[0] if error.schema_path else 0
    return _Broken(
        keyword=str(error.validator),
        wanted=error.validator_value,
        instance=error.instance,
        schema=error.schema if isinstance(error.schema, dict) else {},
        message=error.message,
        path=tuple(error.absolute_path),
        within=tuple(error.relative_path),
        branch=first if isinstance(first, int) else 0,
        context=tuple(_broken(inner) for inner in error.context or ()),
    )


class Checker:
    """One format: `check(node)` gives the mistakes in file and line order.

    That the schema is one is a test's to see (tests/apps/catalogue/test_schemas.py), not every start's.
    """

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self._validator = Validator(schema, format_checker=FORMATS)

    def check(self, node: Node) -> tuple[Mistake, ...]:
        return self.look(node).mistakes

    def look(self, node: Node) -> Looked:
        """The mistakes, and which values they leave nothing to read of."""
        found = {
            said
            for error in self._validator.iter_errors(node.plain())
            for said in _mistakes(_broken(error), node)
        }
        refused = frozenset(path for path, _ in found if path is not None)
        return Looked(tuple(sorted({mistake for _, mistake in found})), refused)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a schema says of a file: its mistakes, and the ways to the values it refuses as they are."""

    mistakes: tuple[Mistake, ...] = ()
    refused: frozenset[tuple[str | int, ...]] = frozenset()


#: A value that breaks one of these can be read all the same.
_READABLE = frozenset(
    ("required", "dependentRequired", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties",
     "minLength", "contains")
)  # fmt: skip


def _mistakes(error: _Broken, root: Node) -> Iterator[tuple[tuple[str | int, ...] | None, Mistake]]:
    """The mistakes of one error: of the branch that was most likely meant, where there are several."""
    if error.keyword in ("anyOf", "oneOf") and error.context:
        branch = _meant_branch(error)
        if branch:
            for inner in branch:
                yield from _mistakes(inner, root)
            return
    elif error.keyword in ("if", "then", "else", "allOf") and error.context:
        for inner in error.context:
            yield from _mistakes(inner, root)
        return
    path = error.path
    say = _SENTENCES.get(error.keyword, _any)
    node = root.find(path)
    for key, sentence in say(error, node):
        way = path if key is None else (*path, key)
        place = root.at(way)
        refused = None if error.keyword in _READABLE else way
        yield refused, Mistake(place.file, place.line, sentence)


def _meant_branch(error: _Broken) -> list[_Broken]:
    """The errors of the branch nearest to what was written; none when no branch has the right kind."""
    branches: dict[int, list[_Broken]] = {}
    for inner in error.context:
        branches.setdefault(inner.branch, []).append(inner)

    def distance(errors: list[_Broken]) -> tuple[bool, int, int]:
        wrong_kind = any(not inner.within and inner.keyword == "type" for inner in errors)
        other_choice = sum(inner.keyword in ("const", "enum") for inner in errors)
        return wrong_kind, other_choice, len(errors)

    best = min(branches.values(), key=distance)
    return [] if distance(best)[0] else best


def _named(error: _Broken) -> str:
    names = [str(step) for step in error.path if isinstance(step, str)]
    if not names:
        return "The file"
    last = error.path[-1]
    return f"Item {last + 1} of ‘{names[-1]}’" if isinstance(last, int) else f"‘{names[-1]}’"


def _ending(error: _Broken, otherwise: str) -> str:
    return str(error.schema.get("x-instead") or otherwise)


Said = Iterator[tuple[str | None, str]]
_Say = Callable[[_Broken, "Node | None"], Said]


def _unknown_key(error: _Broken, node: Node | None) -> Said:
    schema = error.schema
    known = list(schema.get("properties", {}))
    patterns = list(schema.get("patternProperties", {}))
    for key in error.instance:
        if key in known or any(re.search(pattern, key) for pattern in patterns):
            continue
        free = [name for name in known if name not in error.instance]
        found = meant(key, free) or meant(key, known)
        if found:
            yield key, f"There is no ‘{key}’ here. {instead(key, [found])}"
        else:
            others = f", or write {quoted(free)}" if free else ""
            yield key, f"There is no ‘{key}’ here. Take it out{others}."


def _missing(error: _Broken, node: Node | None) -> Said:
    for key in error.wanted:
        if key not in error.instance and f"'{key}'" in error.message:
            rule = error.schema.get("properties", {}).get(key, {})
            example = rule.get("x-example", (rule.get("examples") or [None])[0])
            what = str(rule.get("description", "")).split(". ")[0].rstrip(".")
            write = f"{key}: {example}" if isinstance(example, str | int) else f"{key}:"
            yield (
                None,
                f"‘{key}’ is missing. Write {write}" + (f" ({what[:1].lower()}{what[1:]})." if what else "."),
            )


_KINDS = {
    "string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
    "array": "a list", "object": "keys of its own", "null": "nothing",
}  # fmt: skip
_HOW = {
    "array": "Write each item on a line of its own, after “- ”.",
    "object": "Write each key on a line of its own below it, indented.",
}


def _how(wanted: list[str], schema: Schema) -> str:
    """What to write where another kind of value is wanted: of keys, those that there must be."""
    keys = [f"‘{key}:’" for key in schema.get("required", ()) if key in schema.get("properties", {})]
    if wanted == ["object"] and keys:
        return f"Write {' and '.join(keys)} on lines of their own below it, indented."
    return _HOW.get(wanted[0], f"Write {_kinds(wanted)}.") if len(wanted) == 1 else f"Write {_kinds(wanted)}."


def _wrong_kind(error: _Broken, node: Node | None) -> Said:
    wanted = [error.wanted] if isinstance(error.wanted, str) else error.wanted
    if error.instance is None:
        how = _how(list(wanted), error.schema).removesuffix(".")
        yield None, f"{_named(error)} is empty. {_ending(error, f'{how}, or take it out.')}"
    elif "string" in wanted and node is not None and node.written is not None:
        written = node.written
        sentence = f"{_named(error)} must be text, and {written} is read as {a_kind(error.instance)}."
        if isinstance(error.instance, bool):
            written = "yes" if error.instance else "no"
            yield None, f"{sentence} {_ending(error, f'Write {written}.')}"
        else:
            yield None, f'{sentence} Write "{written}" in quotes.'
    else:
        found = str(error.instance) if isinstance(error.instance, float) else a_kind(error.instance)
        must = "have" if list(wanted) == ["object"] else "be"
        sentence = f"{_named(error)} must {must} {_kinds(list(wanted))}, and is {found}."
        yield None, f"{sentence} {_ending(error, _how(list(wanted), error.schema))}"


def _kinds(wanted: list[str]) -> str:
    return " or ".join(_KINDS.get(kind, kind) for kind in wanted)


def _not_one_of(error: _Broken, node: Node | None) -> Said:
    options = [str(value) for value in error.wanted if value is not None]
    if isinstance(error.instance, str) and error.instance in options:  # a number in quotes
        yield None, f"{_named(error)} cannot be text. Write {error.instance} without quotes."
        return
    yield None, f"{_named(error)} cannot be ‘{_short(error.instance)}’. {instead(error.instance, options)}"


def _not_that(error: _Broken, node: Node | None) -> Said:
    yield None, f"{_named(error)} cannot be ‘{_short(error.instance)}’. Write {error.wanted}."


def _not_like(error: _Broken, node: Node | None) -> Said:
    examples = error.schema.get("examples") or [error.schema.get("x-example")]
    like = (
        f"Write it like {quoted(examples)}."
        if examples[0] is not None
        else "See the reference of the format."
    )
    yield None, f"{_named(error)} cannot be ‘{_short(error.instance)}’. {_ending(error, like)}"


_AS = {
    "date": "Write a date as year-month-day, such as 2026-12-24.",
    "email": "Write an e-mail address, such as waste@example.gov.uk.",
    "uri": "Write a whole address, such as https://example.gov.uk/page.",
    "regex": "Write a regular expression.",
}


def _not_as(error: _Broken, node: Node | None) -> Said:
    how = _ending(error, _AS.get(str(error.wanted), ""))
    yield None, f"{_named(error)} cannot be ‘{_short(error.instance)}’. {how}"


def _too(error: _Broken, node: Node | None) -> Said:
    bound = error.wanted
    sentence = {
        "minimum": f"is too small: {error.instance}. Write {bound} or more.",
        "exclusiveMinimum": f"is too small: {error.instance}. Write more than {bound}.",
        "maximum": f"is too large: {error.instance}. Write {bound} or less.",
        "exclusiveMaximum": f"is too large: {error.instance}. Write less than {bound}.",
        "maxLength": f"is too long. Write {bound} letters or fewer.",
        "minItems": f"has too few items. Write at least {bound}.",
        "maxItems": f"has too many items. Write {bound} or fewer.",
        "minProperties": f"has too few keys. Write at least {bound}.",
        "maxProperties": f"has too many keys. Write {bound} or fewer.",
    }.get(error.keyword, "is not right.")
    if error.keyword == "minLength":
        sentence = (
            "is empty. Write it, or take it out."
            if bound == 1
            else f"is too short. Write {bound} letters or more."
        )
    yield None, f"{_named(error)} {sentence}"


def _twice(error: _Broken, node: Node | None) -> Said:
    repeated = next((item for n, item in enumerate(error.instance) if item in error.instance[:n]), "an item")
    yield None, f"{_named(error)} holds ‘{_short(repeated)}’ twice. Keep one of the two."


def _wrong_name(error: _Broken, node: Node | None) -> Said:
    yield (
        None,
        f"{_named(error)} has a key or value that cannot stand here. {_ending(error, 'Write it otherwise.')}",
    )


def _needs(error: _Broken, node: Node | None) -> Said:
    for key, needed in error.wanted.items():
        if key in error.instance:
            for missing in needed:
                if missing not in error.instance:
                    yield (
                        key,
                        f"‘{key}’ needs ‘{missing}’ beside it. Write {missing}: too, or take ‘{key}’ out.",
                    )


def _no_branch(error: _Broken, node: Node | None) -> Said:
    wanted = {
        str(kind)
        for inner in error.context
        if inner.keyword == "type" and not inner.within
        for kind in ([inner.wanted] if isinstance(inner.wanted, str) else inner.wanted)
    }
    how = _how(sorted(wanted), {}) if wanted else "See the reference of the format."
    if error.instance is None:
        yield None, f"{_named(error)} is empty. {_ending(error, how)}"
    else:
        yield None, f"{_named(error)} cannot be ‘{_short(error.instance)}’. {_ending(error, how)}"


def _any(error: _Broken, node: Node | None) -> Said:
    yield None, f"{_named(error)} is not right here. {_ending(error, 'See the reference of the format.')}"


def _short(value: object) -> str:
    written = str(value).lower() if isinstance(value, bool) else str(value)
    return written if len(written) <= 60 else written[:57] + "…"


_SENTENCES: dict[str, _Say] = {
    "additionalProperties": _unknown_key, "unevaluatedProperties": _unknown_key, "required": _missing,
    "type": _wrong_kind, "enum": _not_one_of, "const": _not_that, "pattern": _not_like, "format": _not_as,
    "uniqueItems": _twice, "propertyNames": _wrong_name, "not": _wrong_name, "dependentRequired": _needs,
    "anyOf": _no_branch, "oneOf": _no_branch, "contains": _any,
    **dict.fromkeys(("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength",
                     "minItems", "maxItems", "minProperties", "maxProperties"), _too),
}  # fmt: skip
