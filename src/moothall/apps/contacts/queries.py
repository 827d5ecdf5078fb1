"""Questions about contacts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Sum

from moothall.apps.cases import api as cases
from moothall.apps.contacts.definitions import CHANNELS
from moothall.apps.contacts.models import Contact, ContactCase, ContactCount, ContactText
from moothall.apps.contacts.policies import LOG, own_account
from moothall.apps.contacts.reader import arrangements
from moothall.apps.contacts.services import ContactNotFound
from moothall.apps.contacts.views import CaseOfContact, ContactAbout, ContactView, Counted, Summed, Sums
from moothall.apps.identity.api import accounts_named
from moothall.ground.gathering import Some, gathered
from moothall.kernel import clock
from moothall.kernel.actors import Actor

#: The last contacts about a case.
_ABOUT = (
    f"SELECT contact_id FROM (SELECT contact_id FROM {ContactCase._meta.db_table} WHERE about_id = %s "  # noqa: S608 — our own names; values are bound
    "ORDER BY contact_id DESC LIMIT 20) lately"
)
#: So many contacts of one's own day are listed.
MOST = 200


def contact_for(key: UUID, *, seen_by: Actor) -> ContactView:
    """One's own contact. Four queries. Raises ContactNotFound."""
    LOG.demand(seen_by)
    contact = Contact.objects.filter(pk=key, account=own_account(seen_by)).first()
    if contact is None:
        raise ContactNotFound(key)
    return _views([contact], seen_by)[0]


def opened_in(key: UUID, *, seen_by: Actor) -> cases.Opened | None:
    """The last case opened in one's own contact, as it was told then: to be read out even by who may not see it."""
    LOG.demand(seen_by)
    own = Contact.objects.filter(pk=key, account=own_account(seen_by)).exists()
    link = ContactCase.objects.filter(contact_id=key, opened=True).order_by("-id").first() if own else None
    return cases.told_at_opening(link.about_id) if link else None


def contacts_today(*, seen_by: Actor) -> tuple[ContactView, ...]:
    """One's own contacts of today, the newest first, and any that still goes on. Four queries."""
    LOG.demand(seen_by)
    midnight = datetime.combine(clock.today(), time.min, tzinfo=clock.LOCAL_ZONE)
    own = Contact.objects.filter(account=own_account(seen_by))
    found = {one.id: one for one in own.filter(began_at__gte=midnight).order_by("-began_at", "-id")[:MOST]}
    found |= {one.id: one for one in own.filter(ended_at=None).order_by("-began_at", "-id")[:20]}
    return _views(sorted(found.values(), key=lambda one: one.id.int, reverse=True), seen_by)


def contacts_read(case: UUID) -> tuple[Some[Contact], Some[ContactCase], Some[ContactText]]:
    """What `contacts_about` asks, for whoever reads it ahead."""
    return (
        Some(Contact, f"id IN ({_ABOUT})", (case,)),
        Some(ContactCase, f"contact_id IN ({_ABOUT}) AND about_id <> %s", (case, case), ("contact_id",)),
        Some(ContactText, f"contact_id IN ({_ABOUT})", (case,), ("contact_id", "text")),
    )


def contacts_about(case: UUID, *, seen_by: Actor) -> tuple[ContactAbout, ...]:
    """That people got in touch about a case, the newest first, for whoever has been shown the case.

    What was written down is told where the contact was about nothing else: it may be about what they may not see. One
    query, and one for names that are not remembered.
    """
    contacts, links, written = contacts_read(case)
    rows = gathered(contacts, links, written)
    found = sorted(rows[contacts], key=lambda one: one.began_at, reverse=True)
    several = {link.contact_id for link in rows[links]}
    texts = {one.contact_id: one.text for one in rows[written] if one.contact_id not in several}
    names = accounts_named({one.account for one in found}, seen_by=seen_by) if found else {}
    ours = arrangements()
    return tuple(
        ContactAbout(
            one.began_at,
            CHANNELS.get(one.channel, one.channel),
            ours.reason_name(one.reason) if one.reason else "",
            names.get(one.account, ""),
            texts.get(one.id, ""),
        )
        for one in found
    )


