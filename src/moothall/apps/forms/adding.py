"""The list of a group's items: one more, no more, or one less."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import GROUP, TYPED, Answer, Answers, new_item
from moothall.apps.forms.form import Form, Group
from moothall.apps.forms.question import Problem
from moothall.apps.forms.reading import Posted, Reading
from moothall.apps.forms.walk import NEW, Step, walk
from moothall.apps.forms.ways import FRESH, JOINT

#: The field of the question whether there is another.
ANOTHER = "another"
YES, NO = "yes", "no"
#: What may be wrong with a list. {each} is what an item is called.
SENTENCES = {
    "missing": "Select yes if you want to add {another}",
    "too_few": "You need at least {at_least}. Select yes to add {another}",
    "too_many": "There can be {at_most} at most. Remove the ones you do not need",
}


@dataclass(frozen=True, slots=True)
class Listing:
    """What was said on a list of items. `onward`: the first page of the item to be added, or the page of an item that
    still lacks something; "" when all is well, and `reading` is to be saved."""

    reading: Reading
    onward: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.reading.problems


def read_list(form: Form, answers: Answers, step: Step, posted: Posted, *, source: str = TYPED) -> Listing:
    """Read what was posted for the list of items at `step`. Never raises for what was posted."""
    group, many = step.group, len(step.items)
    if group is None:
        raise ValueError(f"{step.address} is no list of items.")
    said = (posted.getlist(ANOTHER) or [""])[-1]
    if many > group.at_most:
        return _wrong(step, group, "too_many")
    if many < group.at_most and said == YES:
        return Listing(_reading(step), first_page(form, answers, step))
    if many < group.at_most and said != NO:
        return _wrong(step, group, "missing")
    if many < group.at_least:
        return _wrong(step, group, "too_few")
    return Listing(_reading(step, Answer(GROUP, True, source)), _lacking(form, answers, step))


def first_page(form: Form, answers: Answers, step: Step) -> str:
    """The address of the first page of an item to be added to the list at `step`."""
    scope = f"{step.way}/{NEW}/"
    found = (one for one in walk(form, answers, scope) if one.scope.startswith(scope) and one.seen)
    return next((one.address for one in found), step.address)


def item_for(step: Step) -> str:
    """What a page says of the item it is for, and of those around it: their ids, outermost first, each made up where
    there is none yet."""
    steps, way, said = step.scope.split("/")[:-1], "", list[str]()
    for key, item in zip(steps[::2], steps[1::2], strict=True):
        there = step.held.items_in(f"{way}{key}")
        if item not in there:
            item = FRESH + (new_item(there) if item == NEW else item)
        said.append(item)
        way = f"{way}{key}/{item.removeprefix(FRESH)}/"
    return JOINT.join(said)


def removal(step: Step, item: str) -> Reading:
    """What saving it takes away: every answer of one item of the list at `step`; nothing when it is gone already."""
    scope = f"{step.way}/{item}/"
    keys = tuple(key for key in step.held if key.startswith(scope))
    return Reading(step.address, Answers(), (), dict.fromkeys(keys, ()), (), keys)


def another(group: Group, many: int) -> str:
    """“another person”, or of the first “a person”."""
    if many:
        return _("another {item}").format(item=group.each)
    if group.each[:1].lower() in "aeiou":
        return _("an {item}").format(item=group.each)
    return _("a {item}").format(item=group.each)


def _lacking(form: Form, answers: Answers, step: Step) -> str:
    """The first page of an item in the list that is not answered."""
    inside = f"{step.way}/"
    found = (one for one in walk(form, answers) if one.scope.startswith(inside) and one.seen and one.missing)
    return next((one.address for one in found), "")


def _reading(step: Step, done: Answer | None = None) -> Reading:
    given = Answers({step.way: done} if done else {})
    return Reading(step.address, given, (), {}, (), (step.way,) if done else ())


def _wrong(step: Step, group: Group, code: str) -> Listing:
    sentence = group.errors.get(code) or _(SENTENCES[code])
    facts = {
        "another": another(group, len(step.items)),
        "each": group.each,
        "at_least": str(group.at_least),
        "at_most": str(group.at_most),
    }
    for name, value in facts.items():
        sentence = sentence.replace(f"{{{name}}}", value)
    problem = Problem(step.way, ANOTHER, sentence)
    return Listing(Reading(step.address, Answers(), (problem,), {}))
