"""A whole form on one page: for somebody who fills it in while another person speaks.

The same engine as page by page: the walk says which pages are there, each is read by `read_page`, lists of items by
`read_list`. Only names differ: the fields of an item carry a mark of it, because several items stand on one page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from moothall.apps.forms.adding import ANOTHER, NO, item_for, read_list
from moothall.apps.forms.answers import Answer, Answers, is_item, new_item
from moothall.apps.forms.form import Form
from moothall.apps.forms.question import Entry, PostedFile, Problem, Question, Typed, Upload
from moothall.apps.forms.reading import Posted, Reading, posted, read_page, typed_in
from moothall.apps.forms.walk import Step, walk
from moothall.apps.forms.ways import FRESH, JOINT, is_place, step_at
from moothall.ui.questions.outline import More

#: What a source begins with that says when somebody said it once: “known:2026-05-03”.
KNOWN = "known:"
#: More pages than this are on no page.
MOST_STEPS = 400


@dataclass(frozen=True, slots=True)
class Spot:
    """A page of the form as it stands on the one page: its address, and which item it is for."""

    address: str
    item: str = ""

    @property
    def mark(self) -> str:
        """What stands before the names of its fields; "" outside groups."""
        last = self.item.rpartition(JOINT)[2].removeprefix(FRESH)
        return f"i{last}_" if is_item(last) else ""

    def __str__(self) -> str:
        return f"{self.address}|{self.item}"


@dataclass(frozen=True, slots=True)
class Placed:
    """A step with its spot."""

    spot: Spot
    step: Step


@dataclass(frozen=True, slots=True)
class AllRead:
    """Everything on the page, as one reading; `left` are the answers as they are with it."""

    reading: Reading
    left: Answers


def spot_from(said: str) -> Spot:
    """A spot as the page carried it."""
    address, _, item = said[:400].partition("|")
    return Spot(address, item)


def answer_to(question: Question, typed: str, source: str) -> Answer | None:
    """What `typed` answers to a question of one field; None where it is no answer, and for a question of several."""
    outcome = question.kind.read(question, Entry({question.key: (typed,)}))
    if not typed or outcome.problems or outcome.ask_more or outcome.value is None:
        return None
    return Answer(question.kind.type, outcome.value, source)


def all_steps(form: Form, answers: Answers, adding: str = "") -> tuple[Placed, ...]:
    """What stands on the page: every page on the path, in order. `adding` is the way to an item not there yet."""
    fresh: dict[str, str] = {}
    found: list[Placed] = []
    for step in walk(form, answers, adding)[:MOST_STEPS]:
        if not step.seen:
            continue
        if step.scope and step.scope not in fresh:
            fresh[step.scope] = _item(step, fresh)
        found.append(Placed(Spot(step.address, fresh.get(step.scope, "")), step))
    return tuple(found)


def _item(step: Step, fresh: Mapping[str, str]) -> str:
    """The ids of its item and those around it; of one inside an item that was made up just now, under that one."""
    own = item_for(step)
    outer = step.scope.rstrip("/").rpartition("/")[0].rpartition("/")[0]
    around = fresh.get(f"{outer}/", "") if outer else ""
    return f"{around}{JOINT}{own.rpartition(JOINT)[2]}" if around else own


def another_item(step: Step) -> str:
    """The way to one more item of the list at `step`."""
    return f"{step.way}/{new_item(step.items)}/"


def read_all(
    form: Form,
    answers: Answers,
    spots: Sequence[Spot],
    given: Posted,
    files: Mapping[str, PostedFile],
    *,
    source: str,
) -> AllRead:
    """Read everything that stood on the page. A page that is off the path by now is read all the same, and counts for
    nothing until the path comes back to it; an item that is gone is not. Never raises for what was typed."""
    gathered, left = _Gathered(), answers
    for spot in spots[:MOST_STEPS]:
        step = step_at(form, left, spot.address, spot.item)
        if step is None and ("/" in spot.address or not is_place(form, spot.address)):
            continue
        if step is not None and step.group is not None:
            reading = read_list(form, left, step, posted({ANOTHER: NO}), source=source).reading
        elif (step is not None and step.page.end) or (
            step is None and form.page(spot.address) in form.groups.values()
        ):
            continue
        else:
            mark = spot.mark
            reading = read_page(
                form, spot.address, _Marked(given, mark), _marked_files(files, mark),
                held=left, source=source, item=spot.item,
            )  # fmt: skip
            reading = replace(reading, answers=_as_known(reading.answers, left))
            if step is None:  # answers before it lead past it: what it lacks is nobody's mistake
                reading = replace(reading, problems=())
        left = left.without(reading.asked).with_(reading.answers)
        gathered.add(reading)
    return AllRead(gathered.whole(), left)


def _as_known(given: Answers, held: Answers) -> Answers:
    """An answer that stayed as it was filled in keeps who said it, and when."""
    kept: dict[str, Answer] = {}
    for key, answer in given.items():
        before = held.get(key)
        same = before is not None and before.source.startswith(KNOWN) and before.value == answer.value
        kept[key] = before if same and before is not None else answer
    return Answers(kept)


class _Gathered:
    """The readings of all pages, put together."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.problems: list[Problem] = []
        self.typed: dict[str, tuple[str, ...]] = {}
        self.uploads: list[Upload] = []
        self.asked: list[str] = []
        self.more: list[More] = []

    def add(self, reading: Reading) -> None:
        self.answers.update(reading.answers)
        self.problems += reading.problems
        self.typed.update(reading.typed)
        self.uploads += reading.uploads
        self.asked += reading.asked
        self.more += [replace(more, question=reading.scope + more.question) for more in reading.more]

    def whole(self) -> Reading:
        return Reading(
            "", Answers(self.answers), tuple(self.problems), self.typed, tuple(self.uploads), tuple(self.asked),
            tuple(self.more),
        )  # fmt: skip


