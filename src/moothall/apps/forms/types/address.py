"""An address in the United Kingdom: found by its postcode, or typed by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as N_
from django.utils.translation import ngettext

from moothall.apps.forms.answers import JSON
from moothall.apps.forms.postcodes import postcode_in
from moothall.apps.forms.question import Entry, Kind, Layout, Outcome, Problem, Question, Typed
from moothall.apps.forms.text import clean_code, clean_line, length_of
from moothall.apps.places import api as places
from moothall.kernel import feel
from moothall.ui.questions.outline import (
    CHOOSE,
    HAND,
    OTHER,
    AddressLookup,
    InputGroup,
    LabelledInput,
    More,
    TextInput,
    Widget,
)

#: The parts in order: key in the answer, field suffix, label, autocomplete.
PARTS = (
    ("line_1", "line-1", N_("Address line 1"), "address-line1"),
    ("line_2", "line-2", N_("Address line 2 (optional)"), "address-line2"),
    ("town", "town", N_("Town or city"), "address-level2"),
    ("county", "county", N_("County (optional)"), ""),
    ("postcode", "postcode", N_("Postcode"), "postal-code"),
)
#: What an address from the list has besides: both are empty for one typed by hand.
FOUND = ("uprn", "ward")
_NEEDED = {"line_1": "no_line_1", "town": "no_town", "postcode": "no_postcode"}
_WIDTHS = {"town": "two-thirds", "county": "two-thirds", "postcode": "10"}
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Address(Kind):
    type: ClassVar[str] = "address"
    about: ClassVar[str] = (
        "An address in the United Kingdom. The postcode finds the addresses the council knows, a house number narrows "
        "them, and the UPRN and the ward of the one chosen are kept; or it is typed by hand. Works without JavaScript: "
        "the page comes back with the list."
    )
    example: ClassVar[str] = """\
