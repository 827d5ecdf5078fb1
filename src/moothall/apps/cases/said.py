"""What the answers of a form say to a case through their bindings: who is asking, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from moothall.apps.forms import api as forms
from moothall.apps.places.api import ward_at, ward_of_postcode

REPORTER = "reporter"
#: Who filled in a part of the form besides the reporter.
CO_APPLICANT = "co_applicant"
#: For whom the reporter asks, and whom it is about: the beginning of the bindings that say so.
_OTHERS = ("on_behalf_of", "subject")
#: The part of who somebody was before they were put right: told nothing, followed by nobody, erased with the case.
FORMER = "former"
#: Whose the request is: a subject of it, or somebody who subscribed to its public report, is not.
MAY_FOLLOW = ("reporter", "on_behalf_of")


@dataclass(frozen=True, slots=True)
class SaidParty:
    """Somebody with a part in a case, as they or somebody for them said. All but the role may be empty."""

    role: str
    name: str = ""
    email: str = ""
    phone: str = ""
    address: tuple[str, ...] = ()
    #: Of a co-applicant: who of the form's people they are.
    person: str = ""

    @property
    def says_anything(self) -> bool:
        return bool(self.name or self.email or self.phone or self.address)


def parties_said(form: forms.Form, answers: forms.Answers) -> tuple[SaidParty, ...]:
    """The reporter (always, even when nothing was said), for whom they ask, whom it is about, and who filled in a part
    of the form: from the bindings of the answers, each in the part of whoever says it."""
    lines = bound_lines(form.part(), answers)
    others = (_party(role, role, lines) for role in _OTHERS)
    taking = (_taking_part(form, answers, one) for one in _who_took_part(form, answers))
    return (_party(REPORTER, "person", lines), *(one for one in others if one.says_anything), *taking)


def _who_took_part(form: forms.Form, answers: forms.Answers) -> tuple[forms.Participant, ...]:
    return forms.who_takes_part(form.part(), answers) if form.people else ()


def _taking_part(form: forms.Form, answers: forms.Answers, one: forms.Participant) -> SaidParty:
    """What they say of themselves; else their name and address as the reporter gave them."""
    said = _party(CO_APPLICANT, "person", bound_lines(form.part(one.key), answers))
    name = said.name or forms.name_of(form, answers, one)
    return replace(said, name=name, email=forms.email_of(answers, one), person=one.key)


def bound_lines(
    form: forms.Form, answers: forms.Answers, *, listed: bool = False
) -> Mapping[str, tuple[str, ...]]:
    """The first answer to each binding, in lines; as it is `listed`, without what is sensitive."""
    found: dict[str, tuple[str, ...]] = {}
    for question in form.questions.values():
        value = answers.value(question.key)
        if question.binding and value is not None and not (listed and question.sensitive):
            for binding, lines in forms.bound_parts(question, value):
                found.setdefault(binding, lines)
    return found


def ward_said(form: forms.Form, answers: forms.Answers) -> str:
    """The ward of the place it is about, or of the reporter's own address; empty when neither is known."""
    for binding in ("place.postcode", "place.address", "place.point", "subject.address", "person.address"):
        for question in form.part().bound(binding):
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
    own = form.part()
    named = (*own.bound("person.name"), *own.bound("person.self"))
    return "" if any(question.sensitive for question in named) else name


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
