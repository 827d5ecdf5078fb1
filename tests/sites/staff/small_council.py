"""A council with little in it, each thing with a word of its own: whoever is told the word is told the thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from tests.cast import CONCERN, SYSTEM, Resident, sends
from tests.sites.staff.desk import a_case
from tests.sites.staff.officers import an_officer

from moothall.apps.bookings.api import make_round
from moothall.apps.cases import api as cases
from moothall.apps.catalogue.api import service_named
from moothall.apps.contacts.api import begin_contact, write_down
from moothall.apps.documents.api import attach
from moothall.apps.forms.api import Answer, Answers
from moothall.apps.teams.api import actor_for, join
from moothall.ground.jobs.api import run_pending
from moothall.kernel import clock
from moothall.kernel.actors import ANONYMOUS, STAFF_CLASS, Actor, team_class
from moothall.sites.rehearsal.walking import sample_photo

#: A second service that one team alone may know of.
HOMELESS = "get-homelessness-help"
#: What is said in a confidential case: in its answers, and by those who work on it.
SAID = ("name", "home", "what", "note", "tag", "file", "reply", "quiet", "hold")


@dataclass(frozen=True, slots=True)
class Secret:
    """Words, in small letters, that those alone may read of whom `told` says so."""

    words: frozenset[str]
    told: Callable[[Actor], bool]


@dataclass(slots=True)
class Small:
    """`concern` and `homeless` are the references of two confidential cases, `one` that of a case that all staff may
    read. `closed` are addresses of what others keep."""

    concern: str
    homeless: str
    one: str
    closed: list[str]
    secrets: list[Secret] = field(default_factory=list)

    def not_for(self, who: Actor) -> set[str]:
        return {word for secret in self.secrets if not secret.told(who) for word in secret.words}


def reads(confidentiality: str) -> Callable[[Actor], bool]:
    return lambda who: who.may("cases.read") and who.sees(confidentiality)


def goes_there(who: Actor) -> bool:
    """Whoever goes on the round of the waste team reads what was said where it stops."""
    return who.may("rounds.visit") and "waste" in who.teams


def watches(who: Actor) -> bool:
    """Whoever reads the log of looks reads there which requests were looked at, and nothing that stands in them."""
    return who.may("audit.read")


def confide(word: str) -> tuple[str, set[str]]:
    """A confidential case with a word of its own in everything that can be said in it; its reference, the words."""
    said = {one: f"{word}{one}" for one in SAID}
    by = actor_for(an_officer(f"Gareth {word}", team="adult-safeguarding", role="manager"))
    who = Resident(f"Mary {said['name']}", "mary@example.com")
    opened = sends(CONCERN, who, their_home=said["home"], what_happened=f"They {said['what']} her.")
    reference = opened.reference
    cases.add_note(reference, f"She said {said['note']}.", by=by)
    cases.add_sensitive_note(reference, f"Ask {said['quiet']}.", role="manager", by=by)
    cases.add_tag(reference, said["tag"], by=by)
    attach(
        f"case:{opened.case_id}", sample_photo(), name=f"{said['file']}.jpg", media_type="image/jpeg",
        kind="photo", source="form:x", by=SYSTEM,
    )  # fmt: skip
    party = next(one for one in cases.case_for(reference, seen_by=SYSTEM).parties if one.role == "reporter")
    cases.send_reply(reference, cases.ReplyDraft(f"Dear {said['reply']}", (party.id,)), by=by)
    cases.hold_case(reference, said["hold"], day=clock.today() + timedelta(days=9), by=by)
    return reference, set(said.values())


def a_council() -> Small:
    olwen = actor_for(an_officer("Olwen Arkwright", team="waste", role="officer"))
    concern, hidden = confide("zorbel")
    homeless = _homeless()
    one = a_case(name="Septimus Openquix")
    cases.add_note(one.reference, "The gate is openquixnote.", by=olwen)
    cases.add_tag(one.reference, "openquixtag", by=olwen)
    cases.add_sensitive_note(one.reference, "He is quietquix.", role="manager", by=olwen)
    a_case(name="Somebody Else")
    _rounds(concern, one.reference)
    _somebody_of_both_teams(concern)
    council = Small(concern, homeless, one.reference, list(_kept_by_others(one.reference, olwen)))
    inside = reads(team_class("adult-safeguarding"))
    council.secrets = [
        Secret(frozenset(hidden - {"zorbelquiet"} | {"zorbelround"}), inside),
        Secret(frozenset({"zorbelquiet"}), lambda who: inside(who) and "manager" in who.roles),
        Secret(frozenset({"quirbelname", "quirbelnote"}), reads(team_class("housing-options"))),
        Secret(frozenset({concern.lower()}), lambda who: inside(who) or watches(who)),
        Secret(
            frozenset({homeless.lower()}), lambda who: reads(team_class("housing-options"))(who) or watches(who)
        ),
        Secret(
            frozenset({"openquixnote", "openquixtag", "septimus openquix"}),
            lambda who: reads(STAFF_CLASS)(who) or goes_there(who)
        ),
        Secret(frozenset({"quietquix"}), lambda who: "manager" in who.roles),
        Secret(frozenset({"ownquix"}), lambda who: False),
        *_flagged(),
        *_held(),
    ]  # fmt: skip
    run_pending()
    return council


def _homeless() -> str:
    by = actor_for(an_officer("Nest Quirbel", team="housing-options", role="officer"))
    said = {"name": Answer("short-text", "Ann Quirbelname"), "email": Answer("email", "ann@example.com")}
    opened = cases.open_case(service_named(HOMELESS, seen_by=ANONYMOUS), Answers(said), by=ANONYMOUS)
    cases.add_note(opened.reference, "She is with quirbelnote.", by=by)
    return opened.reference


def _rounds(concern: str, one: str) -> None:
    for team, reference, name in (("adult-safeguarding", concern, "zorbelround"), ("waste", one, "")):
        stops = [stop.stop for stop in cases.stops_of([reference], seen_by=SYSTEM)]
        make_round(team, clock.today(), stops, name=name, by=SYSTEM)


def _somebody_of_both_teams(concern: str) -> None:
    """Whoever leads the one team learns from the looks of theirs nothing of the other team's cases."""
    account = an_officer("Both Teams", team="waste", role="officer")
    join(account.pk, team="adult-safeguarding", role="officer", by=SYSTEM)
    cases.case_for(concern, seen_by=actor_for(account))
    cases.follow_case(concern, by=actor_for(account))


