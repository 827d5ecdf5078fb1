"""Every schema a file is held against is a schema: looked at here once, and not at every start of a process."""

from __future__ import annotations

from jsonschema import Draft202012Validator

from moothall.apps.catalogue.api import read_yaml
from moothall.apps.catalogue.formats import FORMATS, checker, service_checker
from moothall.apps.catalogue.located.checking import FORMATS as KNOWN_FORMATS
from moothall.apps.catalogue.parts import PARTS
from moothall.apps.catalogue.shared import COUNCIL_FILES
from moothall.apps.forms.types import KINDS


def test_each_schema_is_one() -> None:
    schemas = [checker(name).schema for name in FORMATS]
    schemas += [service_checker(has_cases=False).schema]
    schemas += [reader.schema for reader in PARTS.values()]
    schemas += [file.schema for file in COUNCIL_FILES.values()]
    assert len(schemas) > 12
    for schema in schemas:
        Draft202012Validator.check_schema(schema)


def test_branches_that_are_passed_by_are_those_that_say_nothing() -> None:
    """A question of each type with nothing else, and with a key of no type: ours finds what jsonschema finds."""
    form = PARTS["form"]
    plain = Draft202012Validator(form.schema, format_checker=KNOWN_FORMATS)
    ours = form.checker._validator
    for kind in [*KINDS, "no-such-type", 3, None]:
        for more in ({}, {"no_such_key": 1}, {"options": "a", "at_most": "many"}):
            question = {"ask": "a_thing", "type": kind, "label": "A thing?", **more}
            said = {"pages": [{"page": "first", "questions": [question]}]}
            found = {(tuple(e.absolute_path), e.message) for e in ours.iter_errors(said)}
            assert found == {(tuple(e.absolute_path), e.message) for e in plain.iter_errors(said)}


def test_a_number_in_quotes_is_told_to_lose_them() -> None:
    node, _ = read_yaml(
        b'pages: [{page: a, questions: [{ask: a, type: short-text, label: A?, width: "10"}]}]', "a"
    )
    assert node is not None
    said = [mistake.sentence for mistake in PARTS["form"].checker.check(node)]
    assert said == ["‘width’ cannot be text. Write 10 without quotes."]
