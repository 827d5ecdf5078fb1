"""docs/reference/questions.md, written from the types themselves.

`moothall reference docs/reference` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from moothall.apps.catalogue.api import mapping, read_yaml
from moothall.apps.forms.bindings import BINDINGS
from moothall.apps.forms.question import Kind
from moothall.apps.forms.schema import form_schema
from moothall.apps.forms.types import KINDS

_TOP = """\
# Questions: what form.yaml can say

This page is generated from the question types; a test keeps it current.

A form is pages of questions. Check-your-answers always follows the last page. A page is headed by its
`title`, or, when it asks one thing, by that question. The keys of questions are what conditions, messages and
decisions call the answers; a key keeps its meaning for ever.

```yaml
pages:
  - page: what
    questions:
      - ask: rubbish_type
        type: one-of
        label: What was dumped?
        name: what was dumped
        options:
          - {value: household, label: Household rubbish}
          - {value: building, label: Building rubble}
    next:
      - if: rubbish_type = "building"
        go: asbestos
      - go: where
  - page: asbestos
    questions:
      - {ask: asbestos, type: yes-no, label: Could there be asbestos?, name: there could be asbestos}
  - page: where
    questions:
      - {ask: place, type: address, label: Where is it?, binding: place.address}
  - page: careful
    when: asbestos = true
    questions:
      - {ask: access, type: long-text, label: How do we get there?, required: no}
```

## The way through a form

* The page below in the file follows, unless `next` says otherwise: a page, or branches of which the first
  whose `if` holds is taken. Only `check-your-answers` may be named besides the form's own pages.
* `when` on a page or a question shows it only if it holds. A page that shows nothing is passed by; its `next`
  is followed.
* Conditions are FEEL (see [feel.md](feel.md)) over the keys of questions **on earlier pages**; a branch may
  also read its own page. What has not been answered, or is no longer on the way, is `null`. A condition that
  is neither true nor false, but null, does not hold.
* Only answers on one's own way count: they alone are shown at the end, sent and kept. Going back and choosing
  otherwise leaves the other answers in the draft, so that nothing is lost by looking.
* `moothall check` refuses: a page no way leads to, pages in a circle, a condition on something asked later or
  unknown or of the wrong type or compared with an option that is not there, a key or page used twice, a
  required question nobody could be told about, an error sentence that fills in something unknown.

"""


def questions_page() -> str:
    """The whole page, in Markdown."""
    page = form_schema()["$defs"]["entry"]
    question = page["properties"]["questions"]["items"]
    parts = [
        _TOP,
        "## A page, or a group of pages\n\n",
        _keys(page["properties"], page.get("required", [])),
        "\n## Every question\n\n",
        _keys(question["properties"], question["required"]),
        "\n## Types\n\n",
        *(f"* [{name}](#{name}): {_first(kind.about)}\n" for name, kind in KINDS.items()),
        *(_kind(name, kind) for name, kind in KINDS.items()),
        "\n## Bindings\n\n",
        "What a question is about, whatever it is called in one form. Adding one is a change of `bindings.py`.\n\n",
        "| binding | means | types |\n|---|---|---|\n",
        *(f"| `{name}` | {means} | {_types_of(name)} |\n" for name, means in BINDINGS.items()),
    ]
    return "".join(parts)


def _first(about: str) -> str:
    return about.partition(". ")[0].rstrip(".")


def _types_of(binding: str) -> str:
    return ", ".join(f"`{name}`" for name, kind in KINDS.items() if binding in kind.bindings) or "none yet"


def _keys(properties: Mapping[str, Any], required: list[str]) -> str:
    lines = ["| key | | says |\n|---|---|---|\n"]
    for key, schema in properties.items():
        must = "required" if key in required else ""
        lines.append(f"| `{key}` | {must} | {schema['description']}{_example(schema)} |\n")
    return "".join(lines)


def _example(schema: Mapping[str, Any]) -> str:
    examples = schema.get("examples", [])
    return f" Example: `{examples[0]}`" if examples else ""


def _kind(name: str, kind: type[Kind]) -> str:
    return "".join(_lines(name, kind))


def _lines(name: str, kind: type[Kind]) -> Iterator[str]:
    yield f"\n### {name}\n\n{kind.about}\n\n```yaml\n{kind.example}```\n\n"
    if kind.settings_schema:
        yield _keys(kind.settings_schema, list(kind.settings_required)) + "\n"
    yield "| code of the sentence | unless form.yaml says otherwise |\n|---|---|\n"
    yield from (f"| `{code}` | {sentence} |\n" for code, sentence in kind.sentences.items())
    bindings = ", ".join(f"`{binding}`" for binding in sorted(kind.bindings)) or "none"
    yield f"\nConditions see {kind.feel_type}. Bindings: {bindings}. Room on the adviser's screen: {kind.layout}.\n"
    yield f"The answer, as JSON Schema{_settings_in(kind)}: `{json.dumps(_plain(kind).answer_schema())}`\n"


def _settings_in(kind: type[Kind]) -> str:
    return " (as the settings stand above)" if kind.settings_schema else ""


def _plain(kind: type[Kind]) -> Kind:
    """The type as its example sets it."""
    node, _ = read_yaml(kind.example.encode(), f"the example of {kind.type}")
    given = mapping(node.plain()) if node is not None else {}
    return kind.from_settings({name: given[name] for name in kind.settings_schema if name in given})
