"""What nobody is asked: how somebody came here, taken along unseen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Arrival, Entry, Kind, Layout, Outcome, Question, Typed
from moothall.apps.forms.text import clean_line
from moothall.kernel import feel
from moothall.ui.questions.outline import Hidden, Widget

_MOST = 200
_CHANNEL = re.compile("[a-z][a-z0-9-]{0,39}")
_PATH = re.compile(r"/[A-Za-z0-9/_.~-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class FromContext(Kind):
    type: ClassVar[str] = "from-context"
    about: ClassVar[str] = (
        "Asks nobody: keeps the channel, the page somebody came from, or what a link carried. Of a link only what "
        "`allow` lists is taken. It belongs on the first page, and is shown to staff alone. Whoever sends a form can "
        "change it: count with it, decide nothing by it."
    )
    example: ClassVar[str] = """\
ask: campaign
type: from-context
label: Came by
take: link
parameter: via
allow: [poster, letter, newsletter]
"""
    feel_type: ClassVar[feel.Type] = feel.TEXT
    layout: ClassVar[Layout] = Layout.SHORT
    seconds: ClassVar[int] = 0
    asked: ClassVar[bool] = False
    unseen: ClassVar[bool] = True
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "take": {
            "enum": ["channel", "page", "link"],
            "description": (
                "channel: how the form was reached (web, phone…); page: the page of our own site it was opened from; "
                "link: a word in the address."
            ),
        },
        "parameter": {
            "type": "string",
            "pattern": "^[a-z][a-z0-9_-]*$",
            "maxLength": 40,
            "description": "Its name in the link: `via` in …/start?via=poster. The question’s key when left out.",
            "x-instead": "Write small letters, digits, hyphens and underscores, such as via.",
        },
        "allow": {
            "type": "array",
            "minItems": 1,
            "maxItems": 100,
            "items": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9_.-]*$", "maxLength": 60},
            "description": "With `take: link`: the only words taken.",
        },
    }  # fmt: skip
    settings_required: ClassVar[tuple[str, ...]] = ("take",)
    sentences: ClassVar[Mapping[str, str]] = {}

    take: str
    parameter: str = ""
    allow: tuple[str, ...] = ()

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(**{**settings, "allow": tuple(settings.get("allow", ()))})

    @property
    def arrives(self) -> bool:
        return self.take != "channel"

    def preset(self, question: Question, arrival: Arrival) -> Typed:
        """What goes into the field before anybody sees the page."""
        taken = {
            "channel": arrival.channel,
            "page": arrival.page,
            "link": arrival.query.get(self.parameter or question.key, ""),
        }[self.take]
        return {question.key: (taken,)} if self._fits(taken) else {}

    def read(self, question: Question, entry: Entry) -> Outcome:
        """Never a problem: what does not fit was not taken by us, and is dropped."""
        said = clean_line(entry.text(question.key))
        return Outcome(said) if self._fits(said) else Outcome()

    def _fits(self, said: str) -> bool:
        if self.take == "link":
            return said in self.allow
        shape = _CHANNEL if self.take == "channel" else _PATH
        return len(said) <= _MOST and shape.fullmatch(said) is not None

    def answer_schema(self) -> dict[str, JSON]:
        listed: list[JSON] = list(self.allow)
        return {"enum": listed} if self.take == "link" else {"type": "string", "maxLength": _MOST}

    def search_text(self, value: JSON) -> str:
        return ""

    def mistakes(self) -> tuple[str, ...]:
        if self.take == "link" and not self.allow:
            return ("Anybody can write anything into a link. List under `allow` the words to be taken.",)
        if self.take != "link" and (self.allow or self.parameter):
            return ("`allow` and `parameter` belong to `take: link`. Take them out.",)
        return ()

    def widget(self, question: Question) -> Widget:
        return Hidden(name=question.key)
