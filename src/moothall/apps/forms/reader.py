"""form.yaml read: from located YAML to a `Form`, with every mistake at its line.

The schema has spoken before; here is what no schema sees. Whatever it let through or refused, a form comes out and
nothing is raised. What the schema has refused is not reported again, nor what only follows from it: a question that
cannot be read stands in the form as `Unread`, so that conditions may name it.
"""

from __future__ import annotations

from moothall.apps.catalogue.api import (
    PartReader,
    PartSource,
    PinnedService,
    instead,
    mapping,
    sequence,
    text,
)
from moothall.apps.forms.checks import Step, mistakes_in, types_of
from moothall.apps.forms.decisions import ServiceDecisions
from moothall.apps.forms.entries import TAKEN, Work, place_of, read_condition, read_entries
from moothall.apps.forms.form import PAGE, QUESTION, Entry, Form, Section
from moothall.apps.forms.reading_people import check_people, in_order, read_people
from moothall.apps.forms.schema import form_schema
from moothall.kernel import feel


def read_form(source: PartSource) -> Form:
    """The reader registered with the catalogue. Never raises."""
    file = source.files[0]
    work = Work(source, file, file.data)
    people = read_people(work)
    sections = _sections(work)
    if people:
        sections = in_order(sections, people)
    pages: tuple[Entry, ...] = tuple(page for section in sections for page in section.pages)
    pages += read_entries(work, work.data.get("pages"), ("pages",))
    if not pages:
        work.lacks |= {PAGE, QUESTION}
    form = Form(
        pages,
        digest=source.service.digest,
        lacks=frozenset(work.lacks),
        fee=text(work.data.get("fee")),
        sections=sections,
        people=people,
    )
    check_people(work, form)
    for mistake in mistakes_in(form):
        work.mistake(place_of(work, mistake), mistake.sentence)
    _check_decisions(work, form)
    return form


def _sections(work: Work) -> tuple[Section, ...]:
    """The sections of a task list, in the order of the file."""
    read: dict[str, Section] = {}
    for number, written in enumerate(sequence(work.data.get("sections"))):
        at, entry = ("sections", number), mapping(written)
        key = work.key((*at, "section"), "-", PAGE)
        pages = read_entries(work, entry.get("pages"), (*at, "pages"))
        after = tuple(text(one) for one in sequence(entry.get("after")))
        _check_after(work, after, [one.key for one in read.values() if one.by == text(entry.get("by"))], at)
        if key in read or key in TAKEN:
            work.mistake((*at, "section"), f"There is already a section ‘{key}’. Give this one another name.")
        elif key:
            work.places[f"{key}/"] = at
            read[key] = Section(
                key=key,
                title=text(entry.get("title")),
                pages=pages,
                when=read_condition(work, entry.get("when"), (*at, "when")),
                after=tuple(one for one in after if one in read),
                by=text(entry.get("by")),
            )
    if read and "pages" in work.data:
        work.mistake(("pages",), "This form has sections. Move these pages into one of them.")
    return tuple(read.values())


def _check_after(work: Work, after: tuple[str, ...], above: list[str], at: Step) -> None:
    for number, name in enumerate(after):
        if name not in above:
            known = instead(name, above) if above else "Take it out."
            work.mistake((*at, "after", number), f"No section above this one is called ‘{name}’. {known}")


def _check_decisions(work: Work, form: Form) -> None:
    """Decisions read the answers by their keys; the fee is a decision that gives an amount."""
    known = work.source.service.parts.get("decisions")
    decisions = known if isinstance(known, ServiceDecisions) else ServiceDecisions()
    types = types_of(form.part())
    if QUESTION not in form.lacks:
        work.source.mistakes.extend(decisions.mistakes(types))
    if not form.fee:
        _check_giving_back(work)
        return
    if form.fee not in decisions.names:
        work.mistake(("fee",), decisions.missing(form.fee))
        return
    gives = decisions.type_of(form.fee, types)
    amount = gives.entry("amount") if gives.kind == "context" else gives
    if amount is None or not feel.may_be(amount, feel.NUMBER):
        work.mistake(
            ("fee",),
            f"‘{form.fee}’ gives {gives}, and a fee is a number of pounds. Give its output the type number, or name "
            "one of several outputs ‘amount’.",
        )
        return
    told = {(one.file, one.line) for one in work.source.mistakes}
    wrong = decisions.wrong_amounts(form.fee)
    work.source.mistakes.extend(one for one in wrong if (one.file, one.line) not in told)


def _check_giving_back(work: Work) -> None:
    for outcome in work.source.service.outcomes:
        if outcome.gives_back:
            work.mistake(
                (),
                f"The outcome ‘{outcome.code}’ in service.yaml promises the fee back, and this form asks for none. "
                "Take ‘gives_back’ out there, or name the decision that gives the fee as ‘fee’ here.",
            )


def form_of(service: PinnedService) -> Form:
    """The form of a service, as it is now or as a case keeps it. Raises KeyError when the service asks nothing."""
    form = service.part("form")
    if not isinstance(form, Form):
        raise KeyError(f"The service {service.slug!r} has no form.")
    return form


FORM_PART = PartReader(
    "form", files="form.yaml", schema=form_schema(), read=read_form, order=10, required=True
)
