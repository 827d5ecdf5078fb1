"""How long cases are kept, and erasing those whose time is over.

Retention floats: what the service's folder says today holds for every case of it, also for those opened when it said
otherwise. Of a service the council no longer has, what its stored version said holds.
"""

from __future__ import annotations

import logging
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from moothall.apps.cases.models import Case, CaseLink, Status
from moothall.apps.cases.services.erasing import erase_case
from moothall.apps.catalogue import api as catalogue
from moothall.ground.jobs.api import in_frames
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system

#: Keys found at a time, so that a run holds little and asks little.
AT_ONCE = 100
_SELF = system("retention")
_log = logging.getLogger("moothall.cases")


@dataclass(frozen=True, slots=True)
class Term:
    """How long closed cases of a service are kept; `version` is empty where all of its versions are meant."""

    service: str
    version: str
    months: int
    #: The moment the months count from: `closed` or `opened`.
    after: str

    @property
    def rule(self) -> str:
        """What the ledger says a case was erased under."""
        return f"retention of {self.service}: {self.months} months after {self.after}"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run did. `failed` cases are left for the next one; `more`: it stopped before it was through."""

    erased: int
    failed: int
    more: bool


def run_retention(*, most: int) -> Run:
    """Erase closed cases whose retention has ended, each in a transaction of its own, at most `most` of them.

    What stops a run half-way loses nothing: the next one finds what is left. A case that cannot be erased stops no
    other, whatever the cause; its job says so in the end, and stands among the failed ones.
    """
    erased = failed = 0
    for term in terms():
        for key in _keys(term):
            if erased >= most or failed >= most:
                return Run(erased, failed, erased >= most)
            try:
                erased += _erase(key, term, by=_SELF)
            except Exception as error:  # noqa: BLE001 — one that cannot be erased keeps no other from being so
                said = {"case": str(key), "rule": term.rule, "frames": in_frames(error)}
                _log.error("A case could not be erased.", extra=said)
                failed += 1
    return Run(erased, failed, False)


def terms() -> tuple[Term, ...]:
    """The terms of every service that has closed cases.

    While a folder has a mistake, a service that is not there may only be unreadable, and what was stored of it long
    ago may be shorter than what its folder says: its cases wait.
    """
    certain = not catalogue.mistakes_now()
    found: list[Term] = []
    for slug in _kept().order_by("service").values_list("service", flat=True).distinct():
        try:
            found.append(_term(catalogue.service_named(slug, seen_by=_SELF)))
        except catalogue.NoSuchService:
            if certain:
                found += _stored_terms(slug)
            else:
                _log.warning(
                    "A folder has a mistake, so the cases of a service wait.", extra={"service": slug}
                )
    return tuple(found)


def _stored_terms(slug: str) -> Iterator[Term]:
    versions = _kept().filter(service=slug).order_by("version").values_list("version", flat=True).distinct()
    for digest in versions:
        try:
            service = catalogue.version(digest)
        except catalogue.NoSuchVersion:
            said = {"service": slug, "version": digest}
            _log.warning("A version of a service is not known, so its cases are kept.", extra=said)
            continue
        if isinstance(service, catalogue.Service):
            yield _term(service, digest)


def _term(service: catalogue.Service, version: str = "") -> Term:
    return Term(service.slug, version, service.retention.months, service.retention.after)


def _erase(key: UUID, term: Term, *, by: Actor) -> bool:
    """Erase the case if, with its row locked, its time is still over: somebody may have reopened it meanwhile."""
    with transaction.atomic():
        case = _ended(term).select_for_update().filter(pk=key).first()
        if case is None:
            return False
        erase_case(case.reference, rule=term.rule, by=by)
    return True


def _keys(term: Term) -> Iterator[UUID]:
    """The keys of the cases whose term is over, oldest first, found a few at a time."""
    by = _moment(term)
    last: tuple[datetime, UUID] | None = None
    while True:
        found = _ended(term).order_by(by, "pk")
        if last is not None:
            found = found.filter(Q(**{f"{by}__gt": last[0]}) | Q(**{by: last[0], "pk__gt": last[1]}))
        batch = list(found.values_list(by, "pk")[:AT_ONCE])
        yield from (key for _, key in batch)
        if len(batch) < AT_ONCE:
            return
        last = batch[-1]


def _moment(term: Term) -> str:
    return "opened_at" if term.after == "opened" else "closed_at"


def _kept() -> QuerySet[Case]:
    """Closed cases that have not been erased: what `cases_kept` indexes."""
    return Case.objects.filter(closed_at__isnull=False, erased=False)


def _ended(term: Term) -> QuerySet[Case]:
    """Cases of `term` that are over. A duplicate ends with the case it follows, never before."""
    before = ended_before(clock.today(), term.months)
    cases = _kept().filter(service=term.service, status=Status.CLOSED)
    if term.version:
        cases = cases.filter(version=term.version)
    cases = cases.filter(**{f"{_moment(term)}__lt": before})
    going_on = CaseLink.objects.filter(duplicate_id=OuterRef("pk"), ended_at=None).exclude(
        original__status=Status.CLOSED, original__closed_at__lt=before
    )
    return cases.exclude(Exists(going_on))


def ended_before(today: date, months: int) -> datetime:
    """The moment before which something must have happened for `months` whole months to have passed by `today`.

    Months end at the end of their last day as people in the United Kingdom count it: what was closed on 31 January
    is kept for one month until the end of 28 February.
    """
    yesterday = today - timedelta(days=1)
    ends_month = yesterday.day == monthrange(yesterday.year, yesterday.month)[1]
    whole = yesterday.year * 12 + yesterday.month - 1 - months
    year, month = divmod(whole, 12)
    last = monthrange(year, month + 1)[1]
    day = date(year, month + 1, last if ends_month else min(yesterday.day, last))
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=clock.LOCAL_ZONE)
