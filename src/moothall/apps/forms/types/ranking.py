"""Some options put in order, the most wanted first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Problem, Question, Typed
from moothall.apps.forms.text import clean_line, optional
from moothall.apps.forms.types.options import (
    Option,
    label_of,
    meant,
    option_mistakes,
    options_from,
    options_schema,
)
from moothall.kernel import feel
from moothall.ui.questions.outline import FieldGroup, GroupField, Item, Select, Widget
from moothall.ui.words import capitalise

_ORDINALS = (
    N_("first"), N_("second"), N_("third"), N_("fourth"), N_("fifth"),
    N_("sixth"), N_("seventh"), N_("eighth"), N_("ninth"), N_("tenth"),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking(Kind):
    type: ClassVar[str] = "ranking"
    about: ClassVar[str] = (
        "Options in order of preference: a list to choose from for the first place, the second and so on. Conditions "
        "see a list, so `schools[1]` is the first choice."
    )
    example: ClassVar[str] = """\
ask: schools
type: ranking
label: Which schools would you like, in order?
name: school
places: 2
options:
  - value: hill
    label: Hill Primary
  - value: river
    label: River Primary
  - value: wood
    label: Wood Primary
"""
    feel_type: ClassVar[feel.Type] = feel.LIST(feel.TEXT)
    layout: ClassVar[Layout] = Layout.BLOCK
    seconds: ClassVar[int] = 60
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "options": options_schema(exclusive=False),
        "places": {
            "type": "integer",
            "minimum": 1,
            "maximum": len(_ORDINALS),
            "description": "How many places there are; as many as options (at most 10) when left out.",
        },
        "at_least": {
            "type": "integer",
            "minimum": 1,
            "maximum": len(_ORDINALS),
            "description": "How many places must be filled; all when left out.",
        },
    }
    settings_required: ClassVar[tuple[str, ...]] = ("options",)
    sentences: ClassVar[Mapping[str, str]] = {
        "missing": "Select your {place} choice of {name}",
        "twice": "You have already chosen {option}. Select a different {place} choice",
        "gap": "Select your {place} choice of {name}, or clear the choices after it",
        "unknown": "Select one of the options listed",
    }
    usual_name: ClassVar[str] = "these"

    options: tuple[Option, ...]
    places: int = 0
    at_least: int = 0

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(**{**settings, "options": options_from(settings["options"])})

    @property
    def many(self) -> int:
        return min(self.places or len(self.options), len(self.options), len(_ORDINALS))

    @property
    def needed(self) -> int:
        return min(self.at_least or self.many, self.many)

    def fields(self, question: Question) -> tuple[str, ...]:
        return (question.key, *(f"{question.key}-{place}" for place in range(1, self.many + 1)))

    def read(self, question: Question, entry: Entry) -> Outcome:
        typed = [entry.text(f"{question.key}-{place}") for place in range(1, self.many + 1)]
        at_once = [text for text in entry.every(question.key) if clean_line(text)]
        if at_once and not any(clean_line(text) for text in typed):
            typed = [*self._listed(at_once), *[""] * self.many][: self.many]
        said = [clean_line(text) for text in typed]
        if not question.required and not any(said):
            return Outcome()
        problems: list[Problem] = []
        chosen: list[Option] = []
        for number, text in enumerate(said):
            option = meant(self.options, text) if text else None
            fault = self._fault(said, number, option, chosen)
            if fault:
                problems.append(self._problem(question, fault, number, option))
            elif option is not None:
                chosen.append(option)
        return Outcome(problems=tuple(problems)) if problems else Outcome([option.value for option in chosen])

    def _listed(self, said: list[str]) -> list[str]:
        """From ways in without fields: one text after the other, or all in one with commas."""
        return said[0].split(",") if len(said) == 1 and "," in said[0] else said

    def _fault(self, said: list[str], number: int, option: Option | None, before: list[Option]) -> str:
        if said[number]:
            return "unknown" if option is None else "twice" if option in before else ""
        if number < self.needed:
            return "missing"
        return "gap" if any(said[number + 1 :]) else ""

    def _problem(self, question: Question, code: str, number: int, option: Option | None) -> Problem:
        place, field = _(_ORDINALS[number]), f"{question.key}-{number + 1}"
        sentence = question.say(code, place=place, option=option.label if option else "")
        return Problem(question.key, field, sentence, cell=field)

    def answer_schema(self) -> dict[str, JSON]:
        values: list[JSON] = [option.value for option in self.options]
        return {
            "type": "array",
            "items": {"enum": values},
            "uniqueItems": True,
            "minItems": self.needed,
            "maxItems": self.many,
        }

    def feel_value(self, value: JSON) -> feel.Value:
        return tuple(str(each) for each in value) if isinstance(value, list) else None

    def condition_type(self) -> feel.Type:
        return feel.LIST(feel.choice(*(option.value for option in self.options)))

    def words(self, value: JSON) -> tuple[str, ...]:
        chosen = value if isinstance(value, list) else [value]
        return tuple(
            f"{number}. {label_of(self.options, each)}" for number, each in enumerate(chosen, start=1)
        )

    def retype(self, question: Question, value: JSON) -> Typed:
        chosen = value if isinstance(value, list) else []
        return {f"{question.key}-{number}": (str(each),) for number, each in enumerate(chosen, start=1)}

    def mistakes(self) -> tuple[str, ...]:
        found = option_mistakes(self.options)
        if self.places > len(self.options):
            found += (
                f"There are {self.places} `places` for {len(self.options)} options. Write fewer places.",
            )
        if self.at_least > self.many:
            found += (
                f"`at_least: {self.at_least}` is more than there are places ({self.many}). Write less.",
            )
        return found

    def widget(self, question: Question) -> Widget:
        items = tuple(Item(value=option.value, label=option.label) for option in self.options)
        fields = []
        for number in range(1, self.many + 1):
            label = capitalise(_("{place} choice").format(place=_(_ORDINALS[number - 1])))
            label = label if number <= self.needed and question.required else optional(label)
            select = Select(name=f"{question.key}-{number}", items=items, empty=_("Select an option"))
            fields.append(GroupField(key=select.name, label=label, widget=select))
        return FieldGroup(name=question.key, fields=tuple(fields))
