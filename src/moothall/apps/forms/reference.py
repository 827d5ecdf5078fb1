"""docs/reference/questions.md, written from the exhibits of the types, as the staff's pages of questions are.

`moothall reference docs/reference` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from moothall.apps.forms.bindings import BINDINGS
from moothall.apps.forms.exhibits import LOOKED_UP, Exhibit, ReadAs, Setting, exhibit, families, readings_of
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
        _keys(_settings(page["properties"], page.get("required", []))),
        "\n## Every question\n\n",
        _keys(_settings(question["properties"], question["required"])),
        "\n## Types\n\n",
        *(f"* {name}\n{_linked(kinds)}" for name, kinds in families()),
        *(line for _, kinds in families() for kind in kinds for line in _lines(exhibit(kind.type))),
        "\n## Bindings\n\n",
        "What a question is about, whatever it is called in one form. Adding one is a change of `bindings.py`.\n\n",
        "| binding | means | types |\n|---|---|---|\n",
        *(f"| `{name}` | {means} | {_types_of(name)} |\n" for name, means in BINDINGS.items()),
    ]
    return "".join(parts)


def _linked(kinds: tuple[type[Kind], ...]) -> str:
    return "".join(f"  * [{kind.type}](#{kind.type}): {_first(kind.about)}\n" for kind in kinds)


def _first(about: str) -> str:
    return about.partition(". ")[0].rstrip(".")


def _types_of(binding: str) -> str:
    return ", ".join(f"`{name}`" for name, kind in KINDS.items() if binding in kind.bindings) or "none yet"


def _settings(properties: Mapping[str, Any], required: list[str]) -> tuple[Setting, ...]:
    return tuple(Setting.of(key, schema, must=key in required) for key, schema in properties.items())


def _keys(settings: tuple[Setting, ...]) -> str:
    lines = ["| key | | says |\n|---|---|---|\n"]
    for one in settings:
        example = f" Example: `{one.example}`" if one.example else ""
        lines.append(f"| `{one.key}` | {'required' if one.must else ''} | {one.says}{example} |\n")
    return "".join(lines)


def _lines(shown: Exhibit) -> Iterator[str]:
    yield f"\n### {shown.type}\n\n{shown.about}\n\n```yaml\n{shown.yaml}```\n\n"
    if shown.settings:
        yield _keys(shown.settings) + "\n"
    read = () if shown.type in LOOKED_UP else readings_of(shown.type)
    if read:
        yield "| what people type | is read as | and kept as |\n|---|---|---|\n"
        yield from (_read(one) for one in read)
        yield "\n"
    if shown.sentences:
        yield "| code of the sentence | unless form.yaml says otherwise |\n|---|---|\n"
        yield from (f"| `{code}` | {sentence} |\n" for code, sentence in shown.sentences)
        yield "\n"
    bindings = ", ".join(f"`{binding}`" for binding in shown.bindings) or "none"
    yield f"Conditions see {shown.conditions}. Bindings: {bindings}. Room on the adviser's screen: {shown.layout}.\n"
    as_set = " (as the settings stand above)" if shown.settings else ""
    yield f"The answer, as JSON Schema{as_set}: `{json.dumps(json.loads(shown.schema))}`\n"


def _read(one: ReadAs) -> str:
    return f"| {_cell(one.typed)} | {_cell(one.words)} | `{_cell(one.kept)}` |\n"


def _cell(text: str) -> str:
    """Text as it may stand in a table."""
    return " ".join(text.replace("|", "\\|").split())
