"""Where cases are, for whoever plans a round: the point as far as answers tell it, and the words people wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from moothall.apps.bookings.api import Stop
from moothall.apps.cases.going import on_own_rounds
from moothall.apps.cases.models import Case
from moothall.apps.cases.policies import READ, VISIT
from moothall.apps.cases.reading import form_of_case, service_name
from moothall.apps.cases.said import bound_lines
from moothall.apps.forms import api as forms
from moothall.apps.places import api as places
from moothall.ground.looks.api import record_look
from moothall.kernel.actors import Actor, system

_SELF = system("cases")
_PLACES = ("place.point", "place.address", "place.postcode", "place.uprn")
_WORDS = ("place.address", "place.description", "place.point", "place.postcode")


@dataclass(frozen=True, slots=True)
class StopSaid:
    """A case as a stop of a round. `where` is what people wrote about the place, in lines."""

    stop: Stop
    reference: str
    service_name: str
    status: str
    ward: str
    where: tuple[str, ...]


def stops_of(references: Sequence[str], *, seen_by: Actor) -> tuple[StopSaid, ...]:
    """The cases as stops, in the order asked; those that the asker may not see are left out. A look at each.

    Whoever may read no case sees those on rounds of their teams. Seven queries at most, however many. Raises Refused.
    """
    reads = READ.allows(seen_by)
    if not reads and not VISIT.allows(seen_by):
        READ.demand(seen_by)
    there = list(Case.objects.filter(reference__in=list(references), erased=False))
    seen = [one for one in there if reads and seen_by.sees(one.confidentiality)]
    others = on_own_rounds([one for one in there if one not in seen], seen_by=seen_by)
    cases = {case.reference: case for case in (*seen, *others)}
    if seen_by.is_officer and cases:
        record_look(seen_by, [one.stream for one in cases.values()], purpose="round", route="cases.round")
    ordered = [cases[one] for one in dict.fromkeys(references) if one in cases]
    return _said(ordered)


def wheres_of(keys: Sequence[UUID], *, seen_by: Actor) -> Mapping[UUID, tuple[str, ...]]:
    """Where cases are, in the lines people wrote: the place, or else where somebody lives. Those that the asker may
    not see are left out, and so is what is sensitive. Two queries; whoever shows them records the look."""
    READ.demand(seen_by)
    there = Case.objects.filter(pk__in=list(keys), erased=False)
    cases = [one for one in there if seen_by.sees(one.confidentiality)]
    kept = forms.answers_of_each([case.stream for case in cases], seen_by=_SELF)
    return {
        case.id: lines
        for case in cases
        if case.stream in kept and (lines := _where_listed(case, kept[case.stream].answers))
    }


def _where_listed(case: Case, answers: forms.Answers) -> tuple[str, ...]:
    said = bound_lines(form_of_case(case).part(), answers, listed=True)
    place = tuple(dict.fromkeys(line for binding in _WORDS for line in said.get(binding, ())))
    return place or said.get("person.address", ())


def _said(cases: Sequence[Case]) -> tuple[StopSaid, ...]:
    kept = forms.answers_of_each([case.stream for case in cases], seen_by=_SELF)
    answers = {one: held.answers for one, held in kept.items()}
    given = {case.stream: list(_places(case, answers.get(case.stream))) for case in cases}
    points = _points(value for values in given.values() for value in values)
    middles = places.middles_of_wards(case.ward for case in cases if case.ward)
    made = []
    for case in cases:
        stop = _stop(case, given[case.stream], points, middles)
        where = _where(case, answers.get(case.stream))
        made.append(StopSaid(stop, case.reference, service_name(case.service), case.status, case.ward, where))
    return tuple(made)


def _places(case: Case, answers: forms.Answers | None) -> Iterable[forms.JSON]:
    if answers is None:
        return
    form = form_of_case(case).part()
    for binding in _PLACES:
        for question in form.bound(binding):
            if (value := answers.value(question.key)) is not None:
                yield value


def _points(values: Iterable[forms.JSON]) -> Mapping[str, places.PointAt]:
    """The point of each postcode and each UPRN that is named. Two queries."""
    named = list(values)
    postcodes = {one for one in map(_postcode, named) if one}
    uprns = {one for one in map(_uprn, named) if one}
    return {**places.points_of_postcodes(postcodes), **places.points_of_addresses(uprns)}


def _stop(
    case: Case,
    given: Sequence[forms.JSON],
    points: Mapping[str, places.PointAt],
    middles: Mapping[str, places.PointAt],
) -> Stop:
    """As exact as it is known: a point, an address, a postcode, and at last the middle of the ward."""
    for value in given:
        lat, lon = (value.get("lat"), value.get("lon")) if isinstance(value, dict) else (None, None)
        if isinstance(lat, int | float) and isinstance(lon, int | float):
            return Stop(case.stream, case.reference, float(lat), float(lon))
    for name in (*map(_uprn, given), *map(_postcode, given)):
        if at := points.get(name):
            return Stop(case.stream, case.reference, at.lat, at.lon)
    middle = middles.get(case.ward)
    if middle is None:
        return Stop(case.stream, case.reference, exact=False)
    return Stop(case.stream, case.reference, middle.lat, middle.lon, exact=False)


def _postcode(value: forms.JSON) -> str:
    found = value.get("postcode") if isinstance(value, dict) else value
    return found if isinstance(found, str) else ""


def _uprn(value: forms.JSON) -> str:
    found = value.get("uprn") if isinstance(value, dict) else ""
    return found if isinstance(found, str) else ""


def _where(case: Case, answers: forms.Answers | None) -> tuple[str, ...]:
    if answers is None:
        return ()
    said = bound_lines(form_of_case(case).part(), answers)
    return tuple(dict.fromkeys(line for binding in _WORDS for line in said.get(binding, ())))
