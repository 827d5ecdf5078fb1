"""From page to page: what may be opened, where Continue and Back lead, and what an address stands for.

An address is a place in the form: `which-bin`; in a group `people_in_home`, the list of its items, and
`people_in_home/2/their-name`; deeper `people_in_home/2/jobs/1/employer`. The item after the last is a new one.
"""

from __future__ import annotations

from collections.abc import Iterator

from moothall.apps.forms.answers import Answers, is_item
from moothall.apps.forms.form import CHECK_ANSWERS, TASKS, Form
from moothall.apps.forms.walk import NEW, Step, Way, walk

#: Before the id of an item that a page has made up: it may be there already, where the page is sent twice.
FRESH = "new-"
#: Between the ids of an item and of those it is in.
JOINT = "."


def is_place(form: Form, address: str) -> bool:
    """Is there such a page in the form, whatever has been answered?"""
    steps = address.split("/")
    numbers = steps[1::2]
    return (
        len(steps) % 2 == 1
        and form.has_page(steps[-1])
        and form.home(steps[-1]) == tuple(steps[:-1:2])
        and all(_number(one) for one in numbers)
    )


def step_at(form: Form, answers: Answers, address: str, item: str = "") -> Step | None:
    """The page at `address` with what it shows, or None when it is not on the path.

    `item` is what the page said of the item it is for: its id, or `FRESH` and an id of its own for one being added.
    An item that has been removed since has no page, even if another now stands in its place.
    """
    scope = _scope(form, answers, address, item)
    if scope is None:
        return None
    way = walk(form, answers, scope)
    if not scope:
        return way.at(address)
    key = address.rpartition("/")[2]
    return next((one for one in way if one.scope == scope and one.page.key == key and one.seen), None)


def steps_of(form: Form, answers: Answers, scope: str) -> tuple[Step, ...]:
    """The pages of one item, those of the groups in it too."""
    return tuple(step for step in walk(form, answers) if step.scope.startswith(scope))


def address_of(form: Form, answers: Answers, step: Step) -> str:
    """Where a page stands now: another tab may have added or removed items before it."""
    found = (one for one in walk(form, answers) if one.scope == step.scope and one.page is step.page)
    return next((one.address for one in found), step.address)


def next_page(form: Form, answers: Answers, after: str, *, changing: bool = False) -> str:
    """Where to go after `after` has been answered: the page behind it on the path.

    From an item's last page that is the list of items; from a section's last, the answers of the section.
    `changing`: the person came from check-your-answers, and goes back there unless the change opened a page that
    has no answers yet. A page that is not on the path leads to the first that is missing.
    """
    steps = _steps(form, answers, after)
    here = steps.numbers.get(after)
    section = steps[here].section if here is not None else ""
    if not changing and here is not None:
        return next(_onward(steps, here), check_of(section))
    found = walk(form, answers).missing
    missing = next((step for step in found if not section or step.section == section), None)
    return missing.address if missing else check_of(section)


def page_before(form: Form, answers: Answers, address: str) -> str | None:
    """Where Back leads from `address` (or from check-your-answers); None from the first page."""
    first = TASKS if form.sections else None
    steps = _steps(form, answers, address)
    if address.partition("/")[0] == CHECK_ANSWERS:
        section = address.partition("/")[2]
        if form.sections and not section:
            return TASKS
        ends = [step.address for step in steps if step.seen and not step.scope and step.section == section]
        return ends[-1] if ends else first
    here = steps.numbers.get(address)
    return next(_backward(steps, here), first) if here is not None else first


def may_open(form: Form, answers: Answers, address: str) -> bool:
    """May this page be shown: is it on the path, with nothing missing before it?

    Items do not wait for one another, and their list does not wait for them: it says what each still lacks.
    """
    steps = _steps(form, answers, address)
    if address == CHECK_ANSWERS:
        return bool(steps) and not steps.missing
    if address.startswith(f"{CHECK_ANSWERS}/"):
        return _section_done(form, answers, address.partition("/")[2])
    wanted = steps.at(address)
    if wanted is None or not may_begin(form, answers, wanted.section):
        return False
    here = steps.numbers[address]
    before = (one for one in steps.missing if steps.numbers[one.address] < here)
    return not any(one.section == wanted.section and _blocks(one, wanted) for one in before)


