"""Whom cases are about, for whoever watches over looks: asked by the system, never by a page."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from moothall.apps.cases.models import Case, Party
from moothall.apps.forms import api as forms
from moothall.apps.people import api as people
from moothall.apps.places.api import read_postcode
from moothall.ground.looks.api import SEE_LOOKS
from moothall.kernel.actors import Actor, system
from moothall.kernel.references import NotAReference, read_reference

_SELF = system("cases")


@dataclass(frozen=True, slots=True)
class Whose:
    """The people of one case: names, e-mail addresses in small letters; every postcode they gave, also of the place."""

    names: tuple[str, ...]
    emails: tuple[str, ...]
    postcodes: tuple[str, ...]


def whose(cases: Collection[UUID], *, seen_by: Actor) -> Mapping[UUID, Whose]:
    """The people of some cases, for the system alone. Three queries. Empty for anybody else."""
    if seen_by.is_officer or not SEE_LOOKS.allows(seen_by):
        return {}
    pairs = Party.objects.filter(case_id__in=cases).values_list("case_id", "source_record_id")
    records: dict[UUID, list[UUID]] = {}
    for case_id, record in pairs:
        if record is not None:
            records.setdefault(case_id, []).append(record)
    named = people.people_named([one for each in records.values() for one in each], seen_by=_SELF)
    streams = {f"case:{key}": key for key in cases}
    kept = forms.answers_of_each(list(streams), seen_by=_SELF)
    said = {streams[stream]: one.answers for stream, one in kept.items()}
    return {
        key: _whose(
            [named[one] for one in records.get(key, ()) if one in named], said.get(key, forms.Answers())
        )
        for key in cases
    }


def _whose(found: Collection[people.Person], answers: forms.Answers) -> Whose:
    written = [line for person in found for line in person.address]
    written += [one for answer in answers.values() for one in _postcodes(answer.value)]
    return Whose(
        tuple(person.name for person in found if person.name),
        tuple(person.email.casefold() for person in found if person.email),
        tuple(dict.fromkeys(code for one in written if (code := read_postcode(one)))),
    )


def _postcodes(value: forms.JSON) -> Iterator[str]:
    """What stands under `postcode`, wherever in an answer."""
    if isinstance(value, dict):
        if isinstance(code := value.get("postcode"), str):
            yield code
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _postcodes(each)


def case_referred_to(reference: str, *, seen_by: Actor) -> UUID | None:
    """The key of a case by its reference, for those who look after data protection: they ask who saw it, not what
    stands in it. None where there is none. Raises Refused for anybody else.
    """
    SEE_LOOKS.demand(seen_by)
    try:
        wanted = read_reference(reference)
    except NotAReference:
        return None
    return Case.objects.filter(reference=wanted).values_list("id", flat=True).first()


def references_of(cases: Collection[UUID], *, seen_by: Actor) -> Mapping[UUID, str]:
    """References of cases on a record of looks: of all for those who look after data protection, of those that
    they see themselves for others. One query."""
    found = Case.objects.filter(pk__in=cases)
    if not SEE_LOOKS.allows(seen_by):
        found = found.filter(confidentiality__in=seen_by.classes)
    return dict(found.values_list("id", "reference"))
