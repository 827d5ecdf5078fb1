"""What the answers of a form say to a case through their bindings: who is asking, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from moothall.apps.forms import api as forms
from moothall.apps.places.api import ward_at, ward_of_postcode

REPORTER = "reporter"
#: The part of who somebody was before they were put right: told nothing, followed by nobody, erased with the case.
FORMER = "former"


@dataclass(frozen=True, slots=True)
class SaidParty:
    """Somebody with a part in a case, as they or somebody for them said. All but the role may be empty."""

    role: str
    name: str = ""
    email: str = ""
    phone: str = ""
    address: tuple[str, ...] = ()

    @property
    def says_anything(self) -> bool:
        return bool(self.name or self.email or self.phone or self.address)


def parties_said(form: forms.Form, answers: forms.Answers) -> tuple[SaidParty, ...]:
    """The reporter (always, even when nothing was said) and the subject, from the answers' bindings."""
    lines = bound_lines(form, answers)
    subject = _party("subject", "subject", lines)
    return (_party(REPORTER, "person", lines), *([subject] if subject.says_anything else []))


def bound_lines(form: forms.Form, answers: forms.Answers) -> Mapping[str, tuple[str, ...]]:
    """The first answer to each binding, in lines."""
    found: dict[str, tuple[str, ...]] = {}
    for question in form.questions.values():
        value = answers.value(question.key)
        if question.binding and value is not None and question.binding not in found:
            found[question.binding] = question.kind.words(value)
    return found


def ward_said(form: forms.Form, answers: forms.Answers) -> str:
    """The ward of the place it is about, or of the reporter's own address; empty when neither is known."""
    for binding in ("place.postcode", "place.address", "place.point", "subject.address", "person.address"):
        for question in form.bound(binding):
            if ward := _ward(answers.value(question.key)):
                return ward
    return ""


def digests_said(answers: forms.Answers) -> frozenset[str]:
    """The digests of the files that answers name, wherever they stand in them."""
    return frozenset(digest for answer in answers.values() for digest in _digests(answer.value))


def _digests(value: forms.JSON) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(digest := value.get("digest"), str):
            yield digest
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _digests(each)


def listed_name(form: forms.Form, name: str) -> str:
    """The reporter's name for lists and searches: none where the form calls it sensitive."""
    return "" if any(question.sensitive for question in form.bound("person.name")) else name


def _ward(value: forms.JSON) -> str:
    if isinstance(value, str):
        return ward_of_postcode(value) or ""
    if not isinstance(value, dict):
        return ""
    ward = value.get("ward")
    if ward and isinstance(ward, str):
        return ward
    postcode, lon, lat = value.get("postcode"), value.get("lon"), value.get("lat")
    if isinstance(postcode, str):
        return ward_of_postcode(postcode) or ""
    if isinstance(lon, int | float) and isinstance(lat, int | float):
        return ward_at(lon, lat) or ""
    return ""


def _party(role: str, bound: str, lines: Mapping[str, tuple[str, ...]]) -> SaidParty:
    def one(what: str) -> str:
        return ", ".join(lines.get(f"{bound}.{what}", ()))

    return SaidParty(role, one("name"), one("email"), one("phone"), lines.get(f"{bound}.address", ()))
