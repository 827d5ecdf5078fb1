"""docs/reference/questions.md says what the types say."""

from __future__ import annotations

import re
from pathlib import Path

from moothall.apps.forms.api import BINDINGS, KINDS
from moothall.apps.forms.reference import questions_page
from tests.apps.forms.made import sound

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "questions.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text() == questions_page(), "Write it again: moothall reference docs/reference"


def test_the_form_on_the_page_is_sound() -> None:
    (form, *_) = re.findall(r"```yaml\n(pages:.*?)```", PAGE.read_text(), flags=re.DOTALL)
    sound(form)


def test_every_type_has_a_chapter_and_only_known_bindings() -> None:
    text = PAGE.read_text()
    assert [name for name in KINDS if f"### {name}\n" not in text] == []
    for kind in KINDS.values():
        assert kind.bindings <= set(BINDINGS)
