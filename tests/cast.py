"""Who everyone is, said once: residents and officers of Barchester, and what they usually ask for.

Residents type; officers come from the council's own `staff.yaml`. Nothing here is a fixture: call it where it is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import NAMESPACE_URL, uuid5

from moothall.apps.cases.api import Opened, open_case, track
from moothall.apps.catalogue import api as catalogue
from moothall.apps.forms.api import Given, fill_in, form_of
from moothall.apps.identity.api import account_by_email, create_account
from moothall.apps.teams import api as teams
from moothall.kernel.actors import ANONYMOUS, Actor, system

SYSTEM = system("test")
PASSWORD = "correct-horse-battery-staple-7"

FLY_TIPPING = "report-fly-tipping"
MISSED_BIN = "report-missed-bin"
COMPLAINT = "make-complaint"
CONCERN = "raise-concern-about-neighbour"
#: Barchester's own, and the one that costs something.
STALL = "rent-market-stall"


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody who asks for something. `typed` is what they type about themselves."""

    name: str
    email: str

    @property
    def typed(self) -> Mapping[str, Given]:
        return {"name": self.name, "email": self.email}


HARDING = Resident("Septimus Harding", "septimus@example.com")
ELEANOR = Resident("Eleanor Bold", "eleanor@example.com")
#: Whoever writes to them is told for good that there is no such address.
SLOPE = Resident("Obadiah Slope", "slope@refused.example")
NOBODY = Resident("", "")


@dataclass(frozen=True, slots=True)
class Officer:
    """A member of staff, with the places they have in the council."""

    name: str
    email: str
    places: tuple[teams.Place, ...] = field(default_factory=tuple)

    @property
    def actor(self) -> Actor:
        """The officer acting, without an account in the database: enough wherever no name is shown."""
        return teams.actor_with(uuid5(NAMESPACE_URL, self.email), self.places)

    def signs_in(self) -> Actor:
        """The officer acting, with an account and its places in the database."""
        account = account_by_email(self.email, seen_by=SYSTEM) or create_account(
            self.email, self.name, PASSWORD
        )
        for place in self.places:
            teams.join(account.pk, team=place.team, role=place.role, by=SYSTEM)
        return teams.actor_for(account)


OLWEN = Officer("Olwen Arkwright", "olwen@barchester.example", (teams.Place("waste", "officer"),))
MARCUS = Officer("Marcus Thorne", "marcus@barchester.example", (teams.Place("waste", "manager"),))
PRIYA = Officer("Priya Raman", "priya@barchester.example", (teams.Place("customer-relations", "officer"),))
GARETH = Officer("Gareth Finch", "gareth@barchester.example", (teams.Place("adult-safeguarding", "manager"),))
ADAEZE = Officer("Adaeze Okoro", "adaeze@barchester.example", (teams.Place("adult-safeguarding", "officer"),))
TOM = Officer("Tom Pellow", "tom@barchester.example", (teams.Place("customer-services", "adviser"),))
RHYS = Officer("Rhys Vane", "rhys@barchester.example", (teams.Place("customer-services", "reader"),))
SAM = Officer("Sam Whitlock", "sam@barchester.example", (teams.Place("digital", "platform-administrator"),))

USUAL: Mapping[str, Mapping[str, Given]] = {
    STALL: {"market": "saturday", "stall": "short", "goods": "Honey", "charity": "no"},
    FLY_TIPPING: {
        "rubbish_type": "furniture",
        "amount": "item",
        "land": "street",
        "place": "Outside 14 Mill Lane, by the bus stop",
        "spot": "",
        "saw_it_happen": "no",
        "phone": "",
    },
    COMPLAINT: {
        "about": "service",
        "what_happened": "My new bin was promised three times and never came.",
        "happened_on": {"day": "20", "month": "2", "year": "2026"},
        "put_right": "Bring the bin and say sorry.",
        "complained_before": "no",
        "for_somebody": "no",
        "adjustments": "",
        "phone": "",
    },
    CONCERN: {
        "how_old": "adult",
        "their_name": "",
        "their_home": "11 Hiram Street",
        "postcode": "",
        "worries": ["money"],
        "lives_with": "unsure",
        "what_happened": "Somebody else collects her pension and she has no heating.",
        "how_you_know": "neighbour",
        "they_know": "no",
        "stay_unknown": "no",
        "phone": "",
    },
}


def sends(
    service: str,
    who: Resident,
    *,
    key: str = "",
    by: Actor = ANONYMOUS,
    held: tuple[str, ...] = (),
    **changed: Given,
) -> Opened:
    """`who` fills in the form of `service` as usual, with what is `changed`, and sends it."""
    wanted = catalogue.service_named(service, seen_by=SYSTEM)
    filled = fill_in(form_of(wanted), {**USUAL[service], **who.typed, **changed})
    assert not filled.problems, filled.problems
    return open_case(wanted, filled.answers, by=by, key=key, held=lambda: held)


def proven(opened: Opened, who: Resident) -> Actor:
    """`who`, having proven by reference and e-mail address that the case is theirs."""
    return track(opened.reference, who.email)