def contacts_counted(since: date, until: date, *, seen_by: Actor) -> tuple[Counted, ...]:
    """How many contacts of each sort there were on the days from `since` to `until`, without anybody in them."""
    found = ContactCount.objects.filter(day__gte=since, day__lte=until)
    summed = (
        found.values("day", "channel", "reason", "service")
        .annotate(counted=Sum("number"), took=Sum("seconds"), could=Sum("online"), helped=Sum("assisted"))
        .order_by("day", "channel", "reason", "service")
    )
    return tuple(
        Counted(
            one["day"], one["channel"], one["reason"], one["service"], one["counted"], one["took"], one["could"],
            one["helped"],
        )
        for one in summed
    )  # fmt: skip


def contacts_summed(since: date, until: date, *, services: Collection[str], seen_by: Actor) -> Summed:
    """All contacts of these days about one of `services` or about none in particular ("" among them). One query."""
    found = (
        ContactCount.objects.filter(day__gte=since, day__lte=until, service__in=list(services))
        .values("channel", "reason")
        .annotate(counted=Sum("number"), took=Sum("seconds"), could=Sum("online"), helped=Sum("assisted"))
    )
    rows = [
        (one["channel"], one["reason"], _sums(one["counted"], one["took"], one["could"], one["helped"]))
        for one in found
    ]
    ours = arrangements()
    return Summed(
        whole=_together(sums for _, _, sums in rows),
        by_channel=_by(((CHANNELS.get(channel, channel), sums) for channel, _, sums in rows)),
        by_reason=_by(((ours.reason_name(reason), sums) for _, reason, sums in rows)),
    )


def _sums(number: int, seconds: int, online: int, assisted: int) -> Sums:
    """Of one sort: each took as long as the others."""
    return Sums(number, seconds, online, assisted, round(seconds * online / number) if number else 0)


def _together(sums: Iterable[Sums]) -> Sums:
    every = list(sums)
    return Sums(
        sum(one.number for one in every),
        sum(one.seconds for one in every),
        sum(one.online for one in every),
        sum(one.assisted for one in every),
        sum(one.online_seconds for one in every),
    )


def _by(named: Iterable[tuple[str, Sums]]) -> tuple[tuple[str, Sums], ...]:
    """The most frequent first."""
    of: dict[str, list[Sums]] = {}
    for name, sums in named:
        of.setdefault(name, []).append(sums)
    found = [(name, _together(sums)) for name, sums in of.items()]
    return tuple(sorted(found, key=lambda one: (-one[1].number, one[0])))


def _views(contacts: Sequence[Contact], seen_by: Actor) -> tuple[ContactView, ...]:
    ours, texts, about = arrangements(), _texts(contacts), _cases(contacts, seen_by)
    return tuple(
        ContactView(
            id=one.id,
            channel=one.channel,
            channel_name=CHANNELS.get(one.channel, one.channel),
            began_at=one.began_at,
            ended_at=one.ended_at,
            reason=one.reason,
            reason_name=ours.reason_name(one.reason) if one.reason else "",
            wrap_up=one.wrap_up,
            wrap_up_name=(found.name if (found := ours.wrap_up(one.wrap_up)) else one.wrap_up),
            service=one.service,
            online=one.online,
            assisted=one.assisted,
            words=texts.get(one.id, ""),
            caller=one.caller_id,
            draft=one.draft,
            cases=about.get(one.id, ()),
        )
        for one in contacts
    )


def _texts(contacts: Sequence[Contact]) -> Mapping[UUID, str]:
    keys = [one.id for one in contacts]
    return dict(ContactText.objects.filter(pk__in=keys).values_list("contact_id", "text")) if keys else {}


def _cases(contacts: Sequence[Contact], seen_by: Actor) -> Mapping[UUID, tuple[CaseOfContact, ...]]:
    """What each is about, as far as the adviser may see it today."""
    links = list(ContactCase.objects.filter(contact_id__in=[one.id for one in contacts]).order_by("id"))
    if not links:
        return {}
    rows = cases.rows_of([link.about_id for link in links], seen_by=seen_by)
    found: dict[UUID, list[CaseOfContact]] = {}
    for link in links:
        if row := rows.get(link.about_id):
            said = CaseOfContact(row.reference, row.service, row.service_name, row.status, link.opened)
            found.setdefault(link.contact_id, []).append(said)
    return {key: tuple(of) for key, of in found.items()}