def typed_at(placed: Placed, answers: Answers, typed: Typed) -> Typed:
    """What stands in the fields of a page, by their names on the one page."""
    step, mark = placed.step, placed.spot.mark
    shown = typed_in(step.page.questions, step.scope, answers, typed)
    return {mark + name: values for name, values in shown.items()}


def pending(spots: Sequence[Spot], left: Answers) -> str:
    """The way to an item that was shown to be added and has no answer yet: what was typed for it is shown again."""
    for spot in spots:
        steps, ids = spot.address.split("/"), spot.item.split(JOINT)
        if FRESH in spot.item and len(ids) == len(steps) // 2:
            way = "".join(
                f"{key}/{item.removeprefix(FRESH)}/" for key, item in zip(steps[:-1:2], ids, strict=True)
            )
            if is_item(ids[-1].removeprefix(FRESH)) and not any(key.startswith(way) for key in left):
                return way
    return ""


def problems_at(placed: Placed, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Those of `problems` that are about this page, by the names of its fields here."""
    mark = placed.spot.mark
    return tuple(
        replace(
            one,
            question=mark + question.key,
            field=mark + one.field.removeprefix(placed.step.scope),
            cell=mark + one.cell.removeprefix(placed.step.scope) if one.cell else "",
        )
        for question in placed.step.questions
        for one in problems
        if one.question == placed.step.scope + question.key or _in_item(one, placed, question)
    )


def _in_item(one: Problem, placed: Placed, question: Question) -> bool:
    """An item that was made up on this page has another way now than when the page was read."""
    ids = placed.spot.item.rpartition(JOINT)[2].removeprefix(FRESH)
    return bool(ids) and one.question.endswith(f"/{ids}/{question.key}")


def more_at(placed: Placed, more: Sequence[More]) -> tuple[More, ...]:
    """What is asked next of the questions of this page."""
    mark, scope = placed.spot.mark, placed.step.scope
    keys = {scope + question.key for question in placed.step.questions}
    return tuple(
        replace(
            one,
            question=mark + one.question.removeprefix(scope),
            fields=tuple((mark + name, value) for name, value in one.fields),
        )
        for one in more
        if one.question in keys
    )


def only_wrong(reading: Reading) -> tuple[Problem, ...]:
    """The problems of what was typed, not of what is still to be asked."""
    return tuple(one for one in reading.problems if _was_typed(reading, one.question))


def _was_typed(reading: Reading, question: str) -> bool:
    return any(
        (name == question or name.startswith(f"{question}-")) and any(value.strip() for value in values)
        for name, values in reading.typed.items()
    )


class _Marked:
    """What was posted, by the names without the mark."""

    def __init__(self, given: Posted, mark: str) -> None:
        self._given, self._mark = given, mark

    def getlist(self, key: str, /) -> list[str]:
        return self._given.getlist(self._mark + key)


class _MarkedFiles(Mapping[str, PostedFile]):
    """The same of files."""

    def __init__(self, files: Mapping[str, PostedFile], mark: str) -> None:
        self._files, self._mark = files, mark

    def __getitem__(self, key: str) -> PostedFile:
        return self._files[self._mark + key]

    def __iter__(self) -> Iterator[str]:
        return (name[len(self._mark) :] for name in self._files if name.startswith(self._mark))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def getlist(self, key: str) -> list[PostedFile]:
        if hasattr(self._files, "getlist"):
            return cast("list[PostedFile]", self._files.getlist(self._mark + key))
        return [self[key]] if key in self else []


def _marked_files(files: Mapping[str, PostedFile], mark: str) -> Mapping[str, PostedFile]:
    return _MarkedFiles(files, mark) if mark else files