ask: where
type: address
label: What is the address?
binding: place.address
"""
    feel_type: ClassVar[feel.Type] = feel.CONTEXT
    layout: ClassVar[Layout] = Layout.BLOCK
    seconds: ClassVar[int] = 40
    settles: ClassVar[bool] = True
    settings_schema: ClassVar[Mapping[str, JSON]] = {
        "look_up": {
            "enum": ["yes", "no"],
            "description": "no: typed by hand only, for addresses mostly outside the council’s area.",
        },
    }
    bindings: ClassVar[frozenset[str]] = frozenset(
        {"on_behalf_of.address", "person.address", "place.address", "subject.address"}
    )
    sentences: ClassVar[Mapping[str, str]] = {
        "no_line_1": "Enter address line 1, typically the building and street",
        "no_town": "Enter town or city",
        "no_postcode": "Enter postcode",
        "wrong_postcode": "Enter a full UK postcode, like SW1A 1AA",
        "too_long": "{label} must be {most} characters or less",
        "not_chosen": "Select an address, or “{other}”",
        "not_found": "We do not have the addresses of {postcode}. Enter the address below.",
        "by_hand": "Enter the address by hand",
        "other": "The address is not in this list",
    }

    look_up: bool = True

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        return cls(look_up=settings.get("look_up") != "no")

    def fields(self, question: Question) -> tuple[str, ...]:
        more = ("building", "uprn", "listed") if self.look_up else ()
        return tuple(f"{question.key}-{suffix}" for suffix in (*(part[1] for part in PARTS), *more))

    def read(self, question: Question, entry: Entry) -> Outcome:
        value = {part: clean_line(entry.text(f"{question.key}-{suffix}")) for part, suffix, *__ in PARTS}
        by_hand = any(text for part, text in value.items() if part != "postcode")
        if not self.look_up or by_hand or entry.text(f"{question.key}-listed") == HAND:
            return self._by_hand(question, entry, value)
        if not value["postcode"]:
            if question.required or entry.text(f"{question.key}-building").strip():
                return Outcome(problems=(question.problem("no_postcode", "postcode"),))
            return Outcome()
        postcode = postcode_in(value["postcode"])
        if postcode is None:
            return Outcome(problems=(question.problem("wrong_postcode", "postcode"),))
        return self._found(question, entry, postcode)

    def _by_hand(self, question: Question, entry: Entry, value: dict[str, str]) -> Outcome:
        if not question.required and not any(value.values()):
            return Outcome()
        postcode = postcode_in(value["postcode"])
        problems = [*self._missing(question, value), *self._too_long(question, value)]
        if value["postcode"] and not postcode:
            problems.append(question.problem("wrong_postcode", "postcode"))
        if problems:
            order = self.fields(question)
            in_order = tuple(sorted(problems, key=lambda problem: order.index(problem.field)))
            return Outcome(problems=in_order, ask_more=self._hand(question) if self.look_up else None)
        typed: dict[str, JSON] = {**value, "postcode": postcode}
        return Outcome({**typed, **self._known(entry.text(f"{question.key}-uprn"), typed)})

    def _known(self, uprn: str, typed: Mapping[str, JSON]) -> dict[str, JSON]:
        """The UPRN and ward of an address from the list, as long as nothing of it was changed by hand."""
        found = places.address_of(uprn) if self.look_up and uprn.isdigit() else None
        if found is None:
            return {}
        whole = _as_answer(found)
        same = all(typed[part] == whole[part] for part, *__ in PARTS)
        return {key: whole[key] for key in FOUND if key in whole} if same else {}

    def _found(self, question: Question, entry: Entry, postcode: str) -> Outcome:
        """By postcode: the one chosen, the only one with that number, or the list to choose from."""
        chosen, building = (
            entry.text(f"{question.key}-uprn"),
            clean_code(entry.text(f"{question.key}-building")),
        )
        at_postcode = places.addresses_at(postcode)
        if chosen == OTHER or not at_postcode:
            said = "" if at_postcode else question.say("not_found", postcode=postcode)
            return Outcome(ask_more=self._hand(question, said))
        picked = [address for address in at_postcode if address.uprn == chosen]
        narrowed = [address for address in at_postcode if _has(address.line, building)] if building else []
        if picked or len(narrowed) == 1:
            return Outcome(_as_answer((picked or narrowed)[0]))
        listed = f"{postcode} {building}".strip()
        more = self._choice(question, tuple(narrowed) or at_postcode, listed)
        if entry.text(f"{question.key}-listed") != listed:
            return Outcome(ask_more=more)
        problem = question.problem("not_chosen", "uprn", other=question.say("other"))
        return Outcome(problems=(problem,), ask_more=more)

    def _hand(self, question: Question, said: str = "") -> More:
        fields = ((f"{question.key}-listed", HAND), (f"{question.key}-uprn", ""))
        return More(question=question.key, mode=HAND, said=said, fields=fields)

    def _choice(self, question: Question, found: tuple[places.Address, ...], listed: str) -> More:
        many = ngettext("{count} address found", "{count} addresses found", len(found)).format(
            count=len(found)
        )
        choices = [("", many), *((address.uprn, _in_line(address)) for address in found)]
        return More(
            question=question.key,
            mode=CHOOSE,
            choices=(*choices, (OTHER, question.say("other"))),
            fields=((f"{question.key}-listed", listed),),
        )

    def _missing(self, question: Question, value: Mapping[str, str]) -> list[Problem]:
        return [
            question.problem(_NEEDED[part], suffix)
            for part, suffix, *__ in PARTS
            if part in _NEEDED and not value[part]
        ]

    def _too_long(self, question: Question, value: Mapping[str, str]) -> list[Problem]:
        return [
            question.problem(
                "too_long", suffix, label=_(label).removesuffix(_("(optional)")).strip(), most=_MOST
            )
            for part, suffix, label, __ in PARTS
            if part != "postcode" and length_of(value[part]) > _MOST
        ]

    def answer_schema(self) -> dict[str, JSON]:
        text: dict[str, JSON] = {"type": "string", "maxLength": 4 * _MOST}
        return {
            "type": "object",
            "required": ["line_1", "town", "postcode"],
            "additionalProperties": False,
            "properties": {
                **{part: dict(text) for part, *__ in PARTS},
                "uprn": {"type": "string", "pattern": "^[0-9]{1,12}$"},
                "ward": {"type": "string"},
            },
        }

    def feel_value(self, value: JSON) -> feel.Value:
        if not isinstance(value, dict):
            return None
        return {part: str(value.get(part, "")) for part in (*(part[0] for part in PARTS), *FOUND)}

    def condition_type(self) -> feel.Type:
        return feel.context_of(dict.fromkeys((*(part[0] for part in PARTS), *FOUND), feel.TEXT))

    def words(self, value: JSON) -> tuple[str, ...]:
        held = value if isinstance(value, dict) else {}
        return tuple(str(held[part]) for part, *__ in PARTS if held.get(part))

    def search_text(self, value: JSON) -> str:
        """With the postcode both ways: SW1A 1AA and SW1A1AA."""
        held = value if isinstance(value, dict) else {}
        return " ".join([*self.words(value), str(held.get("postcode", "")).replace(" ", "")])

    def retype(self, question: Question, value: JSON) -> Typed:
        held = value if isinstance(value, dict) else {}
        typed = {f"{question.key}-{suffix}": (str(held.get(part, "")),) for part, suffix, *__ in PARTS}
        uprn = str(held.get("uprn", ""))
        return {**typed, f"{question.key}-uprn": (uprn,)} if uprn and self.look_up else typed

    def widget(self, question: Question) -> Widget:
        own = question.binding == "person.address"
        by_hand = tuple(
            _input(question, suffix, _(label), autocomplete if own else "", _WIDTHS.get(part, ""))
            for part, suffix, label, autocomplete in PARTS
        )
        if not self.look_up:
            return InputGroup(name=question.key, inputs=by_hand)
        building = _input(question, "building", _("House name or number (optional)"), "", "10")
        return AddressLookup(
            name=question.key,
            find=(by_hand[-1], building),
            choice=f"{question.key}-uprn",
            chosen=_("Select an address"),
            hand=by_hand,
            by_hand=question.say("by_hand"),
            carried=(f"{question.key}-listed",),
        )


def _input(question: Question, suffix: str, label: str, autocomplete: str, width: str) -> LabelledInput:
    return LabelledInput(
        label=label,
        input=TextInput(
            name=f"{question.key}-{suffix}",
            autocomplete=autocomplete,
            width=width,
            spellcheck=False if suffix in ("postcode", "building") else None,
        ),
    )


def _as_answer(address: places.Address) -> dict[str, JSON]:
    """An address of the list as it is kept; what the list does not have is left out."""
    line, town = clean_line(address.line), clean_line(address.town)
    value: dict[str, JSON] = {
        "line_1": line,
        "line_2": "",
        "town": town,
        "county": "",
        "postcode": address.postcode,
    }
    ward: dict[str, JSON] = {"ward": address.ward} if address.ward else {}
    return {**value, "uprn": address.uprn, **ward}


def _in_line(address: places.Address) -> str:
    return ", ".join(filter(None, (address.line, address.town)))


def _has(line: str, building: str) -> bool:
    """Does the line have these words, a number as a whole: 12 is not in 112."""
    wanted = re.findall(r"\w+", building.casefold())
    words = re.findall(r"\w+", line.casefold())
    size = len(wanted)
    return (
        any(words[start : start + size] == wanted for start in range(len(words) - size + 1))
        if size
        else False
    )