def may_begin(form: Form, answers: Answers, section: str) -> bool:
    """Are the sections finished that come before this one? Always, for a plain form."""
    found = next((one for one in form.sections if one.key == section), None)
    return found is None or all(_finished(form, answers, key) for key in found.after)


def check_of(section: str) -> str:
    """The page that shows the answers of a section; of the whole form for ""."""
    return f"{CHECK_ANSWERS}/{section}" if section else CHECK_ANSWERS


def _section_done(form: Form, answers: Answers, section: str) -> bool:
    way = walk(form, answers)
    return any(step.section == section for step in way) and _finished(form, answers, section)


def _finished(form: Form, answers: Answers, section: str) -> bool:
    """Nothing is missing in it; one that is not asked of this person does not stand in the way."""
    return not any(step.section == section for step in walk(form, answers).missing)


def _onward(steps: tuple[Step, ...], here: int) -> Iterator[str]:
    """The pages that follow for somebody who is at `here`: not those of items that are there already."""
    scope, section = steps[here].scope, steps[here].section
    for step in steps[here + 1 :]:
        deeper = step.scope[len(scope) :].split("/") if step.scope.startswith(scope) else []
        first = bool(step.scope != scope and deeper) and all(one == NEW for one in deeper[1::2])
        if step.section == section and step.seen and (scope.startswith(step.scope) or first):
            yield step.address


def _backward(steps: tuple[Step, ...], here: int) -> Iterator[str]:
    """The pages before `here`, last first; out of an item, the list of those there are."""
    step, scope = steps[here], steps[here].scope
    for before in reversed(steps[:here]):
        if before.section != step.section or not before.seen or not scope.startswith(before.scope):
            continue
        if before.scope != scope:
            break
        yield before.address
    if scope:
        way, place = scope.rstrip("/").rpartition("/")[0], step.place.rstrip("/").rpartition("/")[0]
        if step.held.items_in(way):
            yield place
        outer = next(at for at, one in enumerate(steps) if one.group is not None and one.way == way)
        yield from _backward(steps, outer)


def _blocks(missing: Step, wanted: Step) -> bool:
    """Does `wanted` have to wait for what is missing earlier on?"""
    scopes = missing.scope.split("/")
    for at in range(2, len(scopes), 2):
        item = "/".join(scopes[:at]) + "/"
        if not wanted.scope.startswith(item):
            way = "/".join(scopes[: at - 1])
            return not (
                wanted.scope.startswith(f"{way}/") or (wanted.group is not None and wanted.way == way)
            )
    return True


def _steps(form: Form, answers: Answers, address: str) -> Way:
    """The walk, with the item that `address` would add."""
    return walk(form, answers, _scope(form, answers, address, "") or "")


def _scope(form: Form, answers: Answers, address: str, item: str) -> str | None:
    """The way to the item that an address is in, "" outside groups; None when there is no such item."""
    if not is_place(form, address):
        return None
    steps = address.split("/")
    scope, pairs = "", list(zip(steps[:-1:2], steps[1::2], strict=False))
    said = item.split(JOINT) if item else [""] * len(pairs)
    if len(said) != len(pairs):
        return None
    for (key, number), named in zip(pairs, said, strict=True):
        way = f"{scope}{key}"
        there = answers.items_in(way)
        found = _item(there, int(number), named)
        group = form.group_at(way)
        if found is None or group is None or (found not in there and len(there) >= group.at_most):
            return None
        scope = f"{way}/{found}/"
    return scope


def _item(there: tuple[str, ...], number: int, said: str) -> str | None:
    """The id of an item, by what the page said or by its number."""
    if said:
        fresh, named = said.startswith(FRESH), said.removeprefix(FRESH)
        return named if is_item(named) and (fresh or named in there) else None
    if 1 <= number <= len(there):
        return there[number - 1]
    return NEW if number == len(there) + 1 else None


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 4 and text[0] != "0"