def _kept_by_others(reference: str, olwen: Actor) -> Iterator[str]:
    tom = actor_for(an_officer("Tom Pellow", team="customer-services", role="adviser"))
    view = cases.save_view("Ownquix list", "view=new&tag=openquixtag", by=olwen)
    act = cases.propose_many(
        "close", {"outcome": "emptied", "words": "ownquixwords"}, chosen=[reference], by=olwen
    )
    contact = begin_contact("phone", by=tom)
    write_down(contact, "Called about ownquixcall", by=tom)
    yield f"/staff/views/{view}/"
    yield f"/staff/many/{act}/"
    yield f"/staff/contacts/{contact}/"


def _flagged() -> Iterator[Secret]:
    """Rules for how somebody is dealt with: all staff read the rules, those who may set some why."""
    marcus = actor_for(an_officer("Marcus Thorne", team="waste", role="manager"))
    opened = a_case(name="Angry Man", email="angry@example.com")
    [party] = [
        one for one in cases.case_for(opened.reference, seen_by=marcus).parties if one.role == "reporter"
    ]
    wish = cases.Flagging(
        ("two-officers",),
        "",
        "whyquix",
        "proofquix",
        clock.today() + timedelta(days=90),
        tell=False,
        why_not="tellquix",
    )
    cases.flag_contact(opened.reference, party.id, wish, by=marcus)
    yield Secret(frozenset({"whyquix", "proofquix", "tellquix"}), lambda who: who.may("cases.flag"))


def _held() -> Iterator[Secret]:
    """What looks like spam: one that all staff might read if it were not, one that one team might."""
    sends_held(Resident("Heldquix Person", "held@example.com"), "heldquixplace")
    yield Secret(
        frozenset({"heldquix person", "heldquixplace"}),
        lambda who: who.may("cases.release") and who.sees(STAFF_CLASS),
    )


def sends_held(who: Resident, place: str) -> str:
    return sends("report-fly-tipping", who, held=("trap",), place=place).reference
