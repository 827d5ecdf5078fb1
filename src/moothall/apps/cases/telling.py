"""What the parties of a case are told: names and addresses from `people`, facts from the case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from moothall.apps.cases.links import track_link
from moothall.apps.cases.models import Case, CaseLink, Party
from moothall.apps.cases.reading import service_name
from moothall.apps.cases.said import CO_APPLICANT, FORMER
from moothall.apps.cases.traits import MERGED, traits_of
from moothall.apps.deadlines import api as deadlines
from moothall.apps.messaging import api as messaging
from moothall.apps.people import api as people
from moothall.ground.gathering import Some, gathered
from moothall.kernel.actors import Actor, system
from moothall.ui.languages import speaking, usable

_SELF = system("cases")
#: What fills a template, said anew for each person in their own language.
Facts = Callable[[], Mapping[str, str]]
#: What those hear who filled in a part of the form, where no template of the moment itself names them: the moment of
#: their own, and which facts go along. What officers write to the reporter is not for them.
FOR_PARTS: Mapping[str, tuple[str, frozenset[str]]] = {
    "case opened": ("part sent", frozenset()),
    "link asked": ("part sent", frozenset()),
    "case closed": ("part closed", frozenset({"outcome"})),
}


def tell_party(
    moment: str,
    case: Case,
    party: UUID,
    person: messaging.Recipient,
    facts: Facts,
    *,
    by: Actor,
    language: str,
) -> int:
    """Tell one person, in the language they read our pages in as far as there are words in it; the link in the message
    is theirs alone. Returns how many messages that made."""
    if not person.email:
        return 0
    tongue = usable(language)
    with speaking(messaging.spoken_at(moment, service=case.service, language=tongue)):
        own = facts()
        told = {
            "reference": case.reference,
            "service_name": service_name(case.service),
            "track_link": track_link(party, tongue),
            **own,
        }
    tell = partial(
        messaging.tell, about=case.stream, service=case.service, to=[person], by=by, language=tongue
    )
    made = tell(moment, facts=told)
    if made or person.role != CO_APPLICANT or moment not in FOR_PARTS:
        return made
    short, names = FOR_PARTS[moment]
    return tell(short, facts={name: said for name, said in told.items() if name not in own or name in names})


#: What is said of one case alone, also when others are dealt with together with it.
OF_ONE_ALONE = frozenset(
    {
        "case merged",
        "case unmerged",
        "duplicate linked",
        "duplicate unlinked",
        "case withdrawn",
        "file refused",
    }
)


def tell_parties(
    moment: str, case: Case, facts: Facts, *, by: Actor, parties: Sequence[Party] | None = None
) -> int:
    """Tell everybody with a part in the case whom a template of this moment names; and of the cases that were merged
    into it, each under their own reference. `parties` are the case's, from whoever has read them already."""
    told = _tell_parties(moment, case, facts, by=by, parties=parties)
    if MERGED in traits_of(case) and moment not in OF_ONE_ALONE:
        links = CaseLink.objects.filter(original_id=case.id, ended_at=None, merged=True)
        for link in links.select_related("duplicate").order_by("linked_at", "id"):
            told += _tell_parties(moment, link.duplicate, facts, by=by)
    return told


def parties_of(case_id: UUID) -> list[Party]:
    """Everybody with a part in a case, in the order in which they came."""
    parties = Some(Party, "case_id = %s", (case_id,))
    return sorted(gathered(parties)[parties], key=lambda party: party.id)


def _tell_parties(
    moment: str, case: Case, facts: Facts, *, by: Actor, parties: Sequence[Party] | None = None
) -> int:
    known = parties_of(case.id) if parties is None else parties
    found = [party for party in known if party.role != FORMER]
    named = people.people_named([p.source_record_id for p in found if p.source_record_id], seen_by=_SELF)
    told = 0
    for party in found:
        person = named.get(party.source_record_id) if party.source_record_id else None
        if person is not None:
            recipient = messaging.Recipient(party.role, person.name, person.email)
            told += tell_party(moment, case, party.id, recipient, facts, by=by, language=party.language)
    return told


def tell_followers(moment: str, case: Case, facts: Facts, *, by: Actor) -> None:
    """Tell the parties of every case that is linked to this one as its duplicate, each under its own reference."""
    same = Some(CaseLink, "original_id = %s AND ended_at IS NULL AND NOT merged", (case.id,))
    links = [link.duplicate_id for link in gathered(same)[same]]
    for duplicate in Case.objects.filter(pk__in=links).order_by("pk") if links else ():
        tell_parties(moment, duplicate, facts, by=by)


def due_facts(promise: deadlines.Promise | None) -> dict[str, str]:
    """`due_on` and `promise` for a template; empty where the service promises nothing."""
    if promise is None:
        return {"due_on": "", "promise": ""}
    return {"due_on": deadlines.day_in_words(promise.due_on), "promise": promise.sentence}


def emails_of(case: Case, roles: Iterable[str]) -> tuple[str, ...]:
    """The e-mail addresses of those with one of `roles`."""
    sources = Party.objects.filter(case_id=case.id, role__in=list(roles)).values_list(
        "source_record_id", flat=True
    )
    named = people.people_named([key for key in sources if key], seen_by=_SELF)
    return tuple(person.email for person in named.values() if person.email)
