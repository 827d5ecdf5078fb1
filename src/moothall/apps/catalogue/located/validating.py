"""jsonschema's validator of 2020-12, told which branches it need not walk into, that 5.0 is no whole number, and that
what nobody can see is nothing.

A form's schema has one `if: {properties: {type: {const: …}}}` for each of some forty question types, and every question
is held against all of them. Here such an `if` is answered by one comparison. What is found is the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

_Found = Iterator[ValidationError]


def _all_of(validator: Any, branches: list[Any], instance: Any, schema: Any) -> _Found:
    for number, branch in enumerate(branches):
        if not _passed_by(branch, instance):
            yield from validator.descend(instance, branch, schema_path=number)


def _passed_by(branch: Any, instance: Any) -> bool:
    """Whether `branch` is only an `if` with a `then`, for another value of a key than the instance has."""
    if not isinstance(branch, dict) or branch.keys() != {"if", "then"} or not isinstance(instance, dict):
        return False
    asked = _asked(branch["if"])
    if asked is None:
        return False
    key, wanted = asked
    return key not in instance or instance[key] != wanted


def _asked(condition: Any) -> tuple[str, str] | None:
    """The key and the word of `{properties: {KEY: {const: WORD}}, required: [KEY]}`; None of any other condition."""
    if not isinstance(condition, dict) or condition.keys() != {"properties", "required"}:
        return None
    properties, required = condition["properties"], condition["required"]
    if len(properties) != 1 or list(properties) != required:
        return None
    (key, rule), *_ = properties.items()
    if not isinstance(rule, dict) or rule.keys() != {"const"} or not isinstance(rule["const"], str):
        return None
    return key, rule["const"]


def _is_whole(checker: Any, instance: Any) -> bool:
    """JSON Schema takes 5.0 for a whole number, and so whoever reads it as one later would find none there."""
    return isinstance(instance, int) and not isinstance(instance, bool)


def _long_enough(validator: Any, least: int, instance: Any, schema: Any) -> _Found:
    """Only what can be seen counts where there must be something: a name of spaces would be a link without words."""
    if not isinstance(instance, str):
        return
    if len(instance) < least or not any(map(_is_seen, instance)):
        yield ValidationError(f"{instance!r} is too short")


def _is_seen(letter: str) -> bool:
    return not letter.isspace() and unicodedata.category(letter) != "Cf"


#: jsonschema does not say of what type it is.
_extended: Callable[..., Any] = extend

Validator = _extended(
    Draft202012Validator,
    {"allOf": _all_of, "minLength": _long_enough},
    type_checker=Draft202012Validator.TYPE_CHECKER.redefine("integer", _is_whole),
)
