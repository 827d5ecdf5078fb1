"""`people:` of a form.yaml: who takes part besides whoever begins, with every mistake at its line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from moothall.apps.catalogue.api import instead, mapping, sequence, text
from moothall.apps.forms.entries import Work, read_condition
from moothall.apps.forms.form import QUESTION, Form, Group, Participant, Section
from moothall.apps.forms.question import Question
from moothall.apps.forms.types.person import Person

#: The question types whose answer is, or holds, an e-mail address.
WITH_ADDRESS = ("email", "person")


def read_people(work: Work) -> tuple[Participant, ...]:
    """Everybody under `people:`; whoever has no name of their own is left out."""
    read: dict[str, Participant] = {}
    for number, written in enumerate(sequence(work.data.get("people"))):
        at, entry = ("people", number), mapping(written)
        key = work.key((*at, "person"), "_", "person")
        if key in read:
            work.mistake((*at, "person"), f"There is already a person ‘{key}’. Give this one another name.")
        elif key:
            read[key] = Participant(
                key=key,
                name=text(entry.get("name")),
                email=text(entry.get("email")),
                named=text(entry.get("named")),
                when=read_condition(work, entry.get("when"), (*at, "when")),
                sees=tuple(text(one) for one in sequence(entry.get("sees"))),
            )
            work.places[f"{key}@"] = at
    return tuple(read.values())


def in_order(sections: Iterable[Section], people: tuple[Participant, ...]) -> tuple[Section, ...]:
    """The sections of whoever begins, then each person's. The sort keeps what stands in the file beside it."""
    order = ["", *(one.key for one in people)]
    return tuple(sorted(sections, key=lambda one: order.index(one.by) if one.by in order else len(order)))


def check_people(work: Work, form: Form) -> None:
    """What is wrong with who takes part."""
    keys = [one.key for one in form.people]
    for number, written in enumerate(sequence(work.data.get("sections"))):
        by = text(mapping(written).get("by"))
        if by and by not in keys and not work.file.refuses(("sections", number, "by")):
            work.mistake(("sections", number, "by"), _nobody(by, keys))
    if form.people and not form.sections and "sections" not in work.data:
        work.mistake(
            ("people",),
            "Only a form with sections has parts for several people. Write `sections:` in place of `pages:`.",
        )
        return
    if form.people and form.sections and not form.part().sections:
        work.mistake(
            ("people",), "Whoever begins has no section. Take `by:` away from the sections that are theirs."
        )
    for one in form.people if form.sections else ():
        for place, sentence in _mistakes_of(form, one):
            work.mistake((*work.places[f"{one.key}@"], *place), sentence)


def _nobody(by: str, keys: list[str]) -> str:
    if not keys:
        return "This form has no `people:`. Write who takes part there, or take `by:` away."
    return f"No person under `people:` is called ‘{by}’. {instead(by, keys)}"


def _mistakes_of(form: Form, one: Participant) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if not form.part(one.key).sections:
        yield (
            ("person",),
            f"No section is the part of ‘{one.key}’. Write `by: {one.key}` in one, or take this person away.",
        )
    if QUESTION in form.lacks:
        return
    yield from _mistakes_of_address(form, one)
    if one.named:
        yield from _not_asked_first(form, one.named, "named")
    own = form.part()
    known = [*own.questions, *own.groups]
    for number, key in enumerate(one.sees):
        if key in form.questions or key in form.groups:
            if key not in known:
                yield (
                    ("sees", number),
                    f"‘{key}’ is asked in another person’s part, which nobody else sees. Take it away.",
                )
            elif form.home(key):
                group = form.home(key)[0]
                yield (
                    ("sees", number),
                    f"‘{key}’ is asked for each {form.groups[group].each}. Write the group instead: {group}.",
                )
        else:
            yield ("sees", number), f"No page asks ‘{key}’. {instead(key, known)}"


def _mistakes_of_address(form: Form, one: Participant) -> Iterator[tuple[tuple[str | int, ...], str]]:
    question = form.questions.get(one.email)
    fitting = [key for key, asked in form.part().questions.items() if _has_address(asked)]
    if question is None:
        yield ("email",), f"No page asks ‘{one.email}’. {instead(one.email, fitting)}"
        return
    found = tuple(_not_asked_first(form, one.email, "email"))
    yield from found
    if not found and not _has_address(question):
        which = (
            "A person question has an address only with `ask_for: [email]`. Add it there"
            if question.kind.type == "person"
            else f"A {question.kind.type} question has no e-mail address. Name one of the type email or person"
        )
        yield ("email",), f"{which}."


def _not_asked_first(form: Form, key: str, what: str) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Is the question asked of whoever begins, and once?"""
    if key not in form.questions:
        yield (what,), f"No page asks ‘{key}’. {instead(key, list(form.part().questions))}"
    elif key not in form.part().questions:
        yield (
            (what,),
            f"‘{key}’ is asked in another person’s part, and they have to be asked first. "
            "Ask it in a section of whoever begins.",
        )
    elif form.home(key):
        yield (
            (what,),
            f"‘{key}’ is asked for each {form.groups[form.home(key)[0]].each}, and this is one person. "
            "Ask it outside the group.",
        )


def _has_address(question: Question) -> bool:
    kind = question.kind
    if isinstance(kind, Person):
        return "email" in kind.ask_for
    return kind.type in (*WITH_ADDRESS, "unread")


def shown_to(form: Form, one: Participant) -> tuple[Question | Group, ...]:
    """The questions and groups whose answers a person sees."""
    own = form.part()
    return tuple(own.questions.get(key) or own.groups[key] for key in one.sees)
