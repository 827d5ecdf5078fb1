"""A person: their name, and what else about them the service needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.question import Layout, Question
from moothall.apps.forms.types.date import Date
from moothall.apps.forms.types.email import Email
from moothall.apps.forms.types.name import Name
from moothall.apps.forms.types.one_of import OneOf
from moothall.apps.forms.types.options import Option, option_mistakes, options_from, options_schema
from moothall.apps.forms.types.parts import (
    Part,
    Parted,
    searched,
    words_of,
)
from moothall.apps.forms.types.phone import Phone
from moothall.kernel import feel

DETAILS = ("born_on", "relation", "email", "phone")
_USUAL_RELATIONS = (
    Option("partner", N_("Husband, wife, civil partner or partner")),
    Option("child", N_("Child")),
    Option("parent", N_("Parent")),
    Option("relative", N_("Another relative")),
    Option("friend", N_("Friend")),
    Option("none", N_("Not related")),
)


def usual_relations() -> tuple[Option, ...]:
    """What somebody may be to whoever asks, in the language that is spoken."""
    return tuple(Option(one.value, _(one.label)) for one in _USUAL_RELATIONS)


def _details_schema(description: str) -> dict[str, JSON]:
    names: list[JSON] = list(DETAILS)
    return {
        "type": "array",
        "items": {"enum": names},
        "uniqueItems": True,
        "maxItems": len(DETAILS),
        "description": description,
        "x-instead": "Write a list of born_on, relation, email and phone, as many as the service needs.",
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Parted):
    type: ClassVar[str] = "person"
    about: ClassVar[str] = (
        "A person: the name always; date of birth, relation, e-mail address and telephone number where the service "
        "needs them. Conditions read `child.born_on`, `child.relation` and so on."
    )
    example: ClassVar[str] = """\
ask: other_adult
type: person
label: Who else lives with you?
name: their full name
ask_for: [born_on, relation, phone]
may_leave: [phone]
"""
    feel_type: ClassVar[feel.Type] = feel.CONTEXT
    layout: ClassVar[Layout] = Layout.BLOCK
    seconds: ClassVar[int] = 60
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "ask_for": _details_schema("What is asked besides the name."),
        "may_leave": _details_schema("Which of these may be left blank."),
        "relations": {
            **options_schema(exclusive=False),
            "description": "What they may be to whoever asks; partner, child, parent and so on when left out.",
        },
    }
    bindings: ClassVar[frozenset[str]] = frozenset({"person.self", "subject.person", "on_behalf_of.person"})
    sentences: ClassVar[Mapping[str, str]] = {
        "name_missing": "Enter {name}",
        "relation_missing": "Select how they are related to you",
        "born_on_missing": "Enter the date of birth",
        "email_missing": "Enter an e-mail address",
        "phone_missing": "Enter a telephone number",
    }
    usual_name: ClassVar[str] = "the full name"

    ask_for: tuple[str, ...] = ()
    may_leave: tuple[str, ...] = ()
    relations: tuple[Option, ...] = _USUAL_RELATIONS

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        relations = settings.get("relations")
        return cls(
            ask_for=tuple(settings.get("ask_for", ())),
            may_leave=tuple(settings.get("may_leave", ())),
            relations=options_from(relations) if relations else usual_relations(),
        )

    def parts(self, question: Question | None = None) -> tuple[Part, ...]:
        own = question is not None and question.binding == "person.self"
        named = (question.name if question else "") or _(self.usual_name)
        details = (
            ("born_on", Date(latest="today"), _("Date of birth"), _("the date of birth")),
            (
                "relation",
                OneOf(options=self.relations),
                _("Relation to you"),
                _("how they are related to you"),
            ),
            ("email", Email(), _("E-mail address"), _("an e-mail address")),
            ("phone", Phone(), _("Telephone number"), _("a telephone number")),
        )
        first = Part(
            key="name", kind=Name(), label=_("Full name"), name=named, binding="person.name" if own else ""
        )
        rest = (
            Part(
                key=key,
                kind=kind,
                label=label,
                name=name,
                required=key not in self.may_leave,
                binding=f"person.{key}" if own else "",
            )
            for key, kind, label, name in details
            if key in self.ask_for
        )
        return (first, *rest)

    def words(self, value: JSON) -> tuple[str, ...]:
        parts = self.parts()
        return (*words_of(parts[:1], value, labelled=False), *words_of(parts[1:], value)) or (str(value),)

    def search_text(self, value: JSON) -> str:
        return searched(self.parts(), value)

    def second_look(self, value: JSON) -> str:
        email = value.get("email") if isinstance(value, dict) else None
        return Email().second_look(email) if email else ""

    def mistakes(self) -> tuple[str, ...]:
        unasked = [key for key in self.may_leave if key not in self.ask_for]
        found = tuple(
            f"`may_leave` names {key}, which is not asked. Write it under `ask_for` too." for key in unasked
        )
        return found + option_mistakes(self.relations)
